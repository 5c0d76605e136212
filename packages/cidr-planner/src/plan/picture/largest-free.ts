import { addressBits, CidrBlock } from '../block/cidr-block.ts';
import type { AddressFamily } from '../block/cidr-block.ts';
import { bitsOf } from './counts.ts';

/**
 * The largest block that lies wholly between two addresses, both of which count; the lowest of equals.
 *
 * @example
 * largestBetween(4, 1n, 8n).toString(); // '0.0.0.4/30'
 */
export const largestBetween = (family: AddressFamily, first: bigint, last: bigint): CidrBlock => {
  const bits = addressBits(family);
  // A block of the next smaller size always fits where the span is not aligned, so the search is two steps at most.
  for (let power = bitsOf(last - first + 1n); ; power -= 1) {
    const size = 1n << BigInt(power);
    const start = ((first + size - 1n) / size) * size;
    if (start + size - 1n <= last) return CidrBlock.around(family, start, bits - power);
  }
};
