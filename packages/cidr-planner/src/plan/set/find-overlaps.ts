import { CidrParseError } from '../../errors.ts';
import type { AddressFamily } from '../block/address-family.ts';
import { CidrBlock } from '../block/cidr-block.ts';
import type { CidrRelation } from '../block/relate.ts';
import { overlappingPairs } from './overlapping-pairs.ts';
import type { PlacedRows } from './overlapping-pairs.ts';
import { readRows } from './read-rows.ts';
import type { RowsOfFamilies } from './read-rows.ts';
import type { Rows } from './rows.ts';
import { blockAt } from './rows.ts';

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
  const sources = isIterable(named) ? Array.from(named) : Object.entries(named).map(([name, cidr]) => ({ name, cidr }));
  const names: string[] = [];
  const cidrs: (string | CidrBlock)[] = [];
  for (const { name, cidr } of sources) {
    for (const one of isList(cidr) ? cidr : [cidr]) {
      names.push(name);
      cidrs.push(one);
    }
  }
  const { four, six } = readNamed(sources, cidrs);
  // Objects are made for the blocks that are in a pair, not for all.
  const entries = new Array<NamedBlock | undefined>(cidrs.length);
  const only = six.count === 0 ? four : four.count === 0 ? six : undefined;
  const entryAt = (place: number): NamedBlock => (entries[place] ??= { name: names[place] as string, cidr: only ? blockAt(only, place) : CidrBlock.from(cidrs[place] as string | CidrBlock) });

  const { lower, upper } = overlappingPairs([placed(four, 4, cidrs), placed(six, 6, cidrs)], cidrs.length);
  const pairs = new Array<CidrOverlap>(lower.length);
  for (let pair = 0; pair < lower.length; pair++) {
    const a = entryAt(lower[pair] as number);
    const b = entryAt(upper[pair] as number);
    const relation = a.cidr.prefix === b.cidr.prefix ? 'equal' : a.cidr.prefix < b.cidr.prefix ? 'contains' : 'within';
    pairs[pair] = { a, b, relation, intersection: relation === 'contains' ? b.cidr : a.cidr };
  }
  return pairs;
};

const isIterable = (value: object): value is Iterable<NamedCidr> => Symbol.iterator in value;

const isList = (cidr: NamedCidr['cidr']): cidr is readonly (string | CidrBlock)[] => Array.isArray(cidr);

// The places of the rows of a family in the list; those of the rows themselves where the list has one family alone.
const placed = (rows: Rows, family: AddressFamily, cidrs: readonly (string | CidrBlock)[]): PlacedRows => {
  if (rows.count === 0 || rows.count === cidrs.length) return { rows, places: undefined };
  const places = new Int32Array(rows.count);
  let row = 0;
  cidrs.forEach((cidr, place) => {
    if ((typeof cidr === 'string' ? (cidr.includes(':') ? 6 : 4) : cidr.family) === family) places[row++] = place;
  });
  return { rows, places };
};

const readNamed = (sources: readonly NamedCidr[], cidrs: readonly (string | CidrBlock)[]): RowsOfFamilies => {
  try {
    return readRows(cidrs, {});
  } catch (error) {
    if (!CidrParseError.isInstance(error) || error.index === undefined) throw error;
    const { index } = error;
    const paths = sources.flatMap(({ name, cidr }) => (isList(cidr) ? cidr.map((_, place) => `${name}[${place}]`) : [name]));
    throw new CidrParseError(cidrs[index], error.fault, { path: paths[index] as string, index });
  }
};
