import { mergeRows4, subtractRows4 } from './merge-ranges.ts';
import type { RowBuilder } from './row-builder.ts';
import { beginRows } from './row-builder.ts';
import type { Rows } from './rows.ts';
import { commonBitsAt, isBelow, noRows } from './rows.ts';

/** Whether any two of the sorted rows share an address: a block that holds others holds the one behind it. */
export const anyOverlap = ({ cells, start, stride, count }: Rows): boolean => {
  const end = start + count * stride;
  for (let at = start + stride; at < end; at += stride) {
    if (commonBitsAt(cells, at - stride, cells, at, stride) >= (cells[at - 1] as number)) return true;
  }
  return false;
};

const openPrefixes = new Int32Array(130);
const openCounts = new Float64Array(130);

/**
 * How many pairs of the sorted rows share an address. CIDR blocks are laminar, so the open blocks form a stack, and
 * what a row shares with the row before it says which of them are still open.
 */
export const countPairs = ({ cells, start, stride, count }: Rows): number => {
  const end = start + count * stride;
  let depth = 0;
  let pairs = 0;
  for (let at = start; at < end; at += stride) {
    const prefix = cells[at + stride - 1] as number;
    if (at > start) {
      const shared = commonBitsAt(cells, at - stride, cells, at, stride);
      while (depth > 0 && (openPrefixes[depth - 1] as number) > shared) depth--;
    }
    const open = depth === 0 ? 0 : (openCounts[depth - 1] as number);
    pairs += open;
    // Equal blocks stand on the stack once, with their number.
    if (depth === 0 || openPrefixes[depth - 1] !== prefix) openPrefixes[depth++] = prefix;
    openCounts[depth - 1] = open + 1;
  }
  return pairs;
};

/** The fewest rows that hold the same addresses as the sorted rows. */
export const mergeRows = (rows: Rows): Rows => {
  const { cells, start, stride, count } = rows;
  if (count < 2) return rows;
  if (stride === 2) return mergeRows4(rows);
  const merged = beginRows(stride);
  const end = start + count * stride;
  for (let at = start; at < end; at += stride) if (!merged.holds(cells, at)) merged.pushJoined(cells, at);
  return merged.finish();
};

/** What is left of merged rows without others, which are merged as well. */
export const subtractRows = (rows: Rows, removed: Rows): Rows => {
  if (rows.count === 0 || removed.count === 0) return rows;
  if (rows.stride === 2) return subtractRows4(rows, removed);
  const left = beginRows(rows.stride);
  const { stride } = rows;
  const end = rows.start + rows.count * stride;
  const removedEnd = removed.start + removed.count * stride;
  let bt = removed.start;
  for (let at = rows.start; at < end; at += stride) {
    bt = skipBelow(removed, bt, rows.cells, at);
    const prefix = rows.cells[at + stride - 1] as number;
    const shared = bt < removedEnd ? commonBitsAt(rows.cells, at, removed.cells, bt, stride) : -1;
    if (shared >= 0 && shared >= Math.min(prefix, removed.cells[bt + stride - 1] as number)) {
      if ((removed.cells[bt + stride - 1] as number) > prefix) bt = carve(left, prefix, removed, bt, removedEnd);
    } else {
      left.push(rows.cells, at);
    }
  }
  return left.finish();
};

// The first of the merged rows that isn't wholly below the block of a row.
const skipBelow = ({ cells, start, stride, count }: Rows, from: number, others: Int32Array, at: number): number => {
  const end = start + count * stride;
  let bt = from;
  while (bt < end && isBelow(cells, bt, others, at, stride) && commonBitsAt(cells, bt, others, at, stride) < (cells[bt + stride - 1] as number)) bt += stride;
  return bt;
};

// Writes what is left of a block with this prefix around the removed rows inside it, and gives back the row behind these.
const carve = (left: RowBuilder, prefix: number, removed: Rows, from: number, end: number): number => {
  const { cells, stride } = removed;
  climbDown(left, removed, from, prefix + 1);
  let bt = from;
  for (;;) {
    const next = bt + stride;
    const shared = next < end ? commonBitsAt(cells, bt, cells, next, stride) : -1;
    if (shared < prefix) break;
    climbUp(left, removed, bt, shared + 2);
    climbDown(left, removed, next, shared + 2);
    bt = next;
  }
  climbUp(left, removed, bt, prefix + 1);
  return bt + stride;
};

// The siblings below a row, from the largest on: where a bit of its address is set, the lower half beside it is free.
const climbDown = (left: RowBuilder, { cells, stride }: Rows, at: number, from: number): void => {
  const to = cells[at + stride - 1] as number;
  for (let prefix = from; prefix <= to; prefix++) if (bitBefore(cells, at, prefix) !== 0) left.pushSibling(cells, at, prefix);
};

// The siblings above a row, from the smallest on: where a bit of its address is clear, the upper half beside it is free.
const climbUp = (left: RowBuilder, { cells, stride }: Rows, at: number, to: number): void => {
  for (let prefix = cells[at + stride - 1] as number; prefix >= to; prefix--) if (bitBefore(cells, at, prefix) === 0) left.pushSibling(cells, at, prefix);
};

const bitBefore = (cells: Int32Array, at: number, prefix: number): number => ((cells[at + ((prefix - 1) >>> 5)] as number) >>> (31 - ((prefix - 1) & 31))) & 1;

/** The addresses that two merged lists of rows share, as the fewest rows. */
export const intersectRows = (a: Rows, b: Rows): Rows => {
  if (a.count === 0 || b.count === 0) return noRows(a.stride);
  const { stride } = a;
  const both = beginRows(stride);
  const aEnd = a.start + a.count * stride;
  const bEnd = b.start + b.count * stride;
  for (let at = a.start, bt = b.start; at < aEnd && bt < bEnd; ) {
    const aPrefix = a.cells[at + stride - 1] as number;
    const bPrefix = b.cells[bt + stride - 1] as number;
    const shared = commonBitsAt(a.cells, at, b.cells, bt, stride);
    const aIsSmaller = aPrefix >= bPrefix;
    if (shared >= Math.min(aPrefix, bPrefix)) {
      if (aIsSmaller) both.push(a.cells, at);
      else both.push(b.cells, bt);
      if (aIsSmaller) at += stride;
      else bt += stride;
    } else if (isBelow(a.cells, at, b.cells, bt, stride)) {
      at += stride;
    } else {
      bt += stride;
    }
  }
  return both.finish();
};

/** The rows of two lists, one behind the other. */
export const joinRows = (a: Rows, b: Rows): Rows => {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const joined = beginRows(a.stride);
  for (const rows of [a, b]) for (let index = 0; index < rows.count; index++) joined.push(rows.cells, rows.start + index * rows.stride);
  return joined.finish();
};

/** Whether two lists are the same, row by row. */
export const areEqual = (a: Rows, b: Rows): boolean => {
  if (a.count !== b.count) return false;
  for (let cell = 0; cell < a.count * a.stride; cell++) if (a.cells[a.start + cell] !== b.cells[b.start + cell]) return false;
  return true;
};
