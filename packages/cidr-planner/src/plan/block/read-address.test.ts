import fc from 'fast-check';
import { isIP } from 'node:net';
import { expect, test } from 'vitest';
import { formatAddress } from './cidr-block.ts';
import { readAddress } from './read-address.ts';

test.each([
  ['10.10.24.0', 4, 0x0a0a1800n],
  ['0.0.0.0', 4, 0n],
  ['255.255.255.255', 4, 0xffffffffn],
  ['::', 6, 0n],
  ['::1', 6, 1n],
  ['1::', 6, 1n << 112n],
  ['1:2:3:4:5:6:7:8', 6, 0x0001_0002_0003_0004_0005_0006_0007_0008n],
  ['::ffff:192.0.2.1', 6, 0xffff_c000_0201n],
])('%s is read as IPv%i', (text, family, value) => {
  expect(readAddress(text)).toEqual({ family, value });
});

test('every IPv4 address is read back from its text', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }), (value) => {
      expect(readAddress(formatAddress(4, value))).toEqual({ family: 4, value });
    }),
  );
});

test('every IPv6 address that is written in full or short is read as node:net reads it', () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const reading = readAddress(text);
      expect('family' in reading ? reading.family : 0).toBe(isIP(text));
    }),
  );
});

test('an IPv6 address is written as the URL standard writes it, whatever its form was', () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const reading = readAddress(text.toUpperCase());
      expect('value' in reading && `[${formatAddress(6, reading.value)}]`).toBe(new URL(`http://[${text}]`).hostname);
    }),
  );
});

test('a random text is an address for us only if node:net takes it for one of the same family', () => {
  const character = fc.constantFrom(...'0123456789abcf:.%'.split(''));
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 20 }), (text) => {
      const reading = readAddress(text);
      if ('family' in reading) expect(isIP(text)).toBe(reading.family);
      else expect(text.includes('%') ? 0 : isIP(text)).toBe(0);
    }),
    { numRuns: 2_000 },
  );
});
