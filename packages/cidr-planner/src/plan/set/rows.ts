import { CidrBlock } from '../block/cidr-block.ts';

/** The cells of a block: its address and prefix for IPv4, its four lanes and prefix for IPv6. */
export type Stride = 2 | 5;

/**
 * Blocks of one family as integers, one behind the other in one array: no object a block, so a million blocks cost
 * 8 or 20 megabytes, and a sort moves neighbours together.
 */
export interface Rows {
  readonly stride: Stride;
  readonly cells: Int32Array;
  /** The cell where the first block begins. */
  readonly start: number;
  /** The number of blocks. */
  readonly count: number;
}

export const noRows4: Rows = { stride: 2, cells: new Int32Array(0), start: 0, count: 0 };
export const noRows6: Rows = { stride: 5, cells: new Int32Array(0), start: 0, count: 0 };

/** The rows of no block. */
export const noRows = (stride: Stride): Rows => (stride === 2 ? noRows4 : noRows6);

const slabSize = 1024;
let slab = new Int32Array(slabSize);
let slabUsed = 0;

/** Where an array of cells was placed. */
export interface Place {
  readonly cells: Int32Array;
  readonly start: number;
}

/**
 * Room for some cells. A plan has about ten blocks, and a typed array costs more than all that is done with them, so
 * small sets share a slab; it goes when the last of them goes.
 */
export const takeCells = (size: number): Place => {
  if (size > slabSize / 2) return { cells: new Int32Array(size), start: 0 };
  if (slabUsed + size > slabSize) {
    slab = new Int32Array(slabSize);
    slabUsed = 0;
  }
  const start = slabUsed;
  slabUsed += size;
  return { cells: slab, start };
};

/** The block of a row. */
export const blockAt = (rows: Rows, index: number): CidrBlock => blockAtCell(rows.cells, rows.start + index * rows.stride, rows.stride);

/** The block whose cells begin here. */
export const blockAtCell = (cells: Int32Array, at: number, stride: Stride): CidrBlock =>
  stride === 2
    ? CidrBlock.ofLanes(4, cells[at + 1] as number, cells[at] as number, 0, 0, 0)
    : CidrBlock.ofLanes(6, cells[at + 4] as number, cells[at] as number, cells[at + 1] as number, cells[at + 2] as number, cells[at + 3] as number);

/** Writes a block into cells. */
export const writeBlock = (block: CidrBlock, cells: Int32Array, at: number): void => {
  cells[at] = block.lane0;
  if (block.family === 4) {
    cells[at + 1] = block.prefix;
    return;
  }
  cells[at + 1] = block.lane1;
  cells[at + 2] = block.lane2;
  cells[at + 3] = block.lane3;
  cells[at + 4] = block.prefix;
};

/** How many bits the addresses of two rows share from the front: 32 or 128 where they are equal. */
export const commonBitsAt = (a: Int32Array, at: number, b: Int32Array, bt: number, stride: Stride): number => {
  const first = (a[at] as number) ^ (b[bt] as number);
  if (first !== 0 || stride === 2) return Math.clz32(first);
  const second = (a[at + 1] as number) ^ (b[bt + 1] as number);
  if (second !== 0) return 32 + Math.clz32(second);
  const third = (a[at + 2] as number) ^ (b[bt + 2] as number);
  if (third !== 0) return 64 + Math.clz32(third);
  return 96 + Math.clz32((a[at + 3] as number) ^ (b[bt + 3] as number));
};

/** Whether the address of one row is below that of another. */
export const isBelow = (a: Int32Array, at: number, b: Int32Array, bt: number, stride: Stride): boolean => {
  for (let lane = 0; lane < stride - 1; lane++) {
    const left = a[at + lane] as number;
    const right = b[bt + lane] as number;
    if (left !== right) return left >>> 0 < right >>> 0;
  }
  return false;
};

/** Whether a row stands behind another in address order, in which a block stands before those that it holds. */
export const isBehind = (cells: Int32Array, a: number, b: number, stride: Stride): boolean => {
  for (let lane = 0; lane < stride - 1; lane++) {
    const left = cells[a + lane] as number;
    const right = cells[b + lane] as number;
    if (left !== right) return left >>> 0 > right >>> 0;
  }
  return (cells[a + stride - 1] as number) > (cells[b + stride - 1] as number);
};

/** 32 bits of the address of a row, from some bit on; zeros behind its end. */
export const windowAt = (cells: Int32Array, at: number, stride: Stride, bit: number): number => {
  const lane = bit >>> 5;
  const shift = bit & 31;
  const upper = (cells[at + lane] as number) << shift;
  return shift === 0 || lane >= stride - 2 ? upper : upper | ((cells[at + lane + 1] as number) >>> (32 - shift));
};
