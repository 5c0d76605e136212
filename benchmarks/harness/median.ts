/** A figure: the median of its runs, and how far they lay apart. */
export interface Figure {
  /** The median, in the unit of the runs. */
  readonly median: number;
  /** The middle half of the runs over the median: 0.1 says that half of them lay within about five hundredths on either side. */
  readonly spread: number;
  /** How many runs it is the median of. */
  readonly runs: number;
}

/**
 * The value at a fraction of the sorted values, between neighbours in proportion.
 *
 * @throws {RangeError} without a value
 */
export const quantile = (values: readonly number[], fraction: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * fraction;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) throw new RangeError('No run was made, so there is no median: ask for one run at least.');
  return low + (high - low) * (place - Math.floor(place));
};

/** The median of the runs with their spread. One run has no spread to tell: it is 0. */
export const summarise = (runs: readonly number[]): Figure => {
  const median = quantile(runs, 0.5);
  return { median, spread: median === 0 ? 0 : (quantile(runs, 0.75) - quantile(runs, 0.25)) / median, runs: runs.length };
};

/** How many times `value` is of `base`, or undefined where one of them is missing or the base is zero. */
export const ratio = (value: number | undefined, base: number | undefined): number | undefined =>
  value === undefined || base === undefined || base === 0 ? undefined : value / base;
