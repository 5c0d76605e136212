import { laneMask } from '../block/lanes.ts';
import type { RowBuilder } from './row-builder.ts';
import { beginRows } from './row-builder.ts';
import type { Rows } from './rows.ts';

/*
 * IPv4 addresses fit a number, so IPv4 rows are swept as ranges: what touches is joined into the longest ranges, and these are
 * split into blocks at the end. That gives the fewest blocks without joining halves again and again, and takes nested rows as
 * they come. At a million texts, a merge takes 140 ms where joining halves took 162, and an exclusion 173 where merging both
 * sets before took 218.
 */

/** The fewest rows that hold the same addresses as sorted IPv4 rows. */
export const mergeRows4 = ({ cells, start, count }: Rows): Rows => {
  const merged = beginRows(2, count);
  const end = start + 2 * count;
  for (let at = start; at < end; ) {
    const first = cells[at] as number;
    const last = lastOfRange(cells, at, end);
    at = nextRange;
    merged.pushRange4(first, last);
  }
  return merged.finish();
};

/** What is left of sorted IPv4 rows without others, which are sorted as well, as the fewest rows; both may hold nested rows. */
export const subtractRows4 = (rows: Rows, removed: Rows): Rows => {
  const left = beginRows(2, rows.count);
  const { cells, start, count } = rows;
  const end = start + 2 * count;
  let bt = removed.start;
  for (let at = start; at < end; ) {
    const first = (cells[at] as number) >>> 0;
    const last = lastOfRange(cells, at, end) >>> 0;
    at = nextRange;
    bt = pushUncovered(left, first, last, removed, bt);
  }
  return left.finish();
};

// Where the range after that of lastOfRange begins: a second result without an object.
let nextRange = 0;

// The last address of the longest range that begins at a row, of all rows that touch each other from there on.
const lastOfRange = (cells: Int32Array, from: number, end: number): number => {
  let last = lastAt(cells, from);
  let at = from + 2;
  for (; at < end; at += 2) {
    if ((cells[at] as number) >>> 0 > (last >>> 0) + 1) break;
    const other = lastAt(cells, at);
    if (other >>> 0 > last >>> 0) last = other;
  }
  nextRange = at;
  return last;
};

const lastAt = (cells: Int32Array, at: number): number => (cells[at] as number) | ~laneMask(cells[at + 1] as number);

// Pushes what no removed row covers of a range, and gives back the first removed row that may reach behind it.
const pushUncovered = (left: RowBuilder, first: number, last: number, { cells, start, count }: Rows, from: number): number => {
  const end = start + 2 * count;
  let free = first;
  let bt = from;
  for (; bt < end; bt += 2) {
    const low = (cells[bt] as number) >>> 0;
    if (low > last) break;
    const high = lastAt(cells, bt) >>> 0;
    if (high < free) continue;
    if (low > free) left.pushRange4(free | 0, (low - 1) | 0);
    free = high + 1;
    if (free > last) return bt;
  }
  left.pushRange4(free | 0, last | 0);
  return bt;
};
