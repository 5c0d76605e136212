import { InvalidInputError } from '@ack-hybrid/core/errors';
import type { AddressFamily } from '../block/address-family.ts';
import { addressBits } from '../block/address-family.ts';
import { commonSupernet } from '../block/carve.ts';
import { CidrBlock } from '../block/cidr-block.ts';
import type { CidrSet } from '../set/cidr-set.ts';
import type { CidrSetLike } from '../set/cidr-set.ts';
import { CidrPoolExhaustedError } from '../../errors/cidr-pool-exhausted-error.ts';
import type { FreeBlocks, RoomToMake } from '../../errors/cidr-pool-exhausted-error.ts';
import { FreeTree } from './free-tree.ts';
import type { Fit } from './free-tree.ts';
import { findRoom } from './find-room.ts';
import { entriesOf, invalid, isObject, readAt, readSet } from './read-pool-input.ts';
import type { CidrPoolOptions } from './read-pool-input.ts';

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

/** A pool as JSON. */
export interface CidrPoolJson {
  readonly within: readonly string[];
  readonly taken: readonly string[];
  readonly allocations: Readonly<Record<string, string>>;
  readonly unnamed: readonly string[];
}

/**
 * A pool of addresses that blocks are allocated from. Named allocations are sticky: made again from those of the last run, a
 * plan with one name more or less moves none of the others.
 *
 * @throws {InvalidInputError} where a text is no block, an allocation lies outside of the pool, or two of them share addresses
 * @example
 * const pool = new CidrPool('10.10.0.0/16', { taken: ['10.10.0.0/24'], allocations: { 'nodes-i': '10.10.24.0/24' } });
 * String(pool.allocate({ prefix: 24, name: 'pods-i' })); // '10.10.1.0/24'
 * String(pool.allocate({ prefix: 24, name: 'nodes-i' })); // '10.10.24.0/24'
 * pool.free(24); // 253
 */
export class CidrPool {
  readonly #within: CidrSet;
  readonly #trees: ReadonlyMap<AddressFamily, FreeTree>;
  /** What is in use by others, which no release frees. */
  readonly #taken: CidrSet;
  readonly #unnamed: CidrBlock[] = [];
  readonly #names = new Map<string, CidrBlock>();

  constructor(within: CidrSetLike, { taken = [], allocations = {}, unnamed = [] }: CidrPoolOptions = {}) {
    this.#within = readSet('within', within);
    if (this.#within.isEmpty) throw invalid('within', 'the pool has no block', 'Give it one block at least, such as 10.10.0.0/16.');
    this.#taken = readSet('taken', taken).intersect(this.#within);
    this.#trees = buildTrees(this.#within.blocks());
    for (const block of this.#within) this.#treeOf(block).release(block);
    for (const block of this.#taken) this.#treeOf(block).take(block);
    for (const [name, block] of entriesOf(allocations)) this.#hold(name, readAt(`allocations[${JSON.stringify(name)}]`, () => CidrBlock.from(block)), `allocations[${JSON.stringify(name)}]`);
    for (const [index, block] of [...unnamed].entries()) this.#use(readAt(`unnamed[${index}]`, () => CidrBlock.from(block)), `unnamed[${index}]`);
  }

  /**
   * Reads a pool that was written as JSON.
   *
   * @throws {InvalidInputError} where it is none
   * @example
   * const again = CidrPool.from(JSON.parse(JSON.stringify(pool)));
   */
  static from(json: CidrPoolJson): CidrPool {
    const { within, taken, allocations, unnamed } = isObject(json) ? json : ({} as Partial<CidrPoolJson>);
    for (const [path, list] of Object.entries({ within, taken, unnamed })) if (!Array.isArray(list)) throw invalid(path, 'this is no list of blocks', 'Write the pool with JSON.stringify, and read what that wrote.');
    if (!isObject(allocations)) throw invalid('allocations', 'this is no object with a block for each name', 'Write the pool with JSON.stringify, and read what that wrote.');
    return new CidrPool(within ?? [], { taken, allocations, unnamed });
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
    if (name === undefined) this.#unnamed.push(block);
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
    const nameless = wanted.findIndex(({ name }) => typeof name !== 'string');
    if (nameless >= 0) throw invalid(`requests[${nameless}].name`, 'the name is missing', 'Give each request of a batch a name, or use allocate.');
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
    this.#use(wanted, 'block');
    return wanted;
  }

  /**
   * Gives the block of a name back, or a block that was allocated without one; returns it, or undefined where nothing was
   * allocated under the name, or as this block.
   *
   * @example
   * pool.release('pods-i');
   */
  release(allocation: string | CidrBlock): CidrBlock | undefined {
    const block = typeof allocation === 'string' ? this.#names.get(allocation) : this.#unnamed.find((own) => own.toString() === allocation.toString());
    if (!block) return undefined;
    if (typeof allocation === 'string') this.#names.delete(allocation);
    else this.#unnamed.splice(this.#unnamed.indexOf(block), 1);
    this.#treeOf(block).release(block);
    return block;
  }

  /** How many aligned blocks of a prefix are free, exact up to 2^53. `family` is needed where the pool has both. */
  free(prefix: number, family?: AddressFamily): number {
    return this.#treeFor(family, prefix).count(prefix);
  }

  /** The free addresses as a set. */
  freeBlocks(): CidrSet {
    return this.#within.exclude(this.#taken.union([...this.#unnamed, ...this.#names.values()]));
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
      taken: this.#taken.toStrings(),
      allocations: Object.fromEntries([...this.#names].map(([name, block]) => [name, block.toString()])),
      unnamed: this.#unnamed.map(String),
    };
  }

  #hold(name: string, block: CidrBlock, path: string): void {
    this.#checkFree(block, path);
    this.#treeOf(block).take(block);
    this.#names.set(name, block);
  }

  #use(block: CidrBlock, path: string): void {
    this.#checkFree(block, path);
    this.#treeOf(block).take(block);
    this.#unnamed.push(block);
  }

  #checkFree(block: CidrBlock, path: string): void {
    if (!this.#within.contains(block)) throw invalid(path, `${block.toString()} lies outside of the pool ${this.#show()}`, 'Add its block to the pool, or choose a block inside.');
    if (this.#treeOf(block).isFree(block)) return;
    const [other] = [...this.#names].filter(([, held]) => held.overlaps(block));
    throw invalid(path, `${block.toString()} ${other ? `shares addresses with ${JSON.stringify(other[0])}, ${other[1].toString()}` : `is taken: ${this.#taken.union(this.#unnamed).intersect(block).toStrings().slice(0, 3).join(', ')}`}`, 'Choose a block that is free as a whole.');
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
      room: this.#findRoom(family, prefix),
    });
  }

  #findRoom(family: AddressFamily, prefix: number): RoomToMake | undefined {
    const room = findRoom({ within: this.#within, fixed: this.#taken.union(this.#unnamed), names: this.#names, family, prefix });
    if (!room) return undefined;
    // Nobody has to go if all of them find another place.
    const leaving = room.release.map((name) => ({ name, prefix: (this.#names.get(name) as CidrBlock).prefix }));
    const elsewhere = this.freeBlocks().exclude(room.block);
    if (elsewhere.isEmpty) return room;
    const pool = new CidrPool(elsewhere);
    try {
      return { ...room, move: [...pool.allocateAll(leaving.map((request) => ({ ...request, family })))].map(([name, block]) => ({ name, to: block.toString() })) };
    } catch (error) {
      if (CidrPoolExhaustedError.isInstance(error) || InvalidInputError.isInstance(error)) return room;
      throw error;
    }
  }

  #show(): string {
    const blocks = this.#within.toStrings();
    return blocks.length > 3 ? `${blocks.slice(0, 3).join(', ')} and ${blocks.length - 3} more` : blocks.join(', ');
  }
}

const fits: ReadonlySet<unknown> = new Set<Fit>(['first', 'best', 'last']);

const compareRequests = (a: AllocationRequest & { readonly name: string }, b: AllocationRequest & { readonly name: string }): number =>
  a.prefix - b.prefix || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const buildTrees = (blocks: readonly CidrBlock[]): ReadonlyMap<AddressFamily, FreeTree> =>
  new Map(
    ([4, 6] as const).flatMap((family) => {
      const around = commonSupernet(blocks.filter((block) => block.family === family));
      return around ? [[family, new FreeTree(around)] as const] : [];
    }),
  );
