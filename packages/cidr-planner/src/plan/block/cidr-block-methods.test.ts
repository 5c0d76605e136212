import { InvalidInputError } from '@ack-hybrid/core/errors';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CidrParseError } from '../../errors.ts';
import { addressesOf, cidrBlock, smallBlock } from '../../testing/arbitraries.ts';
import { formatAddress } from './cidr-block.ts';
import { parseCidrBlock } from './parse-cidr-block.ts';

const errorOf = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

describe('a block and another', () => {
  it.each([
    ['10.0.0.0/8', '10.1.2.3', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.0.0.0/8', '10.0.0.0/8', true],
    ['10.0.0.0/8', '0.0.0.0/0', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::', false],
    ['::/0', '1.2.3.4/32', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/127', '2001:db8::2', false],
    ['64:ff9b::/96', '64:ff9b::192.0.2.1', true],
  ])('%s contains %s: %s', (outer, inner, holds) => {
    expect(parseCidrBlock(outer).contains(inner)).toBe(holds);
  });

  it('contain, overlap and intersect as their sets of addresses do', () => {
    fc.assert(
      fc.property(smallBlock, smallBlock, (a, b) => {
        const [left, right] = [addressesOf([a]), addressesOf([b])];
        const shared = [...left].filter((address) => right.has(address));
        expect(a.contains(b)).toBe(shared.length === right.size);
        expect(a.overlaps(b.toString())).toBe(shared.length > 0);
        const both = a.intersect(b);
        expect(addressesOf(both ? [both] : [])).toEqual(new Set(shared));
      }),
    );
  });

  it.each([
    ['', 'empty'],
    ['10.0.0.256', 'octet-too-large'],
    ['10.0.0', 'octet-count'],
    ['10.0.0.1/8', 'host-bits'],
    ['::ffff:10.0.0.1', 'ipv4-mapped'],
    ['::ffff:a00:1', 'ipv4-mapped'],
    ['fe80::1%eth0', 'zone-id'],
    ['node-1', 'octet-not-a-number'],
    [undefined as unknown as string, 'not-text'],
    [null as unknown as string, 'not-text'],
  ])('refuse %j as %s', (text, code) => {
    const error = errorOf(() => parseCidrBlock('10.0.0.0/8').contains(text));
    expect((error as CidrParseError).fault.code).toBe(code);
    expect(errorOf(() => parseCidrBlock('10.0.0.0/8').overlaps(text))).toBeInstanceOf(CidrParseError);
  });
});

test('the first, the last and each address of a block are told as text', () => {
  fc.assert(
    fc.property(cidrBlock, (block) => {
      expect([block.firstAddress, block.lastAddress]).toEqual([formatAddress(block.family, block.first), formatAddress(block.family, block.last)]);
      expect([block.nth(0), block.nth(-1), block.nth(block.size - 1n), block.nth(-block.size)]).toEqual([block.firstAddress, block.lastAddress, block.lastAddress, block.firstAddress]);
    }),
  );
});

test.each([
  ['192.168.0.0/24', 10, '192.168.0.10'],
  ['10.0.0.0/8', 65_536, '10.1.0.0'],
  ['2001:db8::/64', 1n << 63n, '2001:db8:0:0:8000::'],
])('%s has at place %s the address %s', (block, index, address) => {
  expect(parseCidrBlock(block).nth(index)).toBe(address);
});

test.each([256, -257, 0.5, Number.NaN, 1n << 40n])('a /24 has no address %s', (index) => {
  const error = errorOf(() => parseCidrBlock('192.168.0.0/24').nth(index));
  expect(InvalidInputError.isInstance(error)).toBe(true);
  expect((error as InvalidInputError).message).toContain('192.168.0.0/24 has no address');
});

test.each([
  [undefined, '10.0.0.0/15'],
  [8, '10.0.0.0/8'],
  [16, '10.1.0.0/16'],
  [17, undefined],
  [-1, undefined],
  [7.5, undefined],
])('the supernet of 10.1.0.0/16 with prefix %s is %s', (prefix, text) => {
  const block = parseCidrBlock('10.1.0.0/16');
  expect((prefix === undefined ? block.supernet() : block.supernet(prefix))?.toString()).toBe(text);
});

test('a supernet holds its block and has the prefix that was asked for', () => {
  fc.assert(
    fc.property(cidrBlock, fc.nat({ max: 128 }), (block, wanted) => {
      const prefix = wanted % (block.prefix + 1);
      const wider = block.supernet(prefix);
      expect(wider?.prefix).toBe(prefix);
      expect(wider?.contains(block)).toBe(true);
    }),
  );
});
