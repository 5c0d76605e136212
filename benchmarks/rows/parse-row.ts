import { parseCidrBlock } from '../ours.ts';
import { eachPeer } from '../peers/each-peer.ts';
import { readSpan } from '../reference/read-span.ts';
import { spanText } from './answers.ts';
import type { MakeCell, Row } from './row.ts';
import { repeatable } from './row.ts';

/** Every text becomes a value of the package's own. */
export const parseRow: Row = {
  id: 'parse',
  title: 'strict parse: every text to a block',
  unit: 'ms',
  kind: 'disjoint',
  orders: ['shuffled'],
  sizes: [10, 1e3, 1e5, 1e6],
  floor: true,
  participants: {
    ours: ({ texts }) => repeatable(() => texts.map((text) => parseCidrBlock(text)), (blocks) => blocks.map(spanText)),
    ...eachPeer((peer): MakeCell => ({ texts }) => repeatable(() => texts.map((text) => peer.parse(text)), (blocks) => blocks.map((block) => spanText(peer.ends(block))))),
  },
  expected: ({ texts }) => texts.map((text) => spanText(readSpan(text))),
};
