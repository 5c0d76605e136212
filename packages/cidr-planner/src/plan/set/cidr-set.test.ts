import { InvalidInputError } from '@ack-hybrid/core/errors';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CidrParseError } from '../../errors.ts';
import { cidrBlock, namesOfAddresses, smallBlockOfAny, universes } from '../../testing/arbitraries.ts';
import { CidrBlock } from '../block/cidr-block.ts';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import { CidrSet } from './cidr-set.ts';

const someBlocks = fc.array(smallBlockOfAny, { maxLength: 8 });
const manyBlocks = fc.array(smallBlockOfAny, { minLength: 70, maxLength: 160 });
const blockLists = fc.oneof({ weight: 3, arbitrary: someBlocks }, manyBlocks);
const whole = [universes[4], universes[6]];

const errorOf = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

// The blocks stand in order, none can be joined with the next, and none shares an address with another.
const expectFewest = (set: CidrSet, addresses: ReadonlySet<string>): void => {
  const blocks = set.blocks();
  expect(namesOfAddresses(blocks)).toEqual(addresses);
  expect(set.size).toBe(BigInt(addresses.size));
  expect(set.isEmpty).toBe(addresses.size === 0);
  expect(set.toStrings()).toEqual(blocks.map(String));
  blocks.slice(1).forEach((block, index) => {
    const before = blocks[index] as CidrBlock;
    expect(before.family < block.family || (before.family === block.family && before.last < block.first)).toBe(true);
    expect(before.prefix === block.prefix && before.supernet()?.contains(block)).toBe(false);
  });
};

const both = (a: ReadonlySet<string>, b: ReadonlySet<string>, keep: (inA: boolean, inB: boolean) => boolean): ReadonlySet<string> =>
  new Set([...a, ...b].filter((name) => keep(a.has(name), b.has(name))));

describe('the operations on sets are those on their addresses', () => {
  it('for the set itself', () => {
    fc.assert(fc.property(blockLists, (blocks) => expectFewest(new CidrSet(blocks.map(String)), namesOfAddresses(blocks))));
  });

  it('for union, intersect, exclude, gaps, equals and overlaps', () => {
    fc.assert(
      fc.property(blockLists, blockLists, (left, right) => {
        const [a, b] = [new CidrSet(left), new CidrSet(right.map(String))];
        const [inA, inB] = [namesOfAddresses(left), namesOfAddresses(right)];
        expectFewest(a.union(b), both(inA, inB, () => true));
        expectFewest(a.intersect(b), both(inA, inB, (one, two) => one && two));
        expectFewest(a.exclude(right), both(inA, inB, (one, two) => one && !two));
        expectFewest(a.gaps(whole), both(namesOfAddresses(whole), inA, (one, two) => one && !two));
        expect(a.equals(b)).toBe(both(inA, inB, (one, two) => one !== two).size === 0);
        expect(a.overlaps(b)).toBe(both(inA, inB, (one, two) => one && two).size > 0);
        expect(a.union(b).equals(b.union(a))).toBe(true);
        // The operations leave both as they were.
        expectFewest(a, inA);
        expectFewest(b, inB);
      }),
    );
  });

  it('for contains, overlaps and lookup of a block', () => {
    fc.assert(
      fc.property(blockLists, smallBlockOfAny, (blocks, asked) => {
        const set = new CidrSet(blocks);
        const held = namesOfAddresses(blocks);
        const wanted = [...namesOfAddresses([asked])];
        expect(set.contains(asked)).toBe(wanted.every((name) => held.has(name)));
        expect(set.contains(String(asked))).toBe(set.contains(asked));
        expect(set.contains(asked.firstAddress)).toBe(held.has(wanted[0] as string));
        expect(set.overlaps(asked)).toBe(wanted.some((name) => held.has(name)));
        const smallest = (of: CidrBlock): number => Math.max(-1, ...blocks.filter((block) => block.contains(of)).map(({ prefix }) => prefix));
        const found = set.lookup(asked);
        expect(found?.prefix ?? -1).toBe(smallest(asked));
        expect(found === undefined || found.contains(asked)).toBe(true);
        expect(set.lookup(asked.lastAddress)?.prefix ?? -1).toBe(smallest(CidrBlock.from(asked.lastAddress)));
      }),
    );
  });

  it('for the pairs of given blocks', () => {
    fc.assert(
      fc.property(blockLists, (blocks) => {
        const pairs = blocks.flatMap((block, index) => blocks.slice(index + 1).filter((other) => other.overlaps(block))).length;
        expect(new CidrSet(blocks).countOverlaps()).toBe(pairs);
        expect(new CidrSet(blocks).hasOverlaps()).toBe(pairs > 0);
      }),
    );
  });

  it('for the first fit and the number of blocks that fit', () => {
    fc.assert(
      fc.property(blockLists, smallBlockOfAny, fc.nat({ max: 5 }), (blocks, within, depth) => {
        const prefix = universes[within.family].prefix + depth;
        const taken = new CidrSet(blocks);
        const free = [...within.split(prefix)].filter((block) => !blocks.some((other) => other.overlaps(block)));
        expect(taken.firstFit(prefix, within)?.toString()).toBe(free[0]?.toString());
        expect(taken.gaps(within).countBlocks(prefix, within.family)).toBe(BigInt(free.length));
        const counts = taken.gaps(within).freeByPrefix();
        expect(counts.reduce((sum, { blocks: number }) => sum + number, 0)).toBe(taken.gaps(within).blocks().length);
        counts.forEach((count) => expect(count.fit).toBe(taken.gaps(within).countBlocks(count.prefix, within.family)));
      }),
    );
  });
});

test('ranges hold the addresses, are apart, and make the set again', () => {
  fc.assert(
    fc.property(blockLists, (blocks) => {
      const set = new CidrSet(blocks);
      const ranges = set.ranges();
      const again = ranges.reduce((sum, { first, last }) => sum.union(CidrSet.fromRange(first, last)), new CidrSet());
      expect(again.equals(set)).toBe(true);
      ranges.slice(1).forEach(({ first }, index) => {
        const [before, next] = [CidrBlock.from(ranges[index]?.last as string), CidrBlock.from(first)];
        expect(before.family < next.family || before.last + 1n < next.first).toBe(true);
      });
    }),
  );
});

test('any block of any size is excluded exactly', () => {
  fc.assert(
    fc.property(fc.array(cidrBlock, { maxLength: 6 }), fc.array(cidrBlock, { maxLength: 6 }), (left, right) => {
      const [a, b] = [new CidrSet(left), new CidrSet(right)];
      const rest = a.exclude(b);
      expect(rest.overlaps(b)).toBe(false);
      expect(rest.union(a.intersect(b)).equals(a)).toBe(true);
      expect(rest.size + a.intersect(b).size).toBe(a.size);
      expect(a.union(b).size).toBe(a.size + b.size - a.intersect(b).size);
    }),
  );
});

test.each([
  [['0.0.0.0/0'], ['255.255.255.255/32'], 32, '255.255.255.254/32'],
  [['::/0'], ['::/128'], 128, 'ffff::/16'],
])('%j without %j has %i blocks', (from, without, count) => {
  const rest = new CidrSet(from).exclude(without);
  expect(rest.blocks()).toHaveLength(count);
  expect(rest.union(without).toStrings()).toEqual(from);
});

test.each([
  [['0.0.0.0/1', '128.0.0.0/1'], ['0.0.0.0/0']],
  [['::/1', '8000::/1', '0.0.0.0/0'], ['0.0.0.0/0', '::/0']],
  [['10.0.0.1/32', '10.0.0.2/32'], ['10.0.0.1/32', '10.0.0.2/32']],
  [['10.0.0.2/32', '10.0.0.3/32', '10.0.0.0/31'], ['10.0.0.0/30']],
  [['2001:db8::/128', '2001:db8::1/128'], ['2001:db8::/127']],
  [[], []],
])('%j is %j', (texts, merged) => {
  expect(new CidrSet(texts).toStrings()).toEqual(merged);
  expect(JSON.stringify(new CidrSet(texts))).toBe(JSON.stringify(merged));
  expect(String(new CidrSet(texts))).toBe(merged.join(', '));
});

test('families never meet', () => {
  const set = new CidrSet(['0.0.0.0/0']);
  expect([set.contains('::1'), set.overlaps('::/0'), set.lookup('::'), set.exclude('::/0').toStrings(), set.intersect('::/0').isEmpty]).toEqual([false, false, undefined, ['0.0.0.0/0'], true]);
});

test('a text, a block, a set and a generator all make a set', () => {
  const texts = ['10.0.0.0/8'];
  const sets = [new CidrSet('10.0.0.0/8'), new CidrSet(parseCidrBlock('10.0.0.0/8')), new CidrSet(new CidrSet(texts)), new CidrSet(new Set(texts)), new CidrSet(new CidrSet(texts).blocks())];
  expect(sets.map((set) => set.toStrings())).toEqual(sets.map(() => texts));
});

test.each([
  [['10.0.0.0/8', '10.0.0.1/8'], 1, 'host-bits'],
  [['010.0.0.0/8'], 0, 'octet-leading-zero'],
  [['::/0', '10.0.0.0/8', '10.0.0.1'], 2, 'prefix-missing'],
  [['10.0.0.0/8', 7 as unknown as string], 1, 'not-text'],
  [[null as unknown as string], 0, 'not-text'],
])('of %j the text at %i is refused as %s', (texts, index, code) => {
  const error = errorOf(() => new CidrSet(texts)) as CidrParseError;
  expect(CidrParseError.isInstance(error)).toBe(true);
  expect([error.index, error.fault.code, error.issues[0]?.path]).toEqual([index, code, `[${index}]`]);
});

test('host bits are cleared where the caller says so', () => {
  expect(new CidrSet(['10.0.0.1/8', '2001:db8::1/64', '64:ff9b::192.0.2.1/120'], { hostBits: 'mask' }).toStrings()).toEqual(['10.0.0.0/8', '64:ff9b::c000:200/120', '2001:db8::/64']);
});

test.each([
  ['10.0.0.10', '10.0.0.20', ['10.0.0.10/31', '10.0.0.12/30', '10.0.0.16/30', '10.0.0.20/32']],
  ['0.0.0.0', '255.255.255.255', ['0.0.0.0/0']],
  ['::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ['::/0']],
  ['10.0.0.7', '10.0.0.7', ['10.0.0.7/32']],
])('the range %s to %s is %j', (first, last, texts) => {
  expect(CidrSet.fromRange(first, last).toStrings()).toEqual(texts);
  expect(CidrSet.fromRange(first, last).ranges()).toEqual([{ first, last }]);
});

test.each([
  ['10.0.0.2', '10.0.0.1', 'last: 10.0.0.1 lies before 10.0.0.2'],
  ['10.0.0.2', '::1', 'last: 10.0.0.2 is IPv4 and ::1 is IPv6'],
  ['10.0.0.0/8', '10.0.0.1', 'first: a range goes from address to address, and 10.0.0.0/8 is a block'],
])('a range from %s to %s is refused', (first, last, message) => {
  const error = errorOf(() => CidrSet.fromRange(first, last));
  expect(InvalidInputError.isInstance(error)).toBe(true);
  expect((error as InvalidInputError).message).toBe(message);
});

test.each([33, -1, 24.5, Number.NaN])('no IPv4 block has the prefix %s', (prefix) => {
  expect(errorOf(() => new CidrSet().firstFit(prefix, '10.0.0.0/8'))).toBeInstanceOf(InvalidInputError);
  expect(errorOf(() => new CidrSet().countBlocks(prefix, 4))).toBeInstanceOf(InvalidInputError);
});

test.each([
  [['10.0.0.0/8'], 24, '10.0.0.0/8', undefined],
  [['0.0.0.0/0'], 32, '10.0.0.0/8', undefined],
  [[], 32, '255.255.255.255/32', '255.255.255.255/32'],
  [['255.255.255.254/32'], 32, '255.255.255.254/31', '255.255.255.255/32'],
  [['255.255.255.255/32'], 31, '255.255.255.254/31', undefined],
  [['9.0.0.0/8', '10.0.0.0/25'], 24, '10.0.0.0/16', '10.0.1.0/24'],
  [['2001:db8::/49'], 48, '2001:db8::/32', '2001:db8:1::/48'],
  [['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128'], 128, '::/0', '::/128'],
  [['::/1', '8000::/1'], 128, '::/0', undefined],
  [[], 7, '10.0.0.0/8', undefined],
])('beside %j the lowest /%i in %s is %s', (taken, prefix, within, found) => {
  expect(new CidrSet(taken).firstFit(prefix, within)?.toString()).toBe(found);
});

test.each([null, 5, {}, true])('%j is refused, as it is neither a block nor a list of blocks', (value) => {
  expect(() => new CidrSet(value as never)).toThrow(/this is no block and no list of blocks/);
});
