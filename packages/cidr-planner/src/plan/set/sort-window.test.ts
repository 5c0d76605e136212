import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byAddress, rowsOf, textsOf } from '../../testing/rows.ts';
import { CidrBlock } from '../block/cidr-block.ts';
import { sortEqualKeys, sortInWindow } from './sort-window.ts';

const head = 0x2001_0db8_1234_5678_9abc_def0_0000_0000n;

test.each([0, 7, 24, 32, 40, 63, 64, 95, 96])('addresses that differ in the 32 bits from bit %i on are sorted where they stand', (bit) => {
  const behind = BigInt(96 - bit);
  const kept = (head >> (behind + 32n)) << (behind + 32n);
  // Keys that differ at both ends of the window, and often are equal.
  const key = fc.oneof(fc.nat({ max: 2 }), fc.constantFrom(0x7fff_ffff, 0x8000_0000, 0xffff_ffff), fc.nat({ max: 0xffff_ffff }));
  const block = fc.tuple(key, fc.integer({ min: bit + 32, max: 128 })).map(([value, prefix]) => CidrBlock.around(6, kept | (BigInt(value) << behind), prefix));
  const atBothEnds = [0, 0xffff_ffff].map((value) => CidrBlock.around(6, kept | (BigInt(value) << behind), bit + 32));
  fc.assert(
    fc.property(fc.array(block, { maxLength: 100, size: 'max' }), (blocks) => {
      const given = [...blocks, ...atBothEnds].reverse();
      const rows = rowsOf(given, 6);
      expect(sortInWindow(rows)).toBe(true);
      expect(textsOf(rows)).toEqual([...given].sort(byAddress).map(String));
    }),
  );
});

test.each([
  ['33 bits of one lane and the next', ['2001:db8::/32', '2001:db9::/32', '2001:db8:0:1::/64']],
  ['lanes that are far apart', ['2001:db8::1/128', '3001:db8::/32']],
  ['nothing', ['2001:db8::/32', '2001:db8::/48']],
])('addresses that differ in %s are left as they stand', (_, texts) => {
  const rows = rowsOf(texts.map((text) => CidrBlock.parse(text)), 6);
  expect([sortInWindow(rows), textsOf(rows)]).toEqual([false, texts]);
});

test.each([3, 15, 16, 17, 40])('%i equal addresses stand in the order of their prefixes, and others stay', (count) => {
  const prefixes = Array.from({ length: count }, (_, index) => (index * 29) % 129);
  const pairs = Int32Array.from([-9, 128, ...prefixes.flatMap((prefix) => [7, prefix]), 8, 0]);
  sortEqualKeys(pairs, count + 2);
  expect([...pairs]).toEqual([-9, 128, ...[...prefixes].sort((a, b) => a - b).flatMap((prefix) => [7, prefix]), 8, 0]);
});
