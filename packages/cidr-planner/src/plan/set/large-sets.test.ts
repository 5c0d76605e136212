import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CidrBlock } from '../block/cidr-block.ts';
import { CidrSet } from './cidr-set.ts';
import { orderRows } from './order-rows.ts';
import { readRows } from './read-rows.ts';
import { blockAt, isBehind } from './rows.ts';
import { sortRows } from './sort-rows.ts';

// Blocks that crowd together and lie far apart: ties in every lane, equal blocks, and nothing in common at the front.
const crowded = (family: 4 | 6) => {
  const bits = family === 4 ? 32 : 128;
  return fc
    .tuple(fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }), fc.nat({ max: bits }), fc.array(fc.tuple(fc.nat({ max: 15 }), fc.nat({ max: bits - 4 }), fc.nat({ max: 6 })), { minLength: 65, maxLength: 400 }))
    .map(([base, top, steps]) => steps.map(([offset, shift, wider]) => CidrBlock.around(family, base ^ (BigInt(offset) << BigInt(shift)), Math.max(0, Math.min(bits, Math.max(top, bits - shift) - wider)))))
    .filter((blocks) => !blocks.some((block) => block.family === 6 && block.first >> 32n === 0xffffn));
};
const lists = fc.oneof(crowded(4), crowded(6));

test('a large set is sorted as a comparison sorts it, and loses no block', () => {
  fc.assert(
    fc.property(lists, (blocks) => {
      const expected = [...blocks].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.prefix - b.prefix)).map(String);
      const { four, six } = readRows(blocks.map(String), {});
      const rows = four.count > 0 ? four : six;
      const order = [...orderRows(rows)];
      expect(order.map((place) => String(blocks[place]))).toEqual(expected);
      // Equal blocks keep their order.
      order.slice(1).forEach((place, index) => {
        if (String(blocks[place]) === String(blocks[order[index] as number])) expect(place).toBeGreaterThan(order[index] as number);
      });
      const sorted = sortRows(rows);
      expect(Array.from({ length: sorted.count }, (_, index) => String(blockAt(sorted, index)))).toEqual(expected);
      for (let at = sorted.start + sorted.stride; at < sorted.start + sorted.count * sorted.stride; at += sorted.stride) expect(isBehind(sorted.cells, at - sorted.stride, at, sorted.stride)).toBe(false);
    }),
  );
});

test('a large set is the union of its small parts', () => {
  fc.assert(
    fc.property(lists, lists, (blocks, others) => {
      const whole = new CidrSet(blocks);
      const parts = Array.from({ length: Math.ceil(blocks.length / 20) }, (_, part) => new CidrSet(blocks.slice(part * 20, part * 20 + 20)).toStrings());
      expect(new CidrSet(parts.flat()).toStrings()).toEqual(whole.toStrings());
      const left = parts.map((part) => new CidrSet(part).exclude(others).toStrings());
      expect(new CidrSet(left.flat()).toStrings()).toEqual(whole.exclude(others).toStrings());
      const shared = parts.map((part) => new CidrSet(part).intersect(others).toStrings());
      expect(new CidrSet(shared.flat()).toStrings()).toEqual(whole.intersect(others).toStrings());
    }),
  );
});

test('a large set finds the smallest block around an address, as looking at each does', () => {
  fc.assert(
    fc.property(lists, fc.array(fc.nat(), { minLength: 5, maxLength: 20 }), (blocks, places) => {
      const set = new CidrSet(blocks);
      const questions = places.flatMap((place) => {
        const block = blocks[place % blocks.length] as CidrBlock;
        const end = (1n << BigInt(block.family === 4 ? 32 : 128)) - 1n;
        return [block.first, block.last, block.first - 1n, block.last + 1n].filter((address) => address >= 0n && address <= end && !(block.family === 6 && address >> 32n === 0xffffn)).map((address) => CidrBlock.around(block.family, address, block.family === 4 ? 32 : 128));
      });
      for (const question of questions) {
        const around = blocks.filter((block) => block.contains(question));
        expect(set.lookup(question.firstAddress)?.prefix ?? -1).toBe(Math.max(-1, ...around.map(({ prefix }) => prefix)));
        expect(set.contains(question.firstAddress)).toBe(around.length > 0);
      }
    }),
  );
});

test('a union shares nothing with its parts that sorting one of them could change', () => {
  fc.assert(
    fc.property(lists, (blocks) => {
      const part = new CidrSet(blocks);
      const union = new CidrSet().union(part);
      const expected = new CidrSet(blocks).countOverlaps();
      expect([part.countOverlaps(), union.countOverlaps(), part.countOverlaps()]).toEqual([expected, expected, expected]);
      expect(union.equals(part)).toBe(true);
    }),
  );
});

test('families that alternate in a large list are both kept', () => {
  const texts = Array.from({ length: 2000 }, (_, index) => (index % 2 === 0 ? `10.${index >> 8}.${index & 255}.0/24` : `2001:db8:${index.toString(16)}::/48`));
  const set = new CidrSet(texts);
  expect([set.hasOverlaps(), set.countBlocks(24, 4), set.countBlocks(48, 6)]).toEqual([false, 1000n, 1000n]);
  expect(new CidrSet([...texts, ...texts]).countOverlaps()).toBe(2000);
});
