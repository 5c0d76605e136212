import { describe, expect, it } from 'vitest';
import { quantile, ratio, summarise } from './median.ts';

describe('the median of runs', () => {
  it.each([
    { runs: [3], median: 3 },
    { runs: [9, 1, 5], median: 5 },
    { runs: [4, 1, 3, 2], median: 2.5 },
    { runs: [10, 9, 100], median: 10 },
    { runs: [2, 2, 2, 1000, 2], median: 2 },
  ])('of $runs is $median, in whatever order they came', ({ runs, median }) => {
    expect(summarise(runs).median).toBe(median);
  });

  it('says how far the middle half lies apart', () => {
    expect(summarise([8, 9, 10, 11, 12])).toEqual({ median: 10, spread: 0.2, runs: 5 });
  });

  it('has no spread with a single run, nor where nothing took time', () => {
    expect(summarise([7]).spread).toBe(0);
    expect(summarise([0, 0, 0]).spread).toBe(0);
  });

  it('leaves the runs in their order', () => {
    const runs = [3, 1, 2];
    quantile(runs, 0.5);
    expect(runs).toEqual([3, 1, 2]);
  });

  it('is refused without a run', () => {
    expect(() => quantile([], 0.5)).toThrowErrorMatchingInlineSnapshot(`[RangeError: No run was made, so there is no median: ask for one run at least.]`);
  });
});

describe('a ratio', () => {
  it.each([
    { value: 6, base: 4, expected: 1.5 },
    { value: undefined, base: 4, expected: undefined },
    { value: 6, base: undefined, expected: undefined },
    { value: 6, base: 0, expected: undefined },
  ])('of $value to $base is $expected', ({ value, base, expected }) => {
    expect(ratio(value, base)).toBe(expected);
  });
});
