import { drawBlocks } from './blocks.ts';
import type { PlainBlock } from './plain-block.ts';
import { addressText, blockText, mirroredBits } from './plain-block.ts';
import { seeded, shuffle } from './random.ts';

/** The order in which the blocks are written down. */
export type InputOrder = 'shuffled' | 'sorted';

/** What a row works on. */
export type InputKind = 'disjoint' | 'mixed';

/** The input of a cell: all texts, as a caller has them. */
export interface Input {
  readonly family: 4 | 6;
  /** The blocks: disjoint, or nested and repeated here and there. */
  readonly texts: readonly string[];
  /** Half as many other blocks, to be excluded from these. */
  readonly excluded: readonly string[];
  /** The block that all of them lie in. */
  readonly pool: string;
  /** The prefix to look for: /24, or /48 for IPv6. */
  readonly wanted: number;
  /** The prefixes of as many allocations as there are blocks: /24 to /30, or /48 to /54. */
  readonly requests: readonly number[];
  /** Addresses to look up: nine of ten lie in a block. */
  readonly addresses: readonly string[];
}

/** Draws an input; the same arguments give the same texts. */
export const makeInput = (kind: InputKind, family: 4 | 6, order: InputOrder, size: number): Input => {
  const random = seeded(size);
  const { blocks, pool } = drawBlocks(size, kind === 'mixed' ? 0.06 : 0, random);
  const arranged = order === 'sorted' ? [...blocks] : shuffle([...blocks], random);
  const excluded = drawBlocks(Math.max(1, size >>> 1), 0.06, seeded(size + 1)).blocks;
  const longer = family === 4 ? 0 : mirroredBits;
  return flat({
    family,
    texts: arranged.map((block) => blockText(family, block)),
    excluded: (order === 'sorted' ? [...excluded] : shuffle([...excluded], random)).map((block) => blockText(family, block)),
    pool: blockText(family, pool),
    wanted: 24 + longer,
    requests: Array.from({ length: size }, () => 24 + random.below(7) + longer),
    addresses: Array.from({ length: size >= 100_000 ? 200_000 : 20_000 }, () => addressText(family, randomAddress(blocks, pool))),
  });

  function randomAddress(among: readonly PlainBlock[], otherwise: PlainBlock): number {
    const block = random.next() < 0.9 ? (among[random.below(among.length)] ?? otherwise) : otherwise;
    return block.first + random.below(2 ** (32 - block.prefix));
  }
};

// Texts come from a file or the wire: JSON makes them flat, where pieced-together strings would be flattened by whoever reads them first.
const flat = (input: Input): Input => JSON.parse(JSON.stringify(input)) as Input;
