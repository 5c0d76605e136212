import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressesOf, cidrBlock, smallBlock } from '../../testing/arbitraries.ts';
import { formatAddress } from './cidr-block.ts';
import { parseCidrBlock } from './parse-cidr-block.ts';
import { containsAddress, covers, intersect, overlaps, relate } from './relate.ts';

test.each([
  ['10.0.0.0/8', '10.0.0.0/8', 'equal'],
  ['10.0.0.0/8', '10.100.0.0/16', 'contains'],
  ['10.100.0.0/16', '10.0.0.0/8', 'within'],
  ['10.10.24.0/24', '10.10.25.0/24', 'adjacent'],
  ['10.10.25.0/24', '10.10.24.0/24', 'adjacent'],
  ['10.10.24.0/24', '10.10.26.0/24', 'disjoint'],
  ['10.0.0.0/10', '10.100.0.0/16', 'disjoint'],
  ['0.0.0.0/0', '::/0', 'disjoint'],
  ['255.255.255.255/32', '::/128', 'disjoint'],
  ['0.0.0.0/0', '10.0.0.7/32', 'contains'],
  ['10.0.0.0/8', '9.0.0.0/8', 'adjacent'],
])('%s against %s is %s', (a, b, relation) => {
  expect(relate(parseCidrBlock(a), parseCidrBlock(b))).toBe(relation);
});

test('the relation of small blocks is that of their sets of addresses', () => {
  fc.assert(
    fc.property(smallBlock, smallBlock, (a, b) => {
      const [left, right] = [addressesOf([a]), addressesOf([b])];
      const shared = [...left].filter((address) => right.has(address));
      const relation = relate(a, b);
      expect(relation === 'equal').toBe(shared.length === left.size && shared.length === right.size);
      expect(relation === 'contains').toBe(shared.length === right.size && left.size > right.size);
      expect(relation === 'within').toBe(shared.length === left.size && left.size < right.size);
      expect(relation === 'adjacent').toBe(shared.length === 0 && [...left].some((address) => right.has(address + 1n) || right.has(address - 1n)));
      expect(overlaps(a, b)).toBe(shared.length > 0);
      expect(new Set(addressesOf([intersect(a, b)].filter((block) => block !== undefined)))).toEqual(new Set(shared));
    }),
  );
});

test('relations of any blocks mirror each other', () => {
  const mirror = { equal: 'equal', contains: 'within', within: 'contains', adjacent: 'adjacent', disjoint: 'disjoint' } as const;
  fc.assert(
    fc.property(cidrBlock, cidrBlock, (a, b) => {
      expect(relate(b, a)).toBe(mirror[relate(a, b)]);
    }),
  );
});

test('a block covers itself and what lies in it', () => {
  const block = parseCidrBlock('10.0.0.0/8');
  expect([covers(block, block), covers(block, parseCidrBlock('10.1.0.0/16')), covers(parseCidrBlock('10.1.0.0/16'), block)]).toEqual([true, true, false]);
});

test.each([
  ['192.168.0.0/24', '192.168.0.0', true],
  ['192.168.0.0/24', '192.168.0.255', true],
  ['192.168.0.0/24', '192.168.1.0', false],
  ['192.168.0.0/24', '::ffff:192.168.0.1', false],
  ['::/0', '192.168.0.1', false],
  ['2001:db8::/32', '2001:db8::1', true],
  ['192.168.0.0/24', '192.168.000.1', false],
  ['192.168.0.0/24', 'node-1', false],
])('%s holds %s: %s', (block, address, held) => {
  expect(containsAddress(parseCidrBlock(block), address)).toBe(held);
});

test('a block holds its first and last address and none beside', () => {
  fc.assert(
    fc.property(cidrBlock, (block) => {
      expect(containsAddress(block, formatAddress(block.family, block.first))).toBe(true);
      expect(containsAddress(block, formatAddress(block.family, block.last))).toBe(true);
      if (block.first > 0n) expect(containsAddress(block, formatAddress(block.family, block.first - 1n))).toBe(false);
    }),
  );
});
