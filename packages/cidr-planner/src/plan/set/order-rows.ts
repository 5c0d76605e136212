import { radixSort } from './radix-sort.ts';
import type { Rows } from './rows.ts';
import { isBehind, windowAt } from './rows.ts';

const few = 32;

/** The places of the rows in address order, a block before those that it holds; equal blocks keep their order. */
export const orderRows = (rows: Rows): Int32Array => {
  const order = new Int32Array(rows.count);
  for (let index = 0; index < rows.count; index++) order[index] = index;
  orderRange(rows, order, 0, rows.count);
  return order;
};

// Sorts by 32 bits from the first bit that differs on, and what is equal there by the bits behind.
const orderRange = (rows: Rows, order: Int32Array, from: number, to: number): void => {
  if (to - from <= few) {
    insertOrder(rows, order, from, to);
    return;
  }
  const { cells, start, stride } = rows;
  const bit = firstVaryingBit(rows, order, from, to);
  const count = to - from;
  const pairs = new Int32Array(2 * count);
  const isPrefix = bit === 32 * (stride - 1);
  for (let index = 0; index < count; index++) {
    const row = order[from + index] as number;
    const at = start + row * stride;
    pairs[2 * index] = isPrefix ? (cells[at + stride - 1] as number) : windowAt(cells, at, stride, bit);
    pairs[2 * index + 1] = row;
  }
  const sorted = radixSort(pairs, count);
  for (let index = 0; index < count; index++) order[from + index] = sorted[2 * index + 1] as number;
  if (isPrefix) return;
  for (let index = 0; index < count; ) {
    const key = sorted[2 * index] as number;
    let end = index + 1;
    while (end < count && sorted[2 * end] === key) end++;
    if (end - index > 1) orderRange(rows, order, from + index, from + end);
    index = end;
  }
};

const firstVaryingBit = ({ cells, start, stride }: Rows, order: Int32Array, from: number, to: number): number => {
  const first = start + (order[from] as number) * stride;
  for (let lane = 0; lane < stride - 1; lane++) {
    const value = cells[first + lane] as number;
    let varying = 0;
    for (let index = from; index < to; index++) varying |= value ^ (cells[start + (order[index] as number) * stride + lane] as number);
    if (varying !== 0) return 32 * lane + Math.clz32(varying);
  }
  return 32 * (stride - 1);
};

const insertOrder = ({ cells, start, stride }: Rows, order: Int32Array, from: number, to: number): void => {
  for (let index = from + 1; index < to; index++) {
    const row = order[index] as number;
    let hole = index;
    while (hole > from && isBehind(cells, start + (order[hole - 1] as number) * stride, start + row * stride, stride)) {
      order[hole] = order[hole - 1] as number;
      hole--;
    }
    order[hole] = row;
  }
};
