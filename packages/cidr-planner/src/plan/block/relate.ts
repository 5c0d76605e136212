import type { CidrBlock } from './cidr-block.ts';
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
 * How `a` stands to `b`.
 *
 * @example
 * relate(parseCidrBlock('10.0.0.0/8'), parseCidrBlock('10.100.0.0/16')); // 'contains'
 */
export const relate = (a: CidrBlock, b: CidrBlock): CidrRelation => {
  if (a.family !== b.family) return 'disjoint';
  if (a.first === b.first && a.prefix === b.prefix) return 'equal';
  if (a.first <= b.first && b.last <= a.last) return 'contains';
  if (b.first <= a.first && a.last <= b.last) return 'within';
  return a.last + 1n === b.first || b.last + 1n === a.first ? 'adjacent' : 'disjoint';
};

/** Whether the two blocks share an address. */
export const overlaps = (a: CidrBlock, b: CidrBlock): boolean => intersect(a, b) !== undefined;

/** Whether all of `inner` lies in `outer`; equal blocks do. */
export const covers = (outer: CidrBlock, inner: CidrBlock): boolean => {
  const relation = relate(outer, inner);
  return relation === 'equal' || relation === 'contains';
};

/** The addresses that both blocks hold, which is the smaller block, or undefined where they are apart. */
export const intersect = (a: CidrBlock, b: CidrBlock): CidrBlock | undefined => {
  const relation = relate(a, b);
  if (relation === 'equal' || relation === 'within') return a;
  return relation === 'contains' ? b : undefined;
};

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
