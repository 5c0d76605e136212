import { describe, expect, it } from 'vitest';
import { readSpan } from './read-span.ts';
import { blocksOf, countPairs, freeSpans, joinSpans, overlappingPairs, subtractSpans, takeFirst } from './set-algebra.ts';

const spans = (...texts: readonly string[]) => texts.map(readSpan).map(({ first, last }) => ({ first, last }));

describe('the right answers', () => {
  it.each([
    ['10.0.0.0/8', 4, 0x0a00_0000n, 0x0aff_ffffn],
    ['10.1.2.3/24', 4, 0x0a01_0200n, 0x0a01_02ffn],
    ['10.1.2.3', 4, 0x0a01_0203n, 0x0a01_0203n],
    ['::/0', 6, 0n, (1n << 128n) - 1n],
    ['::1/128', 6, 1n, 1n],
    ['2001:db8::1:0/112', 6, 0x2001_0db8_0000_0000_0000_0000_0001_0000n, 0x2001_0db8_0000_0000_0000_0000_0001_ffffn],
  ] as const)('read %s as its first and last address', (text, family, first, last) => {
    expect(readSpan(text)).toEqual({ family, first, last });
  });

  it('refuse what has not the groups of an address', () => {
    expect(() => readSpan('10.0.0/8')).toThrowErrorMatchingInlineSnapshot(`[RangeError: 10 0 0 has 3 groups where 4 belong: give well-formed texts.]`);
  });

  it('know nested and equal blocks as pairs', () => {
    const nested = spans('10.0.0.0/8', '10.1.0.0/16', '192.168.0.0/16', '10.1.0.0/16');
    expect(overlappingPairs(nested)).toEqual([[0, 1], [0, 3], [1, 3]]);
    expect(countPairs(nested)).toBe(3);
  });

  it('are the same where every pair is compared and where blocks are swept', () => {
    // 3000 blocks: a /16, its 256 /24s, and 2743 /32s in them.
    const texts = ['10.0.0.0/16', ...Array.from({ length: 256 }, (_, at) => `10.0.${at}.0/24`), ...Array.from({ length: 2743 }, (_, at) => `10.0.${at >> 8}.${at & 255}/32`)];
    expect(countPairs(spans(...texts))).toBe(256 + 2743 * 2);
    expect(overlappingPairs(spans(...texts))).toHaveLength(256 + 2743 * 2);
  });

  it('join what touches', () => {
    expect(joinSpans(spans('10.0.1.0/24', '10.0.0.0/24', '10.0.0.128/25', '10.0.4.0/24'))).toEqual([...spans('10.0.0.0/23'), ...spans('10.0.4.0/24')]);
  });

  it('subtract to the fewest blocks', () => {
    const left = subtractSpans(spans('10.0.0.0/22', '10.1.0.0/24'), spans('10.0.1.0/24', '10.1.0.0/16')).flatMap(blocksOf);
    expect(left).toEqual(spans('10.0.0.0/24', '10.0.2.0/23'));
  });

  it('take the lowest block that is free and aligned', () => {
    const free = [...freeSpans(readSpan('10.0.0.0/22'), spans('10.0.0.0/25'))];
    expect(takeFirst(free, 256n)).toEqual(spans('10.0.1.0/24')[0]);
    expect(takeFirst(free, 128n)).toEqual(spans('10.0.0.128/25')[0]);
    expect(takeFirst(free, 1024n)).toBeUndefined();
  });
});
