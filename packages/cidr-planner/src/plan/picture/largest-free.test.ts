import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CidrBlock } from '../block/cidr-block.ts';
import { largestBetween } from './largest-free.ts';

test('the largest block between two addresses is the first of the largest that a search of all blocks finds', () => {
  fc.assert(
    fc.property(fc.nat({ max: 63 }), fc.nat({ max: 63 }), (a, b) => {
      const [first, last] = [BigInt(Math.min(a, b)), BigInt(Math.max(a, b))];
      const all = Array.from({ length: 7 }, (_, power) => 32 - (6 - power)).flatMap((prefix) => Array.from({ length: 64 }, (_, address) => CidrBlock.around(4, BigInt(address), prefix)));
      const inside = all.filter((block) => first <= block.first && block.last <= last);
      expect(largestBetween(4, first, last).toString()).toBe(inside[0]?.toString());
    }),
  );
});

test('it knows the whole of IPv6', () => {
  expect(largestBetween(6, 0n, (1n << 128n) - 1n).toString()).toBe('::/0');
});
