import { addressBits, CidrBlock } from './cidr-block.ts';
import { covers, overlaps } from './relate.ts';

/** The block one bit shorter that holds this one, or undefined for /0. */
export const supernet = (block: CidrBlock): CidrBlock | undefined => block.supernet();

/** The smallest block that holds all of these, or undefined where there are none or the families differ. */
export const commonSupernet = (blocks: readonly CidrBlock[]): CidrBlock | undefined => {
  const [start, ...rest] = blocks;
  let common = start;
  for (const block of rest) {
    while (common && !covers(common, block)) common = supernet(common);
  }
  return common;
};

/** The two halves of a block, or none for a single address. */
export const halves = (block: CidrBlock): readonly CidrBlock[] => {
  if (block.prefix === addressBits(block.family)) return [];
  const prefix = block.prefix + 1;
  const low = CidrBlock.around(block.family, block.first, prefix);
  return [low, CidrBlock.around(block.family, low.last + 1n, prefix)];
};

/**
 * The blocks of a prefix length that a block splits into, in address order, one at a time: a /8 has 65,536 of /24.
 * None where `prefix` is shorter than the block's own or longer than the family's.
 *
 * @example
 * [...splitCidrBlock(parseCidrBlock('10.10.24.0/23'), 24)].map(String); // ['10.10.24.0/24', '10.10.25.0/24']
 */
export const splitCidrBlock = (block: CidrBlock, prefix: number): Generator<CidrBlock, void, undefined> => block.split(prefix);

/**
 * What is left of a block without the excluded ones, as the fewest blocks, in address order.
 *
 * @example
 * excludeBlocks(parseCidrBlock('10.0.0.0/8'), [parseCidrBlock('10.128.0.0/9')]).map(String); // ['10.0.0.0/9']
 */
export const excludeBlocks = (block: CidrBlock, excluded: readonly CidrBlock[]): readonly CidrBlock[] => {
  const inside = excluded.filter((candidate) => overlaps(block, candidate));
  if (inside.length === 0) return [block];
  if (inside.some((candidate) => covers(candidate, block))) return [];
  return halves(block).flatMap((half) => excludeBlocks(half, inside));
};

/** Where a search for room looks. */
export interface FreeBlockQuery {
  /** The blocks to look in, in order of preference. */
  readonly within: readonly CidrBlock[];
  /** What is taken already; blocks outside `within` are ignored. */
  readonly taken: readonly CidrBlock[];
  /** The prefix length of the block that is wanted. */
  readonly prefix: number;
  /** The block that the answer should be near to: its distance is counted in addresses. The lowest free block without it. */
  readonly near?: CidrBlock;
}

/** The free block of a size that is nearest to a place, or undefined where there is no room. */
export const findFreeBlock = (query: FreeBlockQuery): CidrBlock | undefined => {
  for (const parent of query.within) {
    const free = excludeBlocks(parent, query.taken).filter((gap) => gap.prefix <= query.prefix);
    const nearest = free
      .map((gap) => nearestInside(gap, query.prefix, query.near))
      .sort((a, b) => compare(distance(a, query.near), distance(b, query.near)) || compare(a.first, b.first))[0];
    if (nearest) return nearest;
  }
  return undefined;
};

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

// Measured from the block of the same size around the place: the one that holds the place is the nearest of all.
const distance = (block: CidrBlock, near: CidrBlock | undefined): bigint => {
  if (!near || near.family !== block.family) return 0n;
  const { first } = CidrBlock.around(near.family, near.first, block.prefix);
  return block.first > first ? block.first - first : first - block.first;
};

const nearestInside = (gap: CidrBlock, prefix: number, near: CidrBlock | undefined): CidrBlock => {
  const start = !near || near.family !== gap.family || near.first < gap.first ? gap.first : near.first > gap.last ? gap.last : near.first;
  return CidrBlock.around(gap.family, start, prefix);
};
