import fc from 'fast-check';
import { isIPv4, isIPv6 } from 'node:net';
import { expect, test } from 'vitest';
import { formatHead4, formatLanes6, formatPrefix } from './format-address.ts';

const lane = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

test('the halves of an IPv4 address make its text', () => {
  fc.assert(
    fc.property(lane, (value) => {
      const text = formatHead4(value) + String(value & 255);
      expect(isIPv4(text)).toBe(true);
      expect(text.split('.').reduce((sum, octet) => (sum << 8) | Number(octet), 0)).toBe(value);
    }),
  );
});

test.each([
  ['::', [0, 0, 0, 0]],
  ['::1', [0, 0, 0, 1]],
  ['2001:db8::', [0x2001_0db8, 0, 0, 0]],
  ['2001:db8:0:1::', [0x2001_0db8, 1, 0, 0]],
  ['1:0:0:2::3', [0x1_0000, 2, 0, 3]],
  ['1::2:0:3', [0x1_0000, 0, 2, 3]],
  ['1:2:3:4:5:6:0:8', [0x1_0002, 0x3_0004, 0x5_0006, 8]],
  ['0:2:3:4:5:6:7:8', [2, 0x3_0004, 0x5_0006, 0x7_0008]],
])('%s is written as RFC 5952 says', (text, lanes) => {
  const [a = 0, b = 0, c = 0, d = 0] = lanes;
  expect(formatLanes6(a, b, c, d)).toBe(text);
});

test('an IPv6 address is one for Node, too', () => {
  fc.assert(
    fc.property(lane, lane, lane, lane, (a, b, c, d) => {
      expect(isIPv6(formatLanes6(a, b, c, d))).toBe(true);
    }),
  );
});

test.each([0, 9, 32, 128])('/%i is the text of a prefix', (prefix) => {
  expect(formatPrefix(prefix)).toBe(`/${prefix}`);
});
