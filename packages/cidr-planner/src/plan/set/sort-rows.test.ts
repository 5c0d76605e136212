import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf, byAddress, rowsOf, textsOf } from '../../testing/rows.ts';
import { orderRows } from './order-rows.ts';
import { sortRows } from './sort-rows.ts';

test.each([4, 6] as const)('rows of IPv%i come into address order, few and many', (family) => {
  fc.assert(
    fc.property(blocksOf(family), (blocks) => {
      expect(textsOf(sortRows(rowsOf(blocks, family)))).toEqual([...blocks].sort(byAddress).map(String));
    }),
  );
});

test.each([4, 6] as const)('the order of rows of IPv%i keeps equal ones as they came', (family) => {
  fc.assert(
    fc.property(blocksOf(family), (blocks) => {
      const expected = blocks.map((block, index) => ({ block, index })).sort((a, b) => byAddress(a.block, b.block) || a.index - b.index);
      expect([...orderRows(rowsOf(blocks, family))]).toEqual(expected.map(({ index }) => index));
    }),
  );
});
