/**
 * A number of addresses for people: digits in groups of three up to 2^32, a power of two behind, as nobody reads the 39
 * digits of an IPv6 block.
 *
 * @example
 * formatCount(16_777_216n); // '16,777,216'
 * formatCount(1n << 64n); // '2^64'
 */
export const formatCount = (count: bigint): string => {
  if (count <= 1n << 32n) return count.toString().replace(/\B(?=(?:\d{3})+$)/gu, ',');
  const power = bitsOf(count);
  return count === 1n << BigInt(power) ? `2^${power}` : `over 2^${power}`;
};

/** The whole part of the binary logarithm: 8 for 256, 0 for 1 and for none. */
export const bitsOf = (count: bigint): number => Math.max(0, count.toString(2).length - 1);

/** `1 error`, `2 errors`. */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
