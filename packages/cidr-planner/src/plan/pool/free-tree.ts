import { CidrBlock } from '../block/cidr-block.ts';

/** Which of the free blocks that are large enough is cut: the lowest, the smallest, or the highest. */
export type Fit = 'first' | 'best' | 'last';

/** Links to a leaf; a link from 0 on is the number of a node. */
const free = -1;
const taken = -2;
type Leaf = typeof free | typeof taken;

const wordBits = 32;

/**
 * Which parts of one block are free: a binary tree over the bits behind its prefix, whose leaves are free or taken as a
 * whole. Every node knows which sizes of free blocks lie below it, so the lowest, the highest and the smallest
 * block that is large enough are each found on one way down, and a change is one way up.
 */
export class FreeTree {
  /** The block that the tree covers. */
  readonly block: CidrBlock;
  /** Two links a node: the lower half, then the upper one. */
  #links = new Int32Array(64);
  /** For each node, the depths at which free leaves lie below it: bit `depth` of its words. */
  #masks = new Int32Array(32);
  /** 32-bit words of a mask. Depths beyond 31 are rare, so further words come when they are needed. */
  #words = 1;
  #nodes = 0;
  readonly #unused: number[] = [];
  #top: number = taken;
  /** Free leaves by depth. */
  readonly #leaves: Float64Array;
  readonly #path: Int32Array;

  /** A tree over a block, all of it taken. */
  constructor(block: CidrBlock) {
    this.block = block;
    const depths = (block.family === 4 ? 32 : 128) - block.prefix + 1;
    this.#leaves = new Float64Array(depths);
    this.#path = new Int32Array(depths);
  }

  /** Makes a block inside the tree's block free, whatever it was. */
  release(block: CidrBlock): void {
    this.#mark(block, free);
  }

  /** Takes a block inside the tree's block, whatever it was. */
  take(block: CidrBlock): void {
    this.#mark(block, taken);
  }

  /** Whether all of a block inside the tree's block is free. */
  isFree(block: CidrBlock): boolean {
    let link = this.#top;
    for (let depth = 0; link >= 0 && depth < block.prefix - this.block.prefix; depth += 1) link = this.#links[2 * link + bitAt(block, this.block.prefix + depth)] as number;
    return link === free;
  }

  /** How many blocks of a prefix are free: each free block of fewer bits holds 2^(difference) of them. */
  count(prefix: number): number {
    let blocks = 0;
    for (let depth = 0; depth <= prefix - this.block.prefix && depth < this.#leaves.length; depth += 1) blocks += (this.#leaves[depth] as number) * 2 ** (prefix - this.block.prefix - depth);
    return blocks;
  }

  /** A free block of a prefix, or undefined where none is. */
  find(prefix: number, fit: Fit): CidrBlock | undefined {
    const most = prefix - this.block.prefix;
    if (most < 0 || !this.#holds(this.#top, 0, most)) return undefined;
    const exact = fit === 'best' ? this.#deepest(most) : -1;
    const near = fit === 'last' ? 1 : 0;
    const lanes = [this.block.lane0, this.block.lane1, this.block.lane2, this.block.lane3];
    let link = this.#top;
    let depth = 0;
    while (link !== free) {
      const wanted = this.#links[2 * link + near] as number;
      depth += 1;
      const isNear = exact < 0 ? this.#holds(wanted, depth, most) : this.#holdsExactly(wanted, depth, exact);
      if ((isNear ? near : 1 - near) === 1) setBit(lanes, this.block.prefix + depth - 1);
      link = isNear ? wanted : (this.#links[2 * link + 1 - near] as number);
    }
    // The free block may be larger than what is asked for: its last part lies at the end of it.
    if (fit === 'last') for (let bit = this.block.prefix + depth; bit < prefix; bit += 1) setBit(lanes, bit);
    return CidrBlock.ofLanes(this.block.family, prefix, lanes[0] ?? 0, lanes[1] ?? 0, lanes[2] ?? 0, lanes[3] ?? 0);
  }

  #mark(block: CidrBlock, state: Leaf): void {
    const root = this.block.prefix;
    const depth = block.prefix - root;
    if (depth >= this.#words * wordBits) this.#widen(Math.ceil((depth + 1) / wordBits));
    let link = this.#top;
    for (let level = 0; level < depth; level += 1) {
      if (link === state) return;
      if (link < 0) {
        if (link === free) this.#addLeaves(level, -1, 2);
        link = this.#newNode(link as Leaf);
        this.#setLink(block, level, link);
      }
      this.#path[level] = link;
      link = this.#links[2 * link + bitAt(block, root + level)] as number;
    }
    if (link === state) return;
    this.#drop(link, depth);
    if (state === free) this.#leaves[depth] = (this.#leaves[depth] as number) + 1;
    this.#setLink(block, depth, state);
    this.#settle(block, depth);
  }

  /** Goes up from a change: two halves of one kind become one leaf, and the masks are told. */
  #settle(block: CidrBlock, depth: number): void {
    for (let level = depth - 1; level >= 0; level -= 1) {
      const node = this.#path[level] as number;
      const lower = this.#links[2 * node] as number;
      if (lower < 0 && lower === this.#links[2 * node + 1]) {
        if (lower === free) this.#addLeaves(level, 1, -2);
        this.#unused.push(node);
        this.#setLink(block, level, lower);
      } else if (!this.#updateMask(node, level)) return;
    }
  }

  #addLeaves(level: number, own: number, below: number): void {
    this.#leaves[level] = (this.#leaves[level] as number) + own;
    this.#leaves[level + 1] = (this.#leaves[level + 1] as number) + below;
  }

  /** Sets the link that leads to a level on the way to a block. */
  #setLink(block: CidrBlock, level: number, link: number): void {
    if (level === 0) this.#top = link;
    else this.#links[2 * (this.#path[level - 1] as number) + bitAt(block, this.block.prefix + level - 1)] = link;
  }

  #newNode(halves: Leaf): number {
    const node = this.#unused.pop() ?? this.#nodes++;
    if (2 * node >= this.#links.length) {
      this.#links = grow(this.#links);
      this.#masks = grow(this.#masks);
    }
    this.#links[2 * node] = halves;
    this.#links[2 * node + 1] = halves;
    this.#masks.fill(0, node * this.#words, (node + 1) * this.#words);
    return node;
  }

  /** Forgets what lies below a link. */
  #drop(link: number, depth: number): void {
    if (link === free) this.#leaves[depth] = (this.#leaves[depth] as number) - 1;
    if (link < 0) return;
    this.#drop(this.#links[2 * link] as number, depth + 1);
    this.#drop(this.#links[2 * link + 1] as number, depth + 1);
    this.#unused.push(link);
  }

  /** Whether the mask of a node changed. */
  #updateMask(node: number, level: number): boolean {
    let changed = false;
    for (let word = 0; word < this.#words; word += 1) {
      const mask = this.#maskOf(this.#links[2 * node] as number, level + 1, word) | this.#maskOf(this.#links[2 * node + 1] as number, level + 1, word);
      if (mask === this.#masks[node * this.#words + word]) continue;
      this.#masks[node * this.#words + word] = mask;
      changed = true;
    }
    return changed;
  }

  #maskOf(link: number, depth: number, word: number): number {
    if (link >= 0) return this.#masks[link * this.#words + word] as number;
    return link === free && depth >>> 5 === word ? 1 << (depth & 31) : 0;
  }

  /** Whether a free leaf lies below a link at a depth of `most` or less. */
  #holds(link: number, depth: number, most: number): boolean {
    if (link < 0) return link === free && depth <= most;
    const last = Math.min(most >>> 5, this.#words - 1);
    for (let word = 0; word < last; word += 1) if (this.#masks[link * this.#words + word] !== 0) return true;
    const within = most >>> 5 > last ? -1 : -1 >>> (31 - (most & 31));
    return ((this.#masks[link * this.#words + last] as number) & within) !== 0;
  }

  #holdsExactly(link: number, depth: number, exact: number): boolean {
    return exact >>> 5 < this.#words && ((this.#maskOf(link, depth, exact >>> 5) >>> (exact & 31)) & 1) === 1;
  }

  /** The greatest depth up to `most` at which a free leaf lies: that of the smallest free block that is large enough. */
  #deepest(most: number): number {
    let depth = Math.min(most, this.#leaves.length - 1);
    while (this.#leaves[depth] === 0) depth -= 1;
    return depth;
  }

  #widen(words: number): void {
    const masks = new Int32Array((this.#links.length / 2) * words);
    for (let node = 0; node < this.#nodes; node += 1) masks.set(this.#masks.subarray(node * this.#words, (node + 1) * this.#words), node * words);
    this.#masks = masks;
    this.#words = words;
  }
}

const grow = (ints: Int32Array): Int32Array<ArrayBuffer> => {
  const grown = new Int32Array(2 * ints.length);
  grown.set(ints);
  return grown;
};

/** Bit `bit` of the first address of a block, counted from 0 at the front. */
const bitAt = (block: CidrBlock, bit: number): 0 | 1 => {
  const lane = bit < 32 ? block.lane0 : bit < 64 ? block.lane1 : bit < 96 ? block.lane2 : block.lane3;
  return ((lane >>> (31 - (bit & 31))) & 1) as 0 | 1;
};

const setBit = (lanes: number[], bit: number): void => {
  lanes[bit >>> 5] = (lanes[bit >>> 5] ?? 0) | (1 << (31 - (bit & 31)));
};
