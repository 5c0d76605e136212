import { CidrBlock } from './cidr-block.ts';
import { commonBits } from './lanes.ts';
import { readAddress } from './read-address.ts';

/**
 * How a block stands to another. CIDR blocks are laminar: they are equal, nested or apart, and never overlap in part.
 * - `equal`: the same addresses
 * - `contains`: the first holds all of the second, and more
 * - `within`: the first lies in the second, and is smaller
 * - `adjacent`: apart, and nothing lies between them
 * - `disjoint`: apart; always so between IPv4 and IPv6
 */
export type CidrRelation = 'equal' | 'contains' | 'within' | 'adjacent' | 'disjoint';

/**
 * How `a` stands to `b`; each is a block, the text of one, or a plain address.
 *
 * @throws {CidrParseError} where a text is none of them
 * @example
 * relate('10.0.0.0/8', '10.100.0.0/16'); // 'contains'
 */
export const relate = (a: CidrBlock | string, b: CidrBlock | string): CidrRelation => {
  const left = CidrBlock.from(a);
  const right = CidrBlock.from(b);
  if (left.family !== right.family) return 'disjoint';
  if (commonBits(left, right) >= Math.min(left.prefix, right.prefix)) {
    if (left.prefix === right.prefix) return 'equal';
    return left.prefix < right.prefix ? 'contains' : 'within';
  }
  return left.last + 1n === right.first || right.last + 1n === left.first ? 'adjacent' : 'disjoint';
};

/** Whether the two blocks share an address. */
export const overlaps = (a: CidrBlock, b: CidrBlock): boolean => a.overlaps(b);

/** Whether all of `inner` lies in `outer`; equal blocks do. */
export const covers = (outer: CidrBlock, inner: CidrBlock): boolean => outer.contains(inner);

/** The addresses that both blocks hold, which is the smaller block, or undefined where they are apart. */
export const intersect = (a: CidrBlock, b: CidrBlock): CidrBlock | undefined => a.intersect(b);

/**
 * Whether a block holds an address. A text that is no address is in no block, and so is an address of the other family.
 *
 * @example
 * containsAddress(parseCidrBlock('192.168.0.0/24'), '192.168.0.7'); // true
 */
export const containsAddress = (block: CidrBlock, address: string): boolean => {
  const reading = readAddress(address);
  return !('fault' in reading) && reading.family === block.family && block.first <= reading.value && reading.value <= block.last;
};
