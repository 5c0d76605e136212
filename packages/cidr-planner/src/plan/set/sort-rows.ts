import { orderRows } from './order-rows.ts';
import { radixSort } from './radix-sort.ts';
import type { Rows } from './rows.ts';
import { isBehind } from './rows.ts';
import { sortEqualKeys, sortInWindow } from './sort-window.ts';

const few = 40;

/** The rows in address order, a block before those that it holds. Small sets are sorted in place, large ones may move. */
export const sortRows = (rows: Rows): Rows => {
  const { cells, start, stride, count } = rows;
  const end = start + count * stride;
  let at = start + stride;
  while (at < end && !isBehind(cells, at - stride, at, stride)) at += stride;
  if (at >= end) return rows;
  if (count <= few) {
    insertFrom(rows, at);
    return rows;
  }
  return stride === 2 ? sortRows4(rows) : sortRows6(rows);
};

const insertFrom = (rows: Rows, from: number): void => {
  if (rows.stride === 2) insertFrom4(rows, from);
  else insertFrom6(rows, from);
};

const insertFrom4 = ({ cells, start, count }: Rows, from: number): void => {
  const end = start + 2 * count;
  for (let at = from; at < end; at += 2) {
    const lane = cells[at] as number;
    const prefix = cells[at + 1] as number;
    let hole = at;
    while (hole > start) {
      const before = cells[hole - 2] as number;
      if (before === lane ? (cells[hole - 1] as number) <= prefix : before >>> 0 < lane >>> 0) break;
      cells[hole] = before;
      cells[hole + 1] = cells[hole - 1] as number;
      hole -= 2;
    }
    cells[hole] = lane;
    cells[hole + 1] = prefix;
  }
};

const moved = new Int32Array(5);

const insertFrom6 = ({ cells, start, count }: Rows, from: number): void => {
  const end = start + 5 * count;
  for (let at = from; at < end; at += 5) {
    if (!isBehind(cells, at - 5, at, 5)) continue;
    for (let cell = 0; cell < 5; cell++) moved[cell] = cells[at + cell] as number;
    let hole = at - 5;
    while (hole > start && isBehind(cells, hole - 5, at, 5)) hole -= 5;
    cells.copyWithin(hole + 5, hole, at);
    for (let cell = 0; cell < 5; cell++) cells[hole + cell] = moved[cell] as number;
  }
};

const sortRows4 = ({ cells, start, count }: Rows): Rows => {
  const sorted = radixSort(start === 0 && cells.length === 2 * count ? cells : cells.slice(start, start + 2 * count), count);
  sortEqualKeys(sorted, count);
  return { stride: 2, cells: sorted, start: 0, count };
};

const sortRows6 = (rows: Rows): Rows => {
  if (sortInWindow(rows)) return rows;
  const { cells, start, count } = rows;
  const order = orderRows(rows);
  const sorted = new Int32Array(5 * count);
  for (let index = 0, to = 0; index < count; index++, to += 5) {
    const from = start + 5 * (order[index] as number);
    sorted[to] = cells[from] as number;
    sorted[to + 1] = cells[from + 1] as number;
    sorted[to + 2] = cells[from + 2] as number;
    sorted[to + 3] = cells[from + 3] as number;
    sorted[to + 4] = cells[from + 4] as number;
  }
  return { stride: 5, cells: sorted, start: 0, count };
};
