import fc from 'fast-check';
import { expect, test } from 'vitest';
import { universes } from '../../testing/arbitraries.ts';
import { blocksOf, byAddress, rowsOf } from '../../testing/rows.ts';
import { CidrBlock } from '../block/cidr-block.ts';
import { findParents, findRow, indexRows } from './row-index.ts';
import { writeBlock } from './rows.ts';

const address = new Int32Array(5);

test.each([4, 6] as const)('the index of IPv%i finds the last row that begins at an address or below, outside of all rows as well', (family) => {
  fc.assert(
    fc.property(blocksOf(family), fc.integer({ min: -3, max: 34 }), (blocks, offset) => {
      const sorted = [...blocks].sort(byAddress);
      const wanted = CidrBlock.around(family, universes[family].first + BigInt(offset), family === 4 ? 32 : 128);
      writeBlock(wanted, address, 0);
      expect(findRow(indexRows(rowsOf(sorted, family)), address, 0)).toBe(sorted.filter((block) => block.first <= wanted.first).length - 1);
    }),
  );
});

test.each([4, 6] as const)('the parent of a row of IPv%i is the smallest one before it that holds it', (family) => {
  fc.assert(
    fc.property(blocksOf(family), (blocks) => {
      const sorted = [...blocks].sort(byAddress);
      expect([...findParents(rowsOf(sorted, family))]).toEqual(sorted.map((block, index) => sorted.slice(0, index).reduce((best, other, at) => (other.contains(block) ? at : best), -1)));
    }),
  );
});
