import { expect, it } from 'vitest';
import { rotationInputIssues, type RotationChoices } from './rotation-input-issues.ts';

it.each<[RotationChoices, readonly string[]]>([
  [{}, []],
  [{ form: 'secret', deletion: 'later', disableAfterMs: 0, deleteAfterMs: 5, due: { kind: 'age', olderThanMs: 1 } }, []],
  [{ due: { kind: 'key', keyId: 'LTAI1' } }, []],
  [{ form: 'configmap' }, ['form']],
  [{ deletion: true }, ['deletion']],
  [{ disableAfterMs: -1, deleteAfterMs: '10m' }, ['disableAfterMs', 'deleteAfterMs']],
  [{ disableAfterMs: Number.NaN }, ['disableAfterMs']],
  [{ due: { kind: 'age', olderThanMs: '90d' } }, ['due.olderThanMs']],
  [{ due: { kind: 'age' } }, ['due.olderThanMs']],
  [{ due: { kind: 'key', keyId: '' } }, ['due.keyId']],
  [{ due: 90 }, ['due']],
  [{ due: null }, ['due']],
])('%j', (choices, paths) => {
  expect(rotationInputIssues(choices).map(({ path }) => path)).toEqual(paths);
});
