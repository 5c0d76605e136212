import { expect, test } from 'vitest';
import { bitsOf, countOf, formatCount } from './counts.ts';

test.each([
  [0n, '0'],
  [252n, '252'],
  [4_096n, '4,096'],
  [16_777_216n, '16,777,216'],
  [1n << 32n, '4,294,967,296'],
  [(1n << 32n) + 1n, 'over 2^32'],
  [1n << 64n, '2^64'],
  [1n << 128n, '2^128'],
  [(1n << 65n) - 1n, 'over 2^64'],
])('%s addresses are written %s', (count, text) => {
  expect(formatCount(count)).toBe(text);
});

test.each([[0n, 0], [1n, 0], [255n, 7], [256n, 8]])('%s has the logarithm %s', (count, bits) => {
  expect(bitsOf(count)).toBe(bits);
});

test('one is counted without an s', () => {
  expect([countOf(0, 'error'), countOf(1, 'error'), countOf(2, 'error')]).toEqual(['0 errors', '1 error', '2 errors']);
});
