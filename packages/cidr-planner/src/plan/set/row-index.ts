import type { Rows } from './rows.ts';
import { commonBitsAt, isBelow, windowAt } from './rows.ts';

/**
 * Finds the place of an address among sorted rows. A table over the bits behind those that all rows share gives the few
 * rows to search among: it has about as many entries as there are rows, wherever these lie.
 */
export interface RowIndex {
  readonly rows: Rows;
  /** The bits that all rows share. */
  readonly shared: number;
  /** What shifts a window of 32 bits to an entry of the table. */
  readonly shift: number;
  /** For each entry the first row of it; one entry more ends the last. */
  readonly table: Int32Array;
}

const few = 32;
const mostBits = 22;

export const indexRows = (rows: Rows): RowIndex => {
  const { cells, start, stride, count } = rows;
  const shared = count < 2 ? 0 : commonBitsAt(cells, start, cells, start + (count - 1) * stride, stride);
  // Few rows are searched as they are, and so are those that all begin at one address.
  if (count <= few || shared === 32 * (stride - 1)) return { rows, shared: 0, shift: 32, table: Int32Array.of(0, count) };
  const bits = Math.min(mostBits, 32 - Math.clz32(count));
  const shift = 32 - bits;
  const table = new Int32Array((1 << bits) + 1);
  let entry = 0;
  for (let index = 0, at = start; index < count; index++, at += stride) {
    const here = windowAt(cells, at, stride, shared) >>> shift;
    while (entry < here) table[++entry] = index;
  }
  table.fill(count, entry + 1);
  return { rows, shared, shift, table };
};

/** The last row that begins at an address or below, -1 where there is none. */
export const findRow = (index: RowIndex, address: Int32Array, at: number): number => {
  const { rows, shared, shift, table } = index;
  const { cells, start, stride, count } = rows;
  let low = 0;
  let high = count;
  if (shift < 32) {
    if (commonBitsAt(address, at, cells, start, stride) < shared) return isBelow(address, at, cells, start, stride) ? -1 : count - 1;
    const entry = windowAt(address, at, stride, shared) >>> shift;
    low = table[entry] as number;
    high = table[entry + 1] as number;
  }
  // Within an entry the bits before the window are the same, so are the lanes before the one where it begins.
  return stride === 2 ? findIn4(cells, start, low, high, (address[at] as number) >>> 0) : findIn6(rows, low, high, address, at, shared >>> 5);
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
