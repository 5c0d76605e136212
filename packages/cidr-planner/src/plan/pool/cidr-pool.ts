import { InvalidInputError } from '@ack-hybrid/core';
import type { AddressFamily } from '../block/address-family.ts';
import { addressBits } from '../block/address-family.ts';
import { commonSupernet } from '../block/carve.ts';
import { CidrBlock } from '../block/cidr-block.ts';
import { CidrSet } from '../set/cidr-set.ts';
import type { CidrSetLike } from '../set/cidr-set.ts';
import { CidrPoolExhaustedError } from '../../errors/cidr-pool-exhausted-error.ts';
import type { FreeBlocks } from '../../errors/cidr-pool-exhausted-error.ts';
import { FreeTree } from './free-tree.ts';
import type { Fit } from './free-tree.ts';
import { findRoom } from './find-room.ts';

/** A block that is wanted of a pool. */
export interface AllocationRequest {
  /** The length of the prefix in bits. */
  readonly prefix: number;
  /** `first` (the default): the lowest free block; `last`: the highest; `best`: from the smallest free block that is large enough. */
  readonly fit?: Fit | undefined;
  /** Under this name the block is found again: a second request with the name gets the same block. */
  readonly name?: string | undefined;
  /** Needed where the pool has blocks of both families. */
  readonly family?: AddressFamily | undefined;
}

/** What a pool starts with. */
export interface CidrPoolOptions {
  /** What is in use already, by whomever; what lies outside of the pool is ignored. */
  readonly taken?: CidrSetLike | undefined;
  /** Named allocations of an earlier run: they keep their blocks. */
  readonly allocations?: Readonly<Record<string, CidrBlock | string>> | ReadonlyMap<string, CidrBlock | string> | undefined;
}

/** A pool as JSON. */
export interface CidrPoolJson {
  readonly within: readonly string[];
  readonly taken: readonly string[];
  readonly allocations: Readonly<Record<string, string>>;
}

/**
 * A pool of addresses that blocks are allocated from. Named allocations are sticky: made again from those of the last run, a
 * plan with one name more or less moves none of the others.
 *
 * @throws {CidrParseError} where a text is no block
 * @throws {InvalidInputError} where an allocation lies outside of the pool, or two of them share addresses
 * @example
 * const pool = new CidrPool('10.10.0.0/16', { taken: ['10.10.0.0/24'], allocations: { 'nodes-i': '10.10.24.0/24' } });
 * String(pool.allocate({ prefix: 24, name: 'pods-i' })); // '10.10.1.0/24'
 * String(pool.allocate({ prefix: 24, name: 'nodes-i' })); // '10.10.24.0/24'
 * pool.free(24); // 253
 */
export class CidrPool {
  readonly #within: CidrSet;
  readonly #trees: ReadonlyMap<AddressFamily, FreeTree>;
  /** What can't be released: taken at the start, or later without a name. */
  #taken: CidrSet;
  readonly #pending: CidrBlock[] = [];
  readonly #names = new Map<string, CidrBlock>();

  constructor(within: CidrSetLike, { taken = [], allocations = {} }: CidrPoolOptions = {}) {
    this.#within = new CidrSet(within);
    if (this.#within.isEmpty) throw invalid('within', 'the pool has no block', 'Give it one block at least, such as 10.10.0.0/16.');
    this.#taken = new CidrSet(taken).intersect(this.#within);
    this.#trees = buildTrees(this.#within.blocks());
    for (const block of this.#within) this.#treeOf(block).release(block);
    for (const block of this.#taken) this.#treeOf(block).take(block);
    for (const [name, block] of entriesOf(allocations)) this.#hold(name, CidrBlock.from(block), `allocations[${JSON.stringify(name)}]`);
  }

  /**
   * Reads a pool that was written as JSON.
   *
   * @throws {CidrParseError | InvalidInputError} where it is none
   * @example
   * const again = CidrPool.from(JSON.parse(JSON.stringify(pool)));
   */
  static from(json: CidrPoolJson): CidrPool {
    return new CidrPool(json.within, { taken: json.taken, allocations: json.allocations });
  }

  /**
   * Allocates a block. A name that has one of this prefix already gets it again.
   *
   * @throws {CidrPoolExhaustedError} with what is free and what would make room
   * @throws {InvalidInputError} where the prefix is none of the family, or the name has a block of another prefix
   */
  allocate({ prefix, fit = 'first', name, family }: AllocationRequest): CidrBlock {
    const tree = this.#treeFor(family, prefix);
    if (!fits.has(fit)) throw invalid('fit', `${JSON.stringify(fit)} is no fit`, 'Write first, best or last.');
    const held = name === undefined ? undefined : this.#heldBy(name, prefix, tree.block.family);
    if (held) return held;
    const block = tree.find(prefix, fit);
    if (!block) throw this.#exhausted(tree.block.family, prefix);
    tree.take(block);
    if (name === undefined) this.#pending.push(block);
    else this.#names.set(name, block);
    return block;
  }

  /**
   * Allocates a batch, all or none of it. The largest blocks come first and then the names in order, so the order of the
   * requests doesn't matter, and a batch that fits in any order fits.
   *
   * @throws {CidrPoolExhaustedError | InvalidInputError} as `allocate`; nothing is allocated then
   * @example
   * pool.allocateAll([{ name: 'pods-i', prefix: 20 }, { name: 'nodes-i', prefix: 24 }]).get('pods-i');
   */
  allocateAll(requests: Iterable<AllocationRequest & { readonly name: string }>): ReadonlyMap<string, CidrBlock> {
    const wanted = [...requests];
    const seen = new Set<string>();
    const twice = wanted.findIndex(({ name }) => seen.size === seen.add(name).size);
    if (twice >= 0) throw invalid(`requests[${twice}].name`, `the name ${JSON.stringify(wanted[twice]?.name)} stands twice`, 'Give each request a name of its own.');
    const before = new Set(this.#names.keys());
    const order = [...wanted].sort(compareRequests);
    try {
      const blocks = new Map(order.map((request) => [request.name, this.allocate(request)]));
      return new Map(wanted.map(({ name }) => [name, blocks.get(name) as CidrBlock]));
    } catch (error) {
      for (const { name } of wanted) if (!before.has(name) && this.#names.has(name)) this.release(name);
      throw error;
    }
  }

  /**
   * Takes one certain block, under a name if one is given.
   *
   * @throws {InvalidInputError} where it lies outside of the pool or isn't free as a whole
   */
  take(block: CidrBlock | string, name?: string): CidrBlock {
    const wanted = CidrBlock.from(block);
    if (name !== undefined) {
      if (this.#names.get(name)?.toString() === wanted.toString()) return wanted;
      if (this.#names.has(name)) throw invalid('name', `${JSON.stringify(name)} has ${String(this.#names.get(name))} already`, 'Release it first, or choose another name.');
      this.#hold(name, wanted, 'block');
      return wanted;
    }
    this.#checkFree(wanted, 'block');
    this.#treeOf(wanted).take(wanted);
    this.#pending.push(wanted);
    return wanted;
  }

  /**
   * Gives the block of a name back; returns it, or undefined where the name has none.
   *
   * @example
   * pool.release('pods-i');
   */
  release(name: string): CidrBlock | undefined {
    const block = this.#names.get(name);
    if (!block) return undefined;
    this.#names.delete(name);
    this.#treeOf(block).release(block);
    return block;
  }

  /** How many aligned blocks of a prefix are free, exact up to 2^53. `family` is needed where the pool has both. */
  free(prefix: number, family?: AddressFamily): number {
    return this.#treeFor(family, prefix).count(prefix);
  }

  /** The free addresses as a set. */
  freeBlocks(): CidrSet {
    return this.#within.exclude(this.#settled()).exclude([...this.#names.values()]);
  }

  /** The free blocks by size, the largest first. */
  freeByPrefix(): readonly FreeBlocks[] {
    return this.freeBlocks().freeByPrefix().map(({ family, prefix, blocks }) => ({ family, prefix, blocks }));
  }

  /**
   * The share of the free addresses that lies outside of the largest free block, from 0 (all in one block, or nothing free)
   * towards 1. `family` is needed where the pool has both.
   */
  fragmentation(family?: AddressFamily): number {
    const { family: own } = this.#treeFor(family, family === 6 ? 128 : 32).block;
    const blocks = this.freeBlocks().blocks().filter((block) => block.family === own);
    const all = blocks.reduce((sum, block) => sum + block.size, 0n);
    const largest = blocks.reduce((most, block) => (block.size > most ? block.size : most), 0n);
    return all === 0n ? 0 : 1 - Number((largest * 1_000_000n) / all) / 1_000_000;
  }

  /** The named allocations, in the order in which they were made. */
  allocations(): ReadonlyMap<string, CidrBlock> {
    return new Map(this.#names);
  }

  /** The pool as JSON, which {@link CidrPool.from} reads back. */
  toJSON(): CidrPoolJson {
    return {
      within: this.#within.toStrings(),
      taken: this.#settled().toStrings(),
      allocations: Object.fromEntries([...this.#names].map(([name, block]) => [name, block.toString()])),
    };
  }

  /** What is taken without a name; single allocations are merged into it when that is asked for. */
  #settled(): CidrSet {
    if (this.#pending.length > 0) this.#taken = this.#taken.union(this.#pending.splice(0));
    return this.#taken;
  }

  #hold(name: string, block: CidrBlock, path: string): void {
    this.#checkFree(block, path);
    this.#treeOf(block).take(block);
    this.#names.set(name, block);
  }

  #checkFree(block: CidrBlock, path: string): void {
    if (!this.#within.contains(block)) throw invalid(path, `${block.toString()} lies outside of the pool ${this.#show()}`, 'Add its block to the pool, or choose a block inside.');
    if (this.#treeOf(block).isFree(block)) return;
    const [other] = [...this.#names].filter(([, held]) => held.overlaps(block));
    throw invalid(path, `${block.toString()} ${other ? `shares addresses with ${JSON.stringify(other[0])}, ${other[1].toString()}` : `is taken: ${this.#settled().intersect(block).toStrings().slice(0, 3).join(', ')}`}`, 'Choose a block that is free as a whole.');
  }

  #heldBy(name: string, prefix: number, family: AddressFamily): CidrBlock | undefined {
    const held = this.#names.get(name);
    if (!held || (held.prefix === prefix && held.family === family)) return held;
    throw invalid('name', `${JSON.stringify(name)} has ${held.toString()} already, and a /${prefix} is asked for`, 'Release it first: its users need new addresses then.');
  }

  #treeFor(family: AddressFamily | undefined, prefix: number): FreeTree {
    const [first, second] = this.#trees.values();
    if (family === undefined && second) throw invalid('family', 'the pool has blocks of both families', 'Say which one: 4 or 6.');
    const tree = family === undefined ? first : this.#trees.get(family);
    if (!tree) throw invalid('family', `the pool ${this.#show()} has no block of IPv${String(family)}`, 'Add one, or ask for the other family.');
    const bits = addressBits(tree.block.family);
    if (!Number.isInteger(prefix) || prefix < 0 || prefix > bits) throw invalid('prefix', `${String(prefix)} is no prefix length of IPv${tree.block.family}`, `Write a whole number from 0 to ${bits}.`);
    return tree;
  }

  #treeOf(block: CidrBlock): FreeTree {
    return this.#trees.get(block.family) as FreeTree;
  }

  #exhausted(family: AddressFamily, prefix: number): CidrPoolExhaustedError {
    return new CidrPoolExhaustedError({
      pool: `the pool ${this.#show()}`,
      prefix,
      free: this.freeByPrefix().filter((entry) => entry.family === family),
      room: findRoom({ within: this.#within, fixed: this.#settled(), names: this.#names, family, prefix }),
    });
  }

  #show(): string {
    const blocks = this.#within.toStrings();
    return blocks.length > 3 ? `${blocks.slice(0, 3).join(', ')} and ${blocks.length - 3} more` : blocks.join(', ');
  }
}

const entriesOf = (allocations: NonNullable<CidrPoolOptions['allocations']>): Iterable<readonly [string, CidrBlock | string]> =>
  allocations instanceof Map ? (allocations as ReadonlyMap<string, CidrBlock | string>) : Object.entries(allocations as Readonly<Record<string, CidrBlock | string>>);

const fits: ReadonlySet<unknown> = new Set<Fit>(['first', 'best', 'last']);

const compareRequests = (a: AllocationRequest & { readonly name: string }, b: AllocationRequest & { readonly name: string }): number =>
  (a.family ?? 0) - (b.family ?? 0) || a.prefix - b.prefix || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const buildTrees = (blocks: readonly CidrBlock[]): ReadonlyMap<AddressFamily, FreeTree> =>
  new Map(
    ([4, 6] as const).flatMap((family) => {
      const around = commonSupernet(blocks.filter((block) => block.family === family));
      return around ? [[family, new FreeTree(around)] as const] : [];
    }),
  );

const invalid = (path: string, message: string, remediation: string): InvalidInputError => new InvalidInputError({ subject: 'CIDR pool', issues: [{ path, message }], remediation });
