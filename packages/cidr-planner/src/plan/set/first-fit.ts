import { CidrBlock } from '../block/cidr-block.ts';
import { laneMask } from '../block/lanes.ts';
import type { Rows } from './rows.ts';
import { commonBitsAt, isBelow, writeBlock } from './rows.ts';

const around = new Int32Array(5);
const candidate = new Int32Array(4);
const next = new Int32Array(4);

/**
 * The lowest block of a prefix inside `within` that shares no address with the sorted rows. The candidate moves behind
 * each row that it meets; it is free as soon as the next row begins behind its end.
 */
export const firstFit = (rows: Rows, prefix: number, within: CidrBlock): CidrBlock | undefined => {
  if (prefix < within.prefix) return undefined;
  writeBlock(within, around, 0);
  const { cells, start, stride, count } = rows;
  const lanes = stride - 1;
  for (let lane = 0; lane < lanes; lane++) candidate[lane] = around[lane] as number;
  const end = start + count * stride;
  for (let at = start; at < end; at += stride) {
    const rowPrefix = cells[at + lanes] as number;
    const shared = commonBitsAt(cells, at, around, 0, stride);
    if (shared < within.prefix) {
      if (shared >= rowPrefix) return undefined;
      if (isBelow(cells, at, around, 0, stride)) continue;
      break;
    }
    if (rowPrefix <= within.prefix) return undefined;
    if (startsBehind(cells, at, lanes, prefix)) break;
    if (!moveBehind(cells, at, lanes, Math.min(rowPrefix, prefix))) return undefined;
  }
  if (commonBitsAt(candidate, 0, around, 0, stride) < within.prefix) return undefined;
  return CidrBlock.ofLanes(within.family, prefix, candidate[0] as number, candidate[1] as number, candidate[2] as number, candidate[3] as number);
};

// Whether the block of the wanted prefix that holds the start of a row lies behind the candidate.
const startsBehind = (cells: Int32Array, at: number, lanes: number, prefix: number): boolean => {
  for (let lane = 0; lane < lanes; lane++) {
    const unit = ((cells[at + lane] as number) & laneMask(prefix - 32 * lane)) >>> 0;
    const place = (candidate[lane] as number) >>> 0;
    if (unit !== place) return unit > place;
  }
  return false;
};

// Moves the candidate to the address behind a block, unless it stands further on; false where there is none.
const moveBehind = (cells: Int32Array, at: number, lanes: number, prefix: number): boolean => {
  let carry = 1;
  for (let lane = lanes - 1; lane >= 0; lane--) {
    const value = ((cells[at + lane] as number) | ~laneMask(prefix - 32 * lane)) + carry | 0;
    carry = carry === 1 && value === 0 ? 1 : 0;
    next[lane] = value;
  }
  if (carry === 1) return false;
  for (let lane = 0; lane < lanes; lane++) {
    const value = next[lane] as number;
    const place = candidate[lane] as number;
    if (value === place) continue;
    if (value >>> 0 > place >>> 0) for (let later = lane; later < lanes; later++) candidate[later] = next[later] as number;
    return true;
  }
  return true;
};
