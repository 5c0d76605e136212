import { orderRows } from './order-rows.ts';
import type { Rows } from './rows.ts';
import { commonBitsAt } from './rows.ts';

/** Rows, and the place of each in a list; undefined where the places are those of the rows. */
export interface PlacedRows {
  readonly rows: Rows;
  readonly places: Int32Array | undefined;
}

/** Pairs of places in a list, the lower place of each in one array and the upper in the other, in the order of the list. */
export interface PairsOfPlaces {
  readonly lower: Int32Array;
  readonly upper: Int32Array;
}

/** The places of the blocks that share addresses, two by two, in a list of so many blocks. */
export const overlappingPairs = (lists: readonly PlacedRows[], length: number): PairsOfPlaces => {
  const pairs = new PairList();
  for (const list of lists) sweep(list, pairs);
  return pairs.inOrder(length);
};

// In address order the blocks that hold a row stand on a stack when the row comes.
const sweep = ({ rows, places }: PlacedRows, pairs: PairList): void => {
  const { cells, start, stride, count } = rows;
  const order = orderRows(rows);
  const open: number[] = [];
  const openPrefixes: number[] = [];
  for (let index = 0; index < count; index++) {
    const row = order[index] as number;
    const at = start + row * stride;
    if (index > 0) {
      const shared = commonBitsAt(cells, start + (order[index - 1] as number) * stride, cells, at, stride);
      while (open.length > 0 && (openPrefixes[open.length - 1] as number) > shared) {
        open.pop();
        openPrefixes.pop();
      }
    }
    const place = places ? (places[row] as number) : row;
    for (let depth = 0; depth < open.length; depth++) pairs.add(open[depth] as number, place);
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
