import type { PlainBlock } from './plain-block.ts';
import type { Random } from './random.ts';

const slotPrefix = 20;
const slotSize = 2 ** (32 - slotPrefix);

/** Where blocks are drawn from. */
export interface Draw {
  /** The blocks in address order, a block before those that it holds. */
  readonly blocks: readonly PlainBlock[];
  /** The block that all of them lie in; it has room behind the last of them. */
  readonly pool: PlainBlock;
}

/**
 * Draws blocks of /20 to /32 as networks grow: one /20 after the other is split at random, its pieces are taken, and some are left
 * free. What is left free is smaller than a /24 up to the last block, so a search for a /24 can't end early.
 *
 * @param nested how often a block that is split is taken as well: 0 gives disjoint blocks
 */
export const drawBlocks = (count: number, nested: number, random: Random): Draw => {
  const blocks: PlainBlock[] = [];
  const start = poolStart(count);
  let slot = start;
  while (blocks.length < count) {
    drawInto(blocks, { first: slot, prefix: slotPrefix }, false, nested, random);
    slot += slotSize;
  }
  blocks.length = count;
  return { blocks, pool: poolAround(start, slot) };
};

const drawInto = (blocks: PlainBlock[], piece: PlainBlock, isRight: boolean, nested: number, random: Random): void => {
  const { first, prefix } = piece;
  if (prefix === 32 || random.next() < 0.45) {
    // Only right halves are left free: two free halves would be a larger free block.
    if (!(isRight && prefix > 24 && random.next() < 0.3)) blocks.push(piece);
    return;
  }
  if (random.next() < nested) {
    blocks.push(piece);
    // Now and then two teams write the same block down.
    if (random.next() < 0.05) blocks.push(piece);
  }
  drawInto(blocks, { first, prefix: prefix + 1 }, false, nested, random);
  drawInto(blocks, { first: first + 2 ** (31 - prefix), prefix: prefix + 1 }, true, nested, random);
};

// A plan of a site lies in 10.0.0.0/8; more blocks than that need a larger space.
const poolStart = (count: number): number => (count <= 20_000 ? 10 * 2 ** 24 : 64 * 2 ** 24);

const poolAround = (start: number, end: number): PlainBlock => {
  let prefix = 8;
  while (start % 2 ** (32 - prefix) !== 0 || start + 2 ** (32 - prefix) < end + slotSize) prefix--;
  return { first: start, prefix };
};
