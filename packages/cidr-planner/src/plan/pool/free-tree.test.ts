import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressesOf, smallBlock, universe } from '../../testing/arbitraries.ts';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import { FreeTree } from './free-tree.ts';

test('what is released and taken, in any order and twice, is free as its addresses are', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), smallBlock), { maxLength: 40 }), fc.integer({ min: 27, max: 32 }), (acts, prefix) => {
      const tree = new FreeTree(universe);
      const free = new Set<bigint>();
      for (const [isRelease, block] of acts) {
        if (isRelease) tree.release(block);
        else tree.take(block);
        for (const address of addressesOf([block])) if (isRelease) free.add(address);
        else free.delete(address);
      }
      const fitting = [...universe.split(prefix)].filter((part) => [...addressesOf([part])].every((address) => free.has(address)));
      expect(tree.count(prefix)).toBe(fitting.length);
      expect([String(tree.find(prefix, 'first')), String(tree.find(prefix, 'last'))]).toEqual([String(fitting[0]), String(fitting.at(-1))]);
      for (const part of universe.split(prefix)) expect(tree.isFree(part)).toBe(fitting.some((one) => one.contains(part)));
    }),
  );
});

test('a tree over all of IPv6 knows leaves at every depth', () => {
  const tree = new FreeTree(parseCidrBlock('::/0'));
  for (const text of ['8000::/1', '2001:db8::/32', '2001:db9::/64', '::1/128']) tree.release(parseCidrBlock(text));
  expect([128, 64, 32, 1, 0].map((prefix) => String(tree.find(prefix, 'best')))).toEqual(['::1/128', '2001:db9::/64', '2001:db8::/32', '8000::/1', 'undefined']);
  tree.take(parseCidrBlock('::1/128'));
  expect(String(tree.find(128, 'best'))).toBe('2001:db9::/128');
});
