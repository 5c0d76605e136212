import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namesOfAddresses } from '../../testing/arbitraries.ts';
import { blocksOf, byAddress, rowsOf } from '../../testing/rows.ts';
import type { CidrBlock } from '../block/cidr-block.ts';
import type { Rows } from './rows.ts';
import { blockAt } from './rows.ts';
import { anyOverlap, areEqual, countPairs, intersectRows, joinRows, mergeRows, subtractRows } from './sweep-rows.ts';

const blocksIn = (rows: Rows): readonly CidrBlock[] => Array.from({ length: rows.count }, (_, index) => blockAt(rows, index));

describe.each([4, 6] as const)('sorted rows of IPv%i', (family) => {
  const sorted = blocksOf(family).map((blocks) => [...blocks].sort(byAddress));
  const merged = (blocks: readonly CidrBlock[]): Rows => mergeRows(rowsOf(blocks, family));

  test('have as many pairs as comparing each with each finds', () => {
    fc.assert(
      fc.property(sorted, (blocks) => {
        const pairs = blocks.flatMap((a, index) => blocks.slice(index + 1).filter((b) => a.overlaps(b))).length;
        expect([countPairs(rowsOf(blocks, family)), anyOverlap(rowsOf(blocks, family))]).toEqual([pairs, pairs > 0]);
      }),
    );
  });

  test('merge into disjoint blocks of the same addresses, no two of which are halves of one', () => {
    fc.assert(
      fc.property(sorted, (blocks) => {
        const few = blocksIn(merged(blocks));
        expect(namesOfAddresses(few)).toEqual(namesOfAddresses(blocks));
        few.slice(1).forEach((block, index) => {
          const before = few[index] as CidrBlock;
          expect(before.overlaps(block)).toBe(false);
          expect(before.prefix === block.prefix && before.supernet()?.contains(block) === true).toBe(false);
        });
      }),
    );
  });

  test('are subtracted, intersected and joined as their addresses are', () => {
    fc.assert(
      fc.property(sorted, sorted, (a, b) => {
        const [left, right] = [namesOfAddresses(a), namesOfAddresses(b)];
        expect(namesOfAddresses(blocksIn(subtractRows(merged(a), merged(b))))).toEqual(new Set([...left].filter((name) => !right.has(name))));
        expect(namesOfAddresses(blocksIn(intersectRows(merged(a), merged(b))))).toEqual(new Set([...left].filter((name) => right.has(name))));
        expect(blocksIn(joinRows(rowsOf(a, family), rowsOf(b, family))).map(String)).toEqual([...a, ...b].map(String));
        expect(areEqual(merged(a), merged(b))).toBe(left.size === right.size && [...left].every((name) => right.has(name)));
      }),
    );
  });
});
