import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressesOf, cidrBlock, smallBlock, universe } from '../../testing/arbitraries.ts';
import { commonSupernet, excludeBlocks, findFreeBlock, halves, splitCidrBlock, supernet } from './carve.ts';
import { CidrBlock } from './cidr-block.ts';
import { parseCidrBlock } from './parse-cidr-block.ts';
import { covers, overlaps } from './relate.ts';

const parse = (texts: readonly string[]): readonly CidrBlock[] => texts.map((text) => parseCidrBlock(text));
const blockSets = fc.array(smallBlock, { maxLength: 6 });

test('what is left and what was excluded make up the parent, without overlap', () => {
  fc.assert(
    fc.property(blockSets, (excluded) => {
      const left = excludeBlocks(universe, excluded);
      const gone = addressesOf(excluded);
      expect(addressesOf(left)).toEqual(new Set([...addressesOf([universe])].filter((address) => !gone.has(address))));
      expect(addressesOf(left).size).toBe(left.reduce((sum, block) => sum + Number(block.size), 0));
    }),
  );
});

test('what is left is in order and can not be said with fewer blocks', () => {
  fc.assert(
    fc.property(blockSets, (excluded) => {
      const left = excludeBlocks(universe, excluded);
      left.slice(1).forEach((block, index) => {
        const before = left[index] as CidrBlock;
        expect(before.last < block.first).toBe(true);
        expect(before.prefix === block.prefix && supernet(before)?.toString() === supernet(block)?.toString()).toBe(false);
      });
    }),
  );
});

test('one block taken out of a /8 leaves one block a prefix length', () => {
  expect(excludeBlocks(parseCidrBlock('10.0.0.0/8'), parse(['10.100.0.0/16'])).map(String)).toEqual([
    '10.0.0.0/10', '10.64.0.0/11', '10.96.0.0/14', '10.101.0.0/16', '10.102.0.0/15', '10.104.0.0/13', '10.112.0.0/12', '10.128.0.0/9',
  ]);
});

test('a block of the other family takes nothing out', () => {
  expect(excludeBlocks(parseCidrBlock('10.0.0.0/8'), parse(['::/0'])).map(String)).toEqual(['10.0.0.0/8']);
});

test('the halves of a block make it up, and their supernet is the block', () => {
  fc.assert(
    fc.property(cidrBlock, (block) => {
      const parts = halves(block);
      if (block.size === 1n) expect(parts).toEqual([]);
      else expect([parts[0]?.first, parts[1]?.last, ...parts.map((half) => supernet(half)?.toString())]).toEqual([block.first, block.last, block.toString(), block.toString()]);
    }),
  );
});

test('/0 has no supernet', () => {
  expect(supernet(parseCidrBlock('::/0'))).toBeUndefined();
});

test.each([
  ['10.10.24.0/23', 24, ['10.10.24.0/24', '10.10.25.0/24']],
  ['10.10.24.0/24', 24, ['10.10.24.0/24']],
  ['10.10.24.0/24', 23, []],
  ['10.10.24.0/31', 33, []],
  ['10.10.24.0/24', 24.5, []],
  ['255.255.255.254/31', 32, ['255.255.255.254/32', '255.255.255.255/32']],
])('%s splits into /%d as %j', (block, prefix, parts) => {
  expect([...splitCidrBlock(parseCidrBlock(block), prefix)].map(String)).toEqual(parts);
});

test.each([
  [['10.10.24.0/24', '10.10.25.0/24'], '10.10.24.0/23'],
  [['10.10.25.0/24', '10.10.26.0/24'], '10.10.24.0/22'],
  [['10.0.0.0/8'], '10.0.0.0/8'],
  [['10.0.0.0/8', '192.168.0.0/16'], '0.0.0.0/0'],
  [['10.0.0.0/8', '::/0'], undefined],
  [[], undefined],
])('the smallest block around %j is %s', (texts, around) => {
  expect(commonSupernet(parse(texts))?.toString()).toBe(around);
});

test('a free block is found exactly where brute force finds one, and the nearest of them', () => {
  fc.assert(
    fc.property(blockSets, fc.integer({ min: 27, max: 32 }), smallBlock, (taken, prefix, near) => {
      const found = findFreeBlock({ within: [universe], taken, prefix, near });
      const free = [...splitCidrBlock(universe, prefix)].filter((block) => !taken.some((other) => overlaps(block, other)));
      const distance = (block: CidrBlock): number => Math.abs(Number(block.first - CidrBlock.around(4, near.first, prefix).first));
      expect(found === undefined).toBe(free.length === 0);
      if (found) {
        expect(covers(universe, found) && free.some((block) => block.first === found.first)).toBe(true);
        expect(distance(found)).toBe(Math.min(...free.map(distance)));
      }
    }),
  );
});

test('the block that holds the place is the nearest, also where the next one begins closer to it', () => {
  const near = parseCidrBlock('10.0.0.13/32');
  expect(findFreeBlock({ within: parse(['10.0.0.0/24']), taken: parse(['10.0.0.0/29']), prefix: 29, near })?.toString()).toBe('10.0.0.8/29');
});

test('the lowest free block is taken where no place is named, and the next parent where the first is full', () => {
  const within = parse(['10.0.0.0/24', '10.0.2.0/24']);
  expect(findFreeBlock({ within, taken: parse(['10.0.0.0/25']), prefix: 26 })?.toString()).toBe('10.0.0.128/26');
  expect(findFreeBlock({ within, taken: parse(['10.0.0.0/24']), prefix: 26 })?.toString()).toBe('10.0.2.0/26');
  expect(findFreeBlock({ within, taken: parse(['10.0.0.0/22']), prefix: 26 })).toBeUndefined();
});
