import { InvalidInputError } from '@ack-hybrid/core/errors';
import type { AddressFamily } from '../block/address-family.ts';
import { addressBits } from '../block/address-family.ts';
import { CidrBlock } from '../block/cidr-block.ts';
import { formatAddress } from '../block/format-address.ts';
import type { ParseCidrBlockOptions } from '../block/read-cidr-text.ts';
import type { AddressRange } from './address-range.ts';
import { blocksOfRange } from './address-range.ts';
import { FamilySet } from './family-set.ts';
import { firstFit } from './first-fit.ts';
import { appendTexts } from './format-rows.ts';
import { readQuery } from './query.ts';
import { readRows } from './read-rows.ts';
import type { Rows } from './rows.ts';
import { blockAt, noRows4, noRows6 } from './rows.ts';
import { anyOverlap, areEqual, countPairs, intersectRows, joinRows } from './sweep-rows.ts';

/** What a set is made of, or compared with: another set, blocks, their texts, or one of these. */
export type CidrSetLike = CidrSet | CidrBlock | string | Iterable<CidrBlock | string>;

/** How much of a set lies in blocks of one size. */
export interface PrefixCount {
  readonly family: AddressFamily;
  /** The length of the prefix in bits. */
  readonly prefix: number;
  /** How many of the fewest blocks have this prefix. */
  readonly blocks: number;
  /** How many aligned blocks of this prefix fit into the set. */
  readonly fit: bigint;
}

/** Rows that make up a new set; an iterable of nothing, so that it passes for blocks. The set reads it at once, so one serves all. */
class Pieces implements Iterable<never> {
  four: Rows = noRows4;
  six: Rows = noRows6;
  isFewest = true;

  of(four: Rows, six: Rows, isFewest: boolean): this {
    this.four = four;
    this.six = six;
    this.isFewest = isFewest;
    return this;
  }

  *[Symbol.iterator](): Generator<never, void, undefined> {
    // The set reads the rows.
  }
}

const pieces = new Pieces();

/**
 * A set of addresses of both families, made of CIDR blocks. It never changes: operations give new sets.
 *
 * The blocks stand in integer arrays, without an object a block, and are sorted when that is first needed. `lookup`,
 * `hasOverlaps` and `countOverlaps` speak of the blocks as they were given, all other methods of the addresses.
 *
 * @throws {CidrParseError} whose `index` is the place of the text that is no block
 * @throws {InvalidInputError} where it is made of something else
 * @example
 * const taken = new CidrSet(['10.0.0.0/24', '10.0.1.0/24', '10.0.4.0/22']);
 * taken.toStrings(); // ['10.0.0.0/23', '10.0.4.0/22']
 * taken.gaps('10.0.0.0/20').toStrings(); // ['10.0.2.0/23', '10.0.8.0/21']
 * String(taken.lookup('10.0.1.7')); // '10.0.1.0/24'
 */
export class CidrSet implements Iterable<CidrBlock> {
  /** The set of no address. It lives as long as the class, as V8 forgets what it knew of a class without an instance at each full collection. */
  static readonly empty: CidrSet = new CidrSet(pieces);

  private readonly four: FamilySet;
  private readonly six: FamilySet;

  constructor(blocks: CidrSetLike = [], options: ParseCidrBlockOptions = {}) {
    if (blocks instanceof Pieces) {
      this.four = new FamilySet(blocks.four, blocks.isFewest);
      this.six = new FamilySet(blocks.six, blocks.isFewest);
      return;
    }
    if (blocks instanceof CidrSet) {
      this.four = blocks.four;
      this.six = blocks.six;
      return;
    }
    const { four, six } = readRows(listOf(blocks), options);
    this.four = new FamilySet(four, false);
    this.six = new FamilySet(six, false);
  }

  /**
   * The set of the addresses from one to another, both included.
   *
   * @throws {InvalidInputError} where the families differ or the last lies before the first
   * @example
   * CidrSet.fromRange('10.0.0.10', '10.0.0.20').toStrings(); // ['10.0.0.10/31', '10.0.0.12/30', '10.0.0.16/30', '10.0.0.20/32']
   */
  static fromRange(first: string, last: string): CidrSet {
    return new CidrSet(blocksOfRange(first, last));
  }

  /** The fewest blocks that hold the addresses of the set, in address order, IPv4 before IPv6. */
  blocks(): readonly CidrBlock[] {
    return [...this];
  }

  *[Symbol.iterator](): Generator<CidrBlock, void, undefined> {
    for (const rows of [this.four.merged(), this.six.merged()]) for (let index = 0; index < rows.count; index++) yield blockAt(rows, index);
  }

  /** The texts of {@link CidrSet.blocks}, made without the blocks. */
  toStrings(): string[] {
    const texts: string[] = [];
    appendTexts(this.four.merged(), texts);
    appendTexts(this.six.merged(), texts);
    return texts;
  }

  /** The texts of the fewest blocks: `new CidrSet(…)` reads them back. */
  toJSON(): string[] {
    return this.toStrings();
  }

  /** The texts of the fewest blocks, with commas. */
  toString(): string {
    return this.toStrings().join(', ');
  }

  /** The addresses as the fewest ranges, in address order: neighbours that make no larger block are joined as well. */
  ranges(): readonly AddressRange[] {
    const ranges: AddressRange[] = [];
    let open: { readonly family: AddressFamily; readonly first: bigint; readonly last: bigint } | undefined;
    const close = (): void => {
      if (open) ranges.push({ first: formatAddress(open.family, open.first), last: formatAddress(open.family, open.last) });
    };
    for (const { family, first, last } of this) {
      if (open?.family === family && open.last + 1n === first) {
        open = { family, first: open.first, last };
      } else {
        close();
        open = { family, first, last };
      }
    }
    close();
    return ranges;
  }

  /** The number of addresses in the set. */
  get size(): bigint {
    return sizeOf(this.four.merged(), 4) + sizeOf(this.six.merged(), 6);
  }

  /** Whether no address is in the set. */
  get isEmpty(): boolean {
    return this.four.rows.count === 0 && this.six.rows.count === 0;
  }

  /** Whether the set holds an address, or all addresses of a block, also where several given blocks make it up. */
  contains(addressOrBlock: CidrBlock | string): boolean {
    return this.familyOf(addressOrBlock).holdsQuery();
  }

  /** Whether the set and the other share an address. */
  overlaps(other: CidrSetLike): boolean {
    if (typeof other === 'string' || CidrBlock.isBlock(other)) return this.familyOf(other).meetsQuery();
    return !this.intersect(other).isEmpty;
  }

  /**
   * The smallest of the given blocks that holds an address, or all of a block; undefined where none does. The index is
   * built at the first call.
   */
  lookup(addressOrBlock: CidrBlock | string): CidrBlock | undefined {
    return this.familyOf(addressOrBlock).lookupQuery();
  }

  /** The addresses of both. The given blocks of both are kept for `lookup`. */
  union(other: CidrSetLike): CidrSet {
    const { four, six } = setOf(other);
    return new CidrSet(pieces.of(joinRows(this.four.rows, four.rows), joinRows(this.six.rows, six.rows), false));
  }

  /** The addresses that are in both. */
  intersect(other: CidrSetLike): CidrSet {
    const { four, six } = setOf(other);
    return new CidrSet(pieces.of(intersectRows(this.four.merged(), four.merged()), intersectRows(this.six.merged(), six.merged()), true));
  }

  /** The addresses of this set that are not in the other. */
  exclude(other: CidrSetLike): CidrSet {
    const { four, six } = setOf(other);
    return new CidrSet(pieces.of(this.four.without(four), this.six.without(six), true));
  }

  /** The addresses of `within` that are not in this set: what is free where the set is what is taken. */
  gaps(within: CidrSetLike): CidrSet {
    return setOf(within).exclude(this);
  }

  /** Whether both hold the same addresses, however these were written. */
  equals(other: CidrSetLike): boolean {
    const { four, six } = setOf(other);
    return areEqual(this.four.merged(), four.merged()) && areEqual(this.six.merged(), six.merged());
  }

  /** Whether any two of the given blocks share an address; a block that was given twice does. */
  hasOverlaps(): boolean {
    return anyOverlap(this.four.sorted()) || anyOverlap(this.six.sorted());
  }

  /** How many pairs of the given blocks share an address; `findOverlaps` names them. */
  countOverlaps(): number {
    return countPairs(this.four.sorted()) + countPairs(this.six.sorted());
  }

  /**
   * How many aligned blocks of a prefix fit into the set: of one family, or of both where none is named.
   *
   * @example
   * new CidrSet(['10.0.0.0/23', '10.0.4.0/25']).countBlocks(24); // 2n
   */
  countBlocks(prefix: number, family?: AddressFamily): bigint {
    checkPrefix(prefix, addressBits(family ?? 6));
    let fit = 0n;
    if (family !== 6 && prefix <= 32) fit += fitOf(histogramOf(this.four.merged()), prefix);
    if (family !== 4) fit += fitOf(histogramOf(this.six.merged()), prefix);
    return fit;
  }

  /** For each prefix of the fewest blocks how many have it, and how many blocks of it fit: how fragmented the set is. */
  freeByPrefix(): readonly PrefixCount[] {
    const counts: PrefixCount[] = [];
    for (const family of [4, 6] as const) {
      const histogram = histogramOf(family === 4 ? this.four.merged() : this.six.merged());
      histogram.forEach((blocks, prefix) => {
        if (blocks > 0) counts.push({ family, prefix, blocks, fit: fitOf(histogram, prefix) });
      });
    }
    return counts;
  }

  /**
   * The lowest block of a prefix inside `within` that shares no address with the set, or undefined where there is none.
   *
   * @throws {InvalidInputError} where the prefix is no length of the family
   * @example
   * String(new CidrSet(['10.0.0.0/25']).firstFit(24, '10.0.0.0/16')); // '10.0.1.0/24'
   */
  firstFit(prefix: number, within: CidrBlock | string): CidrBlock | undefined {
    const parent = CidrBlock.from(within);
    checkPrefix(prefix, addressBits(parent.family));
    return firstFit(parent.family === 4 ? this.four.sorted() : this.six.sorted(), prefix, parent);
  }

  private familyOf(addressOrBlock: CidrBlock | string): FamilySet {
    return readQuery(addressOrBlock) === 4 ? this.four : this.six;
  }
}

const setOf = (value: CidrSetLike): CidrSet => (value instanceof CidrSet ? value : new CidrSet(value));

const listOf = (blocks: Exclude<CidrSetLike, CidrSet>): readonly (string | CidrBlock)[] => {
  if (Array.isArray(blocks)) return blocks as readonly (string | CidrBlock)[];
  if (typeof blocks === 'string' || CidrBlock.isBlock(blocks)) return [blocks];
  if (typeof (blocks as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] === 'function') return Array.from(blocks);
  throw new InvalidInputError({ issues: [{ path: '', message: 'this is no block and no list of blocks' }], remediation: 'Give a block such as 10.10.0.0/16, or a list of them.' });
};

const checkPrefix = (prefix: number, most: number): void => {
  if (Number.isInteger(prefix) && prefix >= 0 && prefix <= most) return;
  throw new InvalidInputError({ issues: [{ path: 'prefix', message: `${prefix} is no length of a prefix` }], remediation: `Give a whole number from 0 to ${most}.` });
};

const histogramOf = ({ cells, start, stride, count }: Rows): number[] => {
  const counts = new Array<number>(32 * (stride - 1) + 1).fill(0);
  for (let index = 0, at = start + stride - 1; index < count; index++, at += stride) counts[cells[at] as number] = (counts[cells[at] as number] as number) + 1;
  return counts;
};

const fitOf = (histogram: readonly number[], prefix: number): bigint => {
  let fit = 0n;
  for (let wider = 0; wider <= prefix; wider++) if (histogram[wider]) fit += BigInt(histogram[wider] as number) << BigInt(prefix - wider);
  return fit;
};

const sizeOf = (rows: Rows, family: AddressFamily): bigint => (rows.count === 0 ? 0n : fitOf(histogramOf(rows), addressBits(family)));
