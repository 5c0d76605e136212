import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cidrBlock } from '../../testing/arbitraries.ts';
import { formatAddress, formatCidrBlock } from './cidr-block.ts';
import { parseCidrBlock } from './parse-cidr-block.ts';

test('every block is read back from its own text', () => {
  fc.assert(
    fc.property(cidrBlock, (block) => {
      expect(parseCidrBlock(formatCidrBlock(block))).toEqual(block);
    }),
  );
});

test.each([
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['255.255.255.255/32', '255.255.255.255/32'],
  ['2001:DB8::/32', '2001:db8::/32'],
  ['2001:0db8:0000:0000::/64', '2001:db8::/64'],
  ['1:2:3:4:5:6:7::/112', '1:2:3:4:5:6:7:0/112'],
  ['1:0:0:2:0:0:3:4/128', '1::2:0:0:3:4/128'],
  ['1:0:0:2:0:0:0:4/128', '1:0:0:2::4/128'],
  ['0:0:0:0:0:0:0:1/128', '::1/128'],
  ['::/0', '::/0'],
  ['64:ff9b::192.0.2.0/120', '64:ff9b::c000:200/120'],
])('%s is written as %s', (text, canonical) => {
  expect(formatCidrBlock(parseCidrBlock(text))).toBe(canonical);
});

test('a block prints as its text in a string and in JSON', () => {
  const block = parseCidrBlock('10.100.0.0/16');
  expect(`${block.toString()} ${JSON.stringify({ block })}`).toBe('10.100.0.0/16 {"block":"10.100.0.0/16"}');
});

test('the size of a block counts its addresses, the whole of IPv6 included', () => {
  expect(parseCidrBlock('10.0.0.0/24').size).toBe(256n);
  expect(parseCidrBlock('::/0').size).toBe(1n << 128n);
});

test('the last address of a /31 and a /32 is inside them', () => {
  expect(formatAddress(4, parseCidrBlock('10.0.0.0/31').last)).toBe('10.0.0.1');
  expect(formatAddress(4, parseCidrBlock('10.0.0.7/32').last)).toBe('10.0.0.7');
});
