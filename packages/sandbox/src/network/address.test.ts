import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockHolds, formatAddress, nthAddress, parseAddress, parseBlock } from './address.ts';

describe('addresses', () => {
  it('are read back from their text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (address) => {
        expect(parseAddress(formatAddress(address))).toBe(address);
      }),
    );
  });
  it.each(['', '1.2.3', '1.2.3.4.5', '256.0.0.1', 'a.b.c.d', '1.2.3.4/8', '::1'])('are not "%s"', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

describe('blocks', () => {
  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.1/8', 'x/8', '10.0.0.0/'])('are not "%s"', (text) => {
    expect(parseBlock(text)).toBeUndefined();
  });
  it.each([
    ['10.0.0.0/10', '10.63.255.255', true],
    ['10.0.0.0/10', '10.64.0.0', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['192.168.0.1/32', '192.168.0.1', true],
    ['nonsense', '10.0.0.1', false],
    ['10.0.0.0/8', 'nonsense', false],
  ])('%s holds %s: %s', (block, address, expected) => {
    expect(blockHolds(block, address)).toBe(expected);
  });
  it('count their addresses from the network address', () => {
    expect([nthAddress('172.21.0.0/20', 1), nthAddress('172.21.0.0/20', 256), nthAddress('10.0.0.0/30', 4)]).toEqual(['172.21.0.1', '172.21.1.0', undefined]);
  });
});
