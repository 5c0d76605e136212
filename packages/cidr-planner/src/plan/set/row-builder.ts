import { laneMask } from '../block/lanes.ts';
import type { Rows, Stride } from './rows.ts';
import { takeCells } from './rows.ts';

const scratch = new Int32Array(2048);

/** Collects rows whose number isn't known before. Only one at a time is in use: the first rows go to shared cells. */
class RowBuilder {
  readonly stride: Stride;
  private cells: Int32Array = scratch;
  private end = 0;

  constructor(stride: Stride) {
    this.stride = stride;
  }

  /** Begins anew, with room for so many rows: the rows of before stay with whom they were given to. */
  begin(room: number): this {
    this.cells = room * this.stride > scratch.length ? new Int32Array(room * this.stride) : scratch;
    this.end = 0;
    return this;
  }

  /** Copies a row. */
  push(from: Int32Array, at: number): void {
    const { stride } = this;
    this.reserve();
    for (let cell = 0; cell < stride; cell++) this.cells[this.end + cell] = from[at + cell] as number;
    this.end += stride;
  }

  /** The sibling of the block with this prefix that holds the address of a row. */
  pushSibling(from: Int32Array, at: number, prefix: number): void {
    this.reserve();
    const { cells, end, stride } = this;
    if (stride === 2) {
      cells[end] = ((from[at] as number) & laneMask(prefix)) ^ (1 << (32 - prefix));
    } else {
      for (let lane = 0; lane < 4; lane++) cells[end + lane] = (from[at + lane] as number) & laneMask(prefix - 32 * lane);
      const lane = end + ((prefix - 1) >>> 5);
      cells[lane] = (cells[lane] as number) ^ (1 << (31 - ((prefix - 1) & 31)));
    }
    cells[end + stride - 1] = prefix;
    this.end = end + stride;
  }

  /** The fewest IPv4 rows from an address to another, both as signed integers. */
  pushRange4(first: number, last: number): void {
    let from = first;
    // 0 stands for all 2 ** 32 addresses.
    let left = (last - first + 1) | 0;
    do {
      this.reserve();
      const { cells, end } = this;
      // The largest block that begins here and isn't longer than what is left: its prefix is that of the lowest bit set, or of the length.
      const longest = left === 0 ? 0 : Math.clz32(left) + 1;
      const prefix = from === 0 ? longest : Math.max(longest, Math.clz32(from & -from) + 1);
      cells[end] = from;
      cells[end + 1] = prefix;
      this.end = end + 2;
      if (prefix === 0) return;
      const size = 1 << (32 - prefix);
      from = (from + size) | 0;
      left = (left - size) | 0;
    } while (left !== 0);
  }

  /** Pushes a row and joins it with what stands before it, where the two are the halves of a block. */
  pushJoined(from: Int32Array, at: number): void {
    this.push(from, at);
    const { cells, stride } = this;
    while (this.end >= 2 * stride) {
      const last = this.end - stride;
      const prefix = cells[last + stride - 1] as number;
      if (prefix === 0 || cells[last - 1] !== prefix || !areHalves(cells, last - stride, last, stride, prefix)) return;
      cells[last - 1] = prefix - 1;
      this.end = last;
    }
  }

  /** Whether the last row holds the block of another row. */
  holds(from: Int32Array, at: number): boolean {
    const { cells, stride } = this;
    const last = this.end - stride;
    return last >= 0 && isInside(from, at, cells, last, stride);
  }

  /** The rows, in cells of their own. */
  finish(): Rows {
    const { cells, end, stride } = this;
    // What is given away is not kept here, too.
    this.cells = scratch;
    if (cells !== scratch) {
      // A quarter unused is kept: to copy costs more than it saves.
      return { stride, cells: end * 4 < cells.length * 3 ? cells.slice(0, end) : cells, start: 0, count: end / stride };
    }
    const place = takeCells(end);
    for (let cell = 0; cell < end; cell++) place.cells[place.start + cell] = cells[cell] as number;
    return { stride, cells: place.cells, start: place.start, count: end / stride };
  }

  private reserve(): void {
    if (this.end + this.stride <= this.cells.length) return;
    const grown = new Int32Array(this.cells.length * 4);
    grown.set(this.cells);
    this.cells = grown;
  }
}

const isInside = (a: Int32Array, at: number, b: Int32Array, bt: number, stride: Stride): boolean => {
  const prefix = b[bt + stride - 1] as number;
  if (((a[at] as number) ^ (b[bt] as number)) & laneMask(prefix)) return false;
  for (let lane = 1; 32 * lane < prefix; lane++) if (((a[at + lane] as number) ^ (b[bt + lane] as number)) & laneMask(prefix - 32 * lane)) return false;
  return true;
};

const areHalves = (cells: Int32Array, low: number, high: number, stride: Stride, prefix: number): boolean => {
  const lanes = stride - 1;
  const differing = (prefix - 1) >>> 5;
  const bit = 1 << (31 - ((prefix - 1) & 31));
  for (let lane = 0; lane < lanes; lane++) {
    const difference = (cells[low + lane] as number) ^ (cells[high + lane] as number);
    if (difference !== (lane === differing ? bit : 0)) return false;
  }
  return true;
};

// One builder a family serves all: where none is alive at a full collection, V8 forgets what it knew of the class, and with it the
// compiled code of all who use it.
const builder4 = new RowBuilder(2);
const builder6 = new RowBuilder(5);

export type { RowBuilder };

/**
 * The builder of a family, empty; until it finishes nobody else may begin.
 *
 * @param room about how many rows will come: more may, but then they move
 */
export const beginRows = (stride: Stride, room = 0): RowBuilder => (stride === 2 ? builder4 : builder6).begin(room);
