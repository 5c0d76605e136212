import { CidrParseError } from '../../errors.ts';
import { CidrBlock } from '../block/cidr-block.ts';
import type { CidrRelation } from '../block/relate.ts';
import { overlappingPairs } from './overlapping-pairs.ts';

/** One or several blocks under a name. */
export interface NamedCidr {
  readonly name: string;
  readonly cidr: string | CidrBlock | readonly (string | CidrBlock)[];
}

/** One block under its name. */
export interface NamedBlock {
  readonly name: string;
  readonly cidr: CidrBlock;
}

/** Two named blocks that share addresses. */
export interface CidrOverlap {
  /** The one that was named first. */
  readonly a: NamedBlock;
  readonly b: NamedBlock;
  /** How `a` stands to `b`: blocks are equal, or one holds the other. */
  readonly relation: Extract<CidrRelation, 'equal' | 'contains' | 'within'>;
  /** The addresses that both hold, which is the smaller block. */
  readonly intersection: CidrBlock;
}

/**
 * All pairs of named blocks that share addresses, in the order in which they were named. Blocks of one name are compared
 * with each other as well. It takes one sort and one sweep, so the time grows with the blocks and the pairs found, not
 * with the pairs that there are.
 *
 * @param named a list of names with blocks, or a record from name to blocks
 * @throws {CidrParseError} at the first text that is no block; the path of its issue has the name, `index` the place among all blocks
 * @example
 * findOverlaps({ office: '10.0.0.0/10', vpc: ['10.8.0.0/16', '172.16.0.0/12'] }).map(({ a, b }) => `${a.name} ${b.name}`); // ['office vpc']
 */
export const findOverlaps = (named: Iterable<NamedCidr> | Readonly<Record<string, NamedCidr['cidr']>>): readonly CidrOverlap[] => {
  const entries: NamedBlock[] = [];
  if (isIterable(named)) for (const { name, cidr } of named) addEntries(entries, name, cidr);
  else for (const name of Object.keys(named)) addEntries(entries, name, named[name] as NamedCidr['cidr']);

  const blocks = entries.map(({ cidr }) => cidr);
  const { lower, upper } = overlappingPairs(blocks);
  const pairs = new Array<CidrOverlap>(lower.length);
  for (let pair = 0; pair < lower.length; pair++) {
    const a = entries[lower[pair] as number] as NamedBlock;
    const b = entries[upper[pair] as number] as NamedBlock;
    const relation = a.cidr.prefix === b.cidr.prefix ? 'equal' : a.cidr.prefix < b.cidr.prefix ? 'contains' : 'within';
    pairs[pair] = { a, b, relation, intersection: relation === 'contains' ? b.cidr : a.cidr };
  }
  return pairs;
};

const isIterable = (value: object): value is Iterable<NamedCidr> => Symbol.iterator in value;

const addEntries = (entries: NamedBlock[], name: string, cidr: NamedCidr['cidr']): void => {
  if (Array.isArray(cidr)) for (const [place, one] of (cidr as readonly (string | CidrBlock)[]).entries()) entries.push({ name, cidr: read(one, `${name}[${place}]`, entries.length) });
  else entries.push({ name, cidr: read(cidr as string | CidrBlock, name, entries.length) });
};

const read = (cidr: string | CidrBlock, path: string, index: number): CidrBlock => {
  if (CidrBlock.isBlock(cidr)) return cidr;
  try {
    return CidrBlock.parse(cidr);
  } catch (error) {
    throw CidrParseError.isInstance(error) ? new CidrParseError(cidr, error.fault, { path, index }) : error;
  }
};
