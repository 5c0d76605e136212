import type { Rows } from './rows.ts';
import { commonBitsAt, isBelow, windowAt } from './rows.ts';

/**
 * Finds the place of an address among sorted rows, in three steps: a table over the bits behind those that all rows
 * share, the few samples of its entry, and the few rows behind a sample. Of a million rows the table and the samples are
 * small enough to stay near the processor, and the last step reads neighbours.
 */
export interface RowIndex {
  readonly rows: Rows;
  /** The bits that all rows share. */
  readonly shared: number;
  /** What shifts 32 bits behind the shared ones to an entry of the table. */
  readonly shift: number;
  /** For each entry its first sample; one entry more ends the last. */
  readonly table: Int32Array;
  /** The 32 bits behind the shared ones of every eighth row, unsigned. */
  readonly samples: Uint32Array;
}

const few = 32;
const sampled = 8;
const mostBits = 20;

export const indexRows = (rows: Rows): RowIndex => {
  const { cells, start, stride, count } = rows;
  const shared = count < 2 ? 0 : commonBitsAt(cells, start, cells, start + (count - 1) * stride, stride);
  // Few rows are searched as they are, and so are those that all begin at one address.
  if (count <= few || shared === 32 * (stride - 1)) return { rows, shared: 0, shift: 32, table: new Int32Array(0), samples: new Uint32Array(0) };
  const samples = new Uint32Array(Math.ceil(count / sampled));
  for (let sample = 0; sample < samples.length; sample++) samples[sample] = windowAt(cells, start + sample * sampled * stride, stride, shared);
  const bits = Math.min(mostBits, 32 - Math.clz32(samples.length));
  const shift = 32 - bits;
  const table = new Int32Array((1 << bits) + 1);
  let entry = 0;
  for (let sample = 0; sample < samples.length; sample++) {
    const here = (samples[sample] as number) >>> shift;
    while (entry < here) table[++entry] = sample;
  }
  table.fill(samples.length, entry + 1);
  return { rows, shared, shift, table, samples };
};

/** The last row that begins at an address or below, -1 where there is none. */
export const findRow = (index: RowIndex, address: Int32Array, at: number): number => {
  const { rows, shared, shift, table, samples } = index;
  const { cells, start, stride, count } = rows;
  let low = 0;
  let high = count;
  if (shift < 32) {
    if (commonBitsAt(address, at, cells, start, stride) < shared) return isBelow(address, at, cells, start, stride) ? -1 : count - 1;
    const window = windowAt(address, at, stride, shared) >>> 0;
    const from = table[window >>> shift] as number;
    const above = firstAbove(samples, from, table[(window >>> shift) + 1] as number, window);
    if (above === 0) return -1;
    high = Math.min(count, above * sampled);
    // Rows that differ behind the window alone have equal samples, and may begin before them.
    low = (samples[above - 1] as number) < window ? (above - 1) * sampled : Math.max(0, firstAbove(samples, 0, above, window - 1) - 1) * sampled;
  }
  // The rows that are left share the bits before the window, so the lanes before it need no look.
  return stride === 2 ? findIn4(cells, start, low, high, (address[at] as number) >>> 0) : findIn6(rows, low, high, address, at, shared >>> 5);
};

const firstAbove = (samples: Uint32Array, from: number, to: number, window: number): number => {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (window < (samples[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
};

const findIn4 = (cells: Int32Array, start: number, from: number, to: number, address: number): number => {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (address < (cells[start + 2 * middle] as number) >>> 0) high = middle;
    else low = middle + 1;
  }
  return low - 1;
};

const findIn6 = ({ cells, start }: Rows, from: number, to: number, address: Int32Array, at: number, firstLane: number): number => {
  let low = from;
  let high = to;
  const wanted = (address[at + firstLane] as number) >>> 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = start + 5 * middle;
    const value = (cells[row + firstLane] as number) >>> 0;
    if (wanted < value || (wanted === value && isBelow(address, at, cells, row, 5))) high = middle;
    else low = middle + 1;
  }
  return low - 1;
};

/** For each of the sorted rows the smallest row before it that holds it, -1 where there is none. */
export const findParents = ({ cells, start, stride, count }: Rows): Int32Array => {
  const parents = new Int32Array(count);
  for (let index = 0, at = start; index < count; index++, at += stride) {
    let parent = index - 1;
    if (parent >= 0) {
      const shared = commonBitsAt(cells, at - stride, cells, at, stride);
      while (parent >= 0 && (cells[start + parent * stride + stride - 1] as number) > shared) parent = parents[parent] as number;
    }
    parents[index] = parent;
  }
  return parents;
};
