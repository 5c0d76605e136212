import { CidrBlock } from '../block/cidr-block.ts';
import { halves } from '../block/carve.ts';
import { covers, overlaps } from '../block/relate.ts';

/**
 * Free blocks that vSwitches are taken from. Sizes are powers of two and blocks are aligned, so if the largest are taken
 * first, every choice of place leaves the same room for the rest: they all fit, or no other order would have fitted them.
 */
export class FreeSpace {
  #free: CidrBlock[];

  constructor(blocks: readonly CidrBlock[]) {
    this.#free = [...blocks];
  }

  /** Takes exactly this block; false where it isn't free. */
  take(block: CidrBlock): boolean {
    const index = this.#free.findIndex((free) => covers(free, block));
    const holder = this.#free[index];
    if (!holder) return false;
    this.#free.splice(index, 1, ...without(holder, block));
    return true;
  }

  /** Takes the block of this size whose first address is nearest to a place; undefined where none is free. */
  takeNearest(prefix: number, near: CidrBlock): CidrBlock | undefined {
    let best: { readonly block: CidrBlock; readonly distance: bigint } | undefined;
    for (const free of this.#free) {
      if (free.prefix > prefix) continue;
      const start = near.first < free.first ? free.first : near.first > free.last ? free.last : near.first;
      const block = CidrBlock.around(4, start, prefix);
      const distance = block.first > near.first ? block.first - near.first : near.first - block.first;
      if (!best || distance < best.distance) best = { block, distance };
    }
    if (best) this.take(best.block);
    return best?.block;
  }
}

const without = (holder: CidrBlock, block: CidrBlock): readonly CidrBlock[] =>
  holder.prefix === block.prefix ? [] : halves(holder).flatMap((half) => (overlaps(half, block) ? without(half, block) : [half]));
