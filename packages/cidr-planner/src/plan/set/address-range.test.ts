import { InvalidInputError } from '@ack-hybrid/core/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOfRange } from './address-range.ts';

test('the blocks of a range are the fewest that hold it', () => {
  fc.assert(
    fc.property(fc.nat({ max: 255 }), fc.nat({ max: 255 }), (a, b) => {
      const [first, last] = [Math.min(a, b), Math.max(a, b)];
      const blocks = blocksOfRange(`10.0.0.${first}`, `10.0.0.${last}`);
      expect([blocks[0]?.firstAddress, blocks.at(-1)?.lastAddress]).toEqual([`10.0.0.${first}`, `10.0.0.${last}`]);
      blocks.slice(1).forEach((block, index) => {
        expect(blocks[index]?.last).toBe(block.first - 1n);
        expect(blocks[index]?.prefix === block.prefix && blocks[index].supernet()?.contains(block) === true).toBe(false);
      });
    }),
  );
});

test.each([
  ['0.0.0.0', '255.255.255.255', ['0.0.0.0/0']],
  ['::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ['::/0']],
  ['2001:db8::1', '2001:db8::2', ['2001:db8::1/128', '2001:db8::2/128']],
])('%s to %s', (first, last, blocks) => {
  expect(blocksOfRange(first, last).map(String)).toEqual(blocks);
});

test.each([
  ['10.0.0.2', '10.0.0.1', 'last', /lies before/],
  ['10.0.0.1', '::1', 'last', /IPv4 and ::1 is IPv6/],
  ['10.0.0.0/24', '10.0.0.1', 'first', /10\.0\.0\.0\/24 is a block/],
  ['10.0.0.1', '10.0.1.0/24', 'last', /10\.0\.1\.0\/24 is a block/],
])('from %s to %s is no range', (first, last, path, message) => {
  expect(() => blocksOfRange(first, last)).toThrow(InvalidInputError);
  expect(() => blocksOfRange(first, last)).toThrow(expect.objectContaining({ issues: [{ path, message: expect.stringMatching(message) as string }] }) as Error);
});
