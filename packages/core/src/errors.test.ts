import { expect, test } from 'vitest';
import * as errors from './errors.ts';
import * as core from './index.ts';

test('the entry of the errors has every error of the package, and nothing else', () => {
  expect({ ...errors }).toEqual(Object.fromEntries(Object.entries(core).filter(([name]) => name.endsWith('Error'))));
});
