import fc from 'fast-check';
import { expect, test } from 'vitest';
import { radixSort } from './radix-sort.ts';

test('pairs are sorted by their keys as unsigned numbers, and equal ones keep their order', () => {
  const key = fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.constantFrom(0, 1, -1, 0x0a00_0000), fc.integer({ min: 0x0a00_0000, max: 0x0a00_ffff }));
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 300 }), (keys) => {
      const pairs = Int32Array.from(keys.flatMap((one, index) => [one, index]));
      const sorted = radixSort(pairs, keys.length);
      const expected = keys.map((one, index) => ({ one, index })).sort((a, b) => (a.one >>> 0) - (b.one >>> 0));
      expect([...sorted.subarray(0, 2 * keys.length)]).toEqual(expected.flatMap(({ one, index }) => [one, index]));
    }),
  );
});
