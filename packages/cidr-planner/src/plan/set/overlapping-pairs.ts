import type { CidrBlock } from '../block/cidr-block.ts';
import { orderRows } from './order-rows.ts';
import { readRows } from './read-rows.ts';
import type { Rows } from './rows.ts';
import { commonBitsAt } from './rows.ts';

/** Pairs of places in a list, the lower place of each in one array and the upper in the other, in the order of the list. */
export interface PairsOfPlaces {
  readonly lower: Int32Array;
  readonly upper: Int32Array;
}

/** The places of the blocks that share addresses, two by two. */
export const overlappingPairs = (blocks: readonly CidrBlock[]): PairsOfPlaces => {
  const { four, six } = readRows(blocks, {});
  const pairs = new PairList();
  sweep(four, placesOf(blocks, 4, four.count), pairs);
  sweep(six, placesOf(blocks, 6, six.count), pairs);
  return pairs.inOrder(blocks.length);
};

// The place in the list of each row of a family.
const placesOf = (blocks: readonly CidrBlock[], family: 4 | 6, count: number): Int32Array => {
  const places = new Int32Array(count);
  let row = 0;
  if (count > 0) blocks.forEach((block, place) => {
    if (block.family === family) places[row++] = place;
  });
  return places;
};

// In address order the blocks that hold a row stand on a stack when the row comes.
const sweep = (rows: Rows, places: Int32Array, pairs: PairList): void => {
  const { cells, start, stride, count } = rows;
  const order = orderRows(rows);
  const open: number[] = [];
  const openPrefixes: number[] = [];
  for (let index = 0; index < count; index++) {
    const at = start + (order[index] as number) * stride;
    if (index > 0) {
      const shared = commonBitsAt(cells, start + (order[index - 1] as number) * stride, cells, at, stride);
      while (open.length > 0 && (openPrefixes[open.length - 1] as number) > shared) {
        open.pop();
        openPrefixes.pop();
      }
    }
    const place = places[order[index] as number] as number;
    for (const other of open) pairs.add(other, place);
    open.push(place);
    openPrefixes.push(cells[at + stride - 1] as number);
  }
};

class PairList {
  private lower = new Int32Array(64);
  private upper = new Int32Array(64);
  private count = 0;

  add(a: number, b: number): void {
    if (this.count === this.lower.length) {
      this.lower = doubled(this.lower);
      this.upper = doubled(this.upper);
    }
    this.lower[this.count] = Math.min(a, b);
    this.upper[this.count] = Math.max(a, b);
    this.count++;
  }

  /** The pairs by the lower place, then by the upper: two counting sorts, the second of which keeps the order of the first. */
  inOrder(places: number): PairsOfPlaces {
    const lower = this.lower.subarray(0, this.count);
    const upper = this.upper.subarray(0, this.count);
    const byUpper = countingSort(upper, lower, places);
    const byLower = countingSort(byUpper.others, byUpper.keys, places);
    return { lower: byLower.keys, upper: byLower.others };
  }
}

const doubled = (cells: Int32Array): Int32Array<ArrayBuffer> => {
  const grown = new Int32Array(cells.length * 2);
  grown.set(cells);
  return grown;
};

const countingSort = (keys: Int32Array, others: Int32Array, places: number): { readonly keys: Int32Array; readonly others: Int32Array } => {
  const next = new Int32Array(places + 1);
  for (const key of keys) next[key + 1] = (next[key + 1] as number) + 1;
  for (let place = 0; place < places; place++) next[place + 1] = (next[place + 1] as number) + (next[place] as number);
  const sorted = { keys: new Int32Array(keys.length), others: new Int32Array(keys.length) };
  for (let pair = 0; pair < keys.length; pair++) {
    const key = keys[pair] as number;
    const to = next[key] as number;
    next[key] = to + 1;
    sorted.keys[to] = key;
    sorted.others[to] = others[pair] as number;
  }
  return sorted;
};
