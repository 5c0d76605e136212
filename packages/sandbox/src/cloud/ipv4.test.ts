import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressText, contains, lowestFreeAddress, overlap, parseBlock, sizeOf, usableAddresses, type Block } from './ipv4.ts';

const block = fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 })).map(([address, prefix]): Block => {
  const size = 2 ** (32 - prefix);
  return { first: Math.floor(address / size) * size, prefix };
});

const must = (text: string): Block => parseBlock(text) ?? { first: -1, prefix: -1 };

describe('parseBlock', () => {
  it('reads what addressText writes', () => {
    fc.assert(fc.property(block, (one) => void expect(parseBlock(`${addressText(one.first)}/${one.prefix}`)).toEqual(one)));
  });

  it.each(['10.0.0.0', '10.0.0.1/24', '10.0.0.0/33', '256.0.0.0/8', '10.0.0/24', 'x', ''])('refuses %j', (text) => {
    expect(parseBlock(text)).toBeUndefined();
  });
});

describe('contains and overlap', () => {
  it('agree with the addresses themselves', () => {
    fc.assert(
      fc.property(block, block, (a, b) => {
        const inside = (address: number, one: Block): boolean => address >= one.first && address < one.first + sizeOf(one);
        const [last, first] = [b.first + sizeOf(b) - 1, b.first];
        expect(contains(a, b)).toBe(inside(first, a) && inside(last, a));
        expect(overlap(a, b)).toBe(inside(a.first, b) || inside(b.first, a));
        expect(overlap(a, b)).toBe(overlap(b, a));
      }),
    );
  });
});

describe('usable addresses', () => {
  it.each([
    ['10.0.0.0/24', 252],
    ['10.0.0.0/29', 4],
    ['10.0.0.0/30', 0],
    ['10.0.0.0/32', 0],
  ])('of %s are %i', (text, expected) => {
    expect(usableAddresses(must(text))).toBe(expected);
  });

  it('are handed out from the lowest, without the first and the last three', () => {
    const used = new Set<string>();
    const given: string[] = [];
    for (let address = lowestFreeAddress(must('10.0.0.0/29'), used); address !== undefined; address = lowestFreeAddress(must('10.0.0.0/29'), used)) {
      given.push(address);
      used.add(address);
    }
    expect(given).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4']);
    used.delete('10.0.0.2');
    expect(lowestFreeAddress(must('10.0.0.0/29'), used)).toBe('10.0.0.2');
  });
});
