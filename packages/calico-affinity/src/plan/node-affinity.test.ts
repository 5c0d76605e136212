import { expect, it } from 'vitest';
import { isEmptyTerm, requirementsFor } from './node-affinity.ts';

it.each([
  [{}, true],
  [{ matchExpressions: [], matchFields: [] }, true],
  [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }, false],
  [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] }, false],
])('judges whether the term %j is empty: %s', (term, empty) => {
  expect(isEmptyTerm(term)).toBe(empty);
});

it.each([
  [undefined, ['alibabacloud.com/external', 'type']],
  [{ excludeVirtualKubelet: true }, ['alibabacloud.com/external', 'type']],
  [{ excludeVirtualKubelet: false }, ['alibabacloud.com/external']],
])('keeps out what the options %j ask for', (options, keys) => {
  expect(requirementsFor(options).map((requirement) => requirement.key)).toEqual(keys);
});
