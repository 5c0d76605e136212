import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cidrBlock, smallBlock } from '../../testing/arbitraries.ts';
import { overlaps } from '../block/relate.ts';
import { pairsBetween, pairsWithin } from './overlapping-pairs.ts';

const items = fc.array(fc.oneof(smallBlock, cidrBlock).map((block) => ({ block })), { maxLength: 12 });

test('the pairs of two lists are those that comparing each with each finds, in the same order', () => {
  fc.assert(
    fc.property(items, items, (left, right) => {
      const expected = left.flatMap((a) => right.filter((b) => overlaps(a.block, b.block)).map((b) => [a, b]));
      expect(pairsBetween(left, right)).toEqual(expected);
    }),
  );
});

test('so are the pairs of one list', () => {
  fc.assert(
    fc.property(items, (list) => {
      const expected = list.flatMap((a, index) => list.slice(index + 1).filter((b) => overlaps(a.block, b.block)).map((b) => [a, b]));
      expect(pairsWithin(list)).toEqual(expected);
    }),
  );
});
