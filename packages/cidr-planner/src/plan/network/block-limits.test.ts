import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallBlock, universe } from '../../testing/arbitraries.ts';
import type { CidrBlock } from '../block/cidr-block.ts';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import { BlockLimits } from './block-limits.ts';

const block = parseCidrBlock;

test.each([
  ['apart', { apart: [block('10.0.0.0/24')] }, { '10.0.0.0/25': false, '10.0.0.0/23': false, '10.0.1.0/24': true }],
  ['around it', { apart: [], holdOnly: [block('10.0.0.0/24')] }, { '10.0.0.0/23': true, '10.0.0.0/24': false, '10.0.0.0/25': false, '10.0.1.0/24': true }],
  ['inside it', { apart: [], insideOnly: [block('10.0.0.0/24')] }, { '10.0.0.0/23': false, '10.0.0.0/24': false, '10.0.0.0/25': true, '10.0.1.0/24': true }],
  ['anywhere but there', { apart: [], unequal: [block('10.0.0.0/24')] }, { '10.0.0.0/23': true, '10.0.0.0/24': false, '10.0.0.0/25': true }],
])('a block may be %s', (_where, lists, answers) => {
  expect(Object.fromEntries(Object.keys(answers).map((text) => [text, new BlockLimits(lists).admits(block(text))]))).toEqual(answers);
});

test('the largest places are admitted, hold every admitted block, and nothing larger is admitted', () => {
  const few = fc.array(smallBlock, { maxLength: 3 });
  fc.assert(
    fc.property(few, few, smallBlock, (apart, holdOnly, candidate) => {
      const limits = new BlockLimits({ apart, holdOnly });
      const places = limits.largestIn(universe, 32);
      for (const place of places) expect(limits.admits(place)).toBe(true);
      const holders: readonly CidrBlock[] = places.filter((place) => place.contains(candidate));
      if (limits.admits(candidate)) expect(holders).toHaveLength(1);
    }),
  );
});
