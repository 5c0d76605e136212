import type { CidrBlock } from '../block/cidr-block.ts';
import { halves } from '../block/carve.ts';
import { covers, overlaps, relate } from '../block/relate.ts';

/** What stands in the way of a block, by how much of it the block may meet. */
export interface LimitLists {
  /** It may share no address with these. */
  readonly apart: readonly CidrBlock[];
  /** It may hold these, but not equal one or lie inside it. */
  readonly holdOnly?: readonly CidrBlock[];
  /** It may lie inside these, but not equal one or hold it. */
  readonly insideOnly?: readonly CidrBlock[];
  /** It may meet these, but equal none. */
  readonly unequal?: readonly CidrBlock[];
}

/** Where a block may lie: the rules about pairs of blocks, turned into questions to a place. */
export class BlockLimits {
  readonly #lists: Required<LimitLists>;

  constructor({ apart, holdOnly = [], insideOnly = [], unequal = [] }: LimitLists) {
    this.#lists = { apart, holdOnly, insideOnly, unequal };
  }

  /** Whether a block may be exactly here. */
  admits(block: CidrBlock): boolean {
    const { apart, holdOnly, insideOnly, unequal } = this.#lists;
    return (
      !apart.some((other) => overlaps(other, block)) &&
      !holdOnly.some((other) => covers(other, block)) &&
      !insideOnly.some((other) => covers(block, other)) &&
      !unequal.some((other) => relate(other, block) === 'equal')
    );
  }

  /** The largest blocks inside this one, itself included, that may be; none with a prefix longer than `longest`. */
  largestIn(block: CidrBlock, longest: number): readonly CidrBlock[] {
    const { apart, holdOnly, insideOnly, unequal } = this.#lists;
    // Nothing inside these can be admitted; without this the search would look at every block in them.
    if (block.prefix > longest || [...apart, ...holdOnly].some((other) => covers(other, block))) return [];
    if (this.admits(block)) return [block];
    const near = (list: readonly CidrBlock[]): readonly CidrBlock[] => list.filter((other) => overlaps(other, block));
    const inside = new BlockLimits({ apart: near(apart), holdOnly: near(holdOnly), insideOnly: near(insideOnly), unequal: near(unequal) });
    return halves(block).flatMap((half) => inside.largestIn(half, longest));
  }

  /** The same with further blocks to stay apart from. */
  apartFrom(blocks: readonly CidrBlock[]): BlockLimits {
    return new BlockLimits({ ...this.#lists, apart: [...this.#lists.apart, ...blocks] });
  }
}
