import fc from 'fast-check';
import { CidrBlock } from '../plan/block/cidr-block.ts';
import type { AddressFamily } from '../plan/block/cidr-block.ts';
import type { Rows } from '../plan/set/rows.ts';
import { blockAt, writeBlock } from '../plan/set/rows.ts';
import { universes } from './arbitraries.ts';

/** Blocks of one family as rows, in their order, with other cells before them. */
export const rowsOf = (blocks: readonly CidrBlock[], family: AddressFamily): Rows => {
  const stride = family === 4 ? 2 : 5;
  const cells = new Int32Array(3 + blocks.length * stride);
  blocks.forEach((block, index) => writeBlock(block, cells, 3 + index * stride));
  return { stride, cells, start: 3, count: blocks.length };
};

/** The texts of rows, in their order. */
export const textsOf = (rows: Rows): readonly string[] => Array.from({ length: rows.count }, (_, index) => blockAt(rows, index).toString());

/** Address order, a block before those that it holds. */
export const byAddress = (a: CidrBlock, b: CidrBlock): number => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.prefix - b.prefix);

/** Up to eighty blocks of a small universe, some of them twice. */
export const blocksOf = (family: AddressFamily): fc.Arbitrary<readonly CidrBlock[]> =>
  fc.array(
    fc.tuple(fc.nat({ max: 31 }), fc.nat({ max: 5 })).map(([offset, depth]) => CidrBlock.around(family, universes[family].first + BigInt(offset), universes[family].prefix + depth)),
    { maxLength: 80, size: 'max' },
  );
