import { orderRows } from './order-rows.ts';
import { radixSort } from './radix-sort.ts';
import type { Rows } from './rows.ts';
import { isBehind } from './rows.ts';

const few = 64;

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

const insertFrom = ({ cells, start, stride, count }: Rows, from: number): void => {
  const end = start + count * stride;
  for (let at = from; at < end; at += stride) {
    let hole = at;
    while (hole > start && isBehind(cells, hole - stride, hole, stride)) {
      for (let cell = hole; cell < hole + stride; cell++) {
        const moved = cells[cell] as number;
        cells[cell] = cells[cell - stride] as number;
        cells[cell - stride] = moved;
      }
      hole -= stride;
    }
  }
};

const sortRows4 = ({ cells, start, count }: Rows): Rows => {
  const sorted = radixSort(start === 0 && cells.length === 2 * count ? cells : cells.slice(start, start + 2 * count), count);
  for (let at = 2; at < 2 * count; at += 2) {
    if (sorted[at] !== sorted[at - 2]) continue;
    let end = at + 2;
    while (end < 2 * count && sorted[end] === sorted[at]) end += 2;
    sortPrefixes(sorted, at - 2, end);
    at = end - 2;
  }
  return { stride: 2, cells: sorted, start: 0, count };
};

const prefixCounts = new Uint32Array(33);

// Blocks that begin at one address differ in their prefix alone, so it is enough to count these.
const sortPrefixes = (cells: Int32Array, from: number, to: number): void => {
  prefixCounts.fill(0);
  for (let at = from; at < to; at += 2) {
    const prefix = cells[at + 1] as number;
    prefixCounts[prefix] = (prefixCounts[prefix] as number) + 1;
  }
  for (let prefix = 0, at = from; at < to; prefix++) for (let left = prefixCounts[prefix] as number; left > 0; left--, at += 2) cells[at + 1] = prefix;
};

const sortRows6 = (rows: Rows): Rows => {
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
