import type { Rows } from './rows.ts';
import { commonBitsAt, isBelow, windowAt } from './rows.ts';

/**
 * Finds the place of an address among sorted rows, in two steps: a table over the bits behind those that all rows share,
 * and a search in the rows of its entry. Of a million rows the table stays near the processor, and the rows of an entry
 * are neighbours.
 */
export interface RowIndex {
  readonly rows: Rows;
  /** The bits that all rows share. */
  readonly shared: number;
  /** What shifts 32 bits behind the shared ones to an entry of the table; 32 where there is no table. */
  readonly shift: number;
  /** For each entry its first row; one entry more ends the last. */
  readonly table: Int32Array;
}

const few = 32;
/** An entry for about eight rows: the last steps of a search cost less than a larger table, which falls out of the cache. */
const rowsAnEntry = 8;
const mostBits = 20;

export const indexRows = (rows: Rows): RowIndex => {
  const { cells, start, stride, count } = rows;
  const shared = count < 2 ? 0 : commonBitsAt(cells, start, cells, start + (count - 1) * stride, stride);
  // Few rows are searched as they are, and so are those that all begin at one address.
  if (count <= few || shared === 32 * (stride - 1)) return { rows, shared: 0, shift: 32, table: new Int32Array(0) };
  const bits = Math.min(mostBits, 32 - Math.clz32(count / rowsAnEntry));
  const shift = 32 - bits;
  const table = new Int32Array((1 << bits) + 1);
  let entry = 0;
  for (let row = 0, at = start; row < count; row++, at += stride) {
    const here = windowAt(cells, at, stride, shared) >>> shift;
    while (entry < here) table[++entry] = row;
  }
  table.fill(count, entry + 1);
  return { rows, shared, shift, table };
};

/** The last row that begins at an address or below, -1 where there is none. */
export const findRow = (index: RowIndex, address: Int32Array, at: number): number => (index.rows.stride === 2 ? findRow4(index, address[at] as number) : findRow6(index, address, at));

const findRow4 = ({ rows, shared, shift, table }: RowIndex, address: number): number => {
  const { cells, start, count } = rows;
  let low = 0;
  let high = count;
  if (shift < 32) {
    const first = cells[start] as number;
    if (Math.clz32(address ^ first) < shared) return address >>> 0 < first >>> 0 ? -1 : count - 1;
    const entry = (address << shared) >>> shift;
    low = table[entry] as number;
    high = table[entry + 1] as number;
  }
  const wanted = address >>> 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (wanted < (cells[start + 2 * middle] as number) >>> 0) high = middle;
    else low = middle + 1;
  }
  return low - 1;
};

const findRow6 = ({ rows, shared, shift, table }: RowIndex, address: Int32Array, at: number): number => {
  const { cells, start, count } = rows;
  let low = 0;
  let high = count;
  if (shift < 32) {
    if (commonBitsAt(address, at, cells, start, 5) < shared) return isBelow(address, at, cells, start, 5) ? -1 : count - 1;
    const entry = windowAt(address, at, 5, shared) >>> shift;
    low = table[entry] as number;
    high = table[entry + 1] as number;
  }
  // The rows that are left share the bits before the window, so the lanes before it need no look.
  const firstLane = shared >>> 5;
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
