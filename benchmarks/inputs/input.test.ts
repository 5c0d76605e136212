import { describe, expect, it } from 'vitest';
import { readSpan } from '../reference/read-span.ts';
import { countPairs, freeSpans } from '../reference/set-algebra.ts';
import { makeInput } from './input.ts';

const spansOf = (texts: readonly string[]) => texts.map(readSpan);

describe('the inputs', () => {
  it('are the same in every run, and differ with the size', () => {
    expect(makeInput('mixed', 4, 'shuffled', 100)).toEqual(makeInput('mixed', 4, 'shuffled', 100));
    expect(makeInput('mixed', 4, 'shuffled', 100).texts).not.toEqual(makeInput('mixed', 4, 'shuffled', 101).texts.slice(0, 100));
  });

  it.each([10, 1000])('hold exactly %i blocks, all in the pool, with room behind', (size) => {
    for (const family of [4, 6] as const) {
      const { texts, pool } = makeInput('disjoint', family, 'shuffled', size);
      const space = readSpan(pool);
      expect(texts).toHaveLength(size);
      expect(spansOf(texts).every(({ first, last }) => space.first <= first && last < space.last)).toBe(true);
    }
  });

  it('have no pair where they are disjoint, and some where they are mixed', () => {
    expect(countPairs(spansOf(makeInput('disjoint', 4, 'shuffled', 1000).texts))).toBe(0);
    expect(countPairs(spansOf(makeInput('mixed', 4, 'shuffled', 1000).texts))).toBeGreaterThan(100);
  });

  it('leave no /24 free before the last block, so that no search ends early', () => {
    const { texts, pool } = makeInput('disjoint', 4, 'shuffled', 1000);
    const spans = spansOf(texts);
    const end = spans.reduce((most, { last }) => (last > most ? last : most), 0n);
    const first = freeSpans(readSpan(pool), spans).find((span) => span.last - span.first >= 255n && (span.first & 255n) === 0n);
    expect(first?.first).toBeGreaterThan(end);
  });

  it('mirror IPv4 in IPv6: the same shape in other lanes', () => {
    const four = makeInput('mixed', 4, 'shuffled', 500);
    const six = makeInput('mixed', 6, 'shuffled', 500);
    const shift = (value: bigint): bigint => (value - readSpan('2a00:100::/24').first) >> 72n;
    expect(spansOf(six.texts).map(({ first }) => shift(first))).toEqual(spansOf(four.texts).map(({ first }) => first));
    expect(six.requests).toEqual(four.requests.map((prefix) => prefix + 24));
  });

  it('stand in address order where they are sorted', () => {
    const firsts = spansOf(makeInput('mixed', 4, 'sorted', 300).texts).map(({ first }) => first);
    expect(firsts).toEqual([...firsts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  });
});
