import fc from 'fast-check';
import { expect, test } from 'vitest';
import { universes } from '../../testing/arbitraries.ts';
import { blocksOf, byAddress, rowsOf } from '../../testing/rows.ts';
import { firstFit } from './first-fit.ts';

test.each([4, 6] as const)('the first fit of IPv%i is the first part that meets no row', (family) => {
  fc.assert(
    fc.property(blocksOf(family).map((blocks) => blocks.slice(0, 12)), fc.nat({ max: 5 }), (blocks, depth) => {
      const within = universes[family];
      const free = [...within.split(within.prefix + depth)].find((part) => !blocks.some((block) => block.overlaps(part)));
      expect(String(firstFit(rowsOf([...blocks].sort(byAddress), family), within.prefix + depth, within))).toBe(String(free));
    }),
  );
});
