import { CidrSet, findOverlaps } from '../ours.ts';
import { cidrTools } from '../peers/cidr-tools.ts';
import { eachPeer } from '../peers/each-peer.ts';
import { readSpan } from '../reference/read-span.ts';
import { countPairs, overlappingPairs } from '../reference/set-algebra.ts';
import { nameOf, pairTexts, placeOf } from './answers.ts';
import { anyOverlap, countOverlaps, pairsByLoop, pairsBySweep } from './peer-loops.ts';
import { mostlyByHand } from './participants.ts';
import type { MakeCell, Row } from './row.ts';
import { repeatable } from './row.ts';

const one = (value: unknown): readonly string[] => [String(value)];

/** Whether any two blocks share an address; none do, so nobody can stop early. */
export const anyOverlapRow: Row = {
  id: 'any-overlap',
  title: 'any overlap: texts to yes or no, disjoint blocks (peers: parse, own sort)',
  unit: 'ms',
  kind: 'disjoint',
  orders: ['shuffled', 'sorted'],
  sizes: [10, 1e3, 1e5, 1e6],
  floor: true,
  participants: {
    ours: ({ texts }) => repeatable(() => new CidrSet(texts).hasOverlaps(), one),
    ...eachPeer((peer): MakeCell => ({ texts }) => repeatable(() => anyOverlap(peer, texts), one)),
  },
  expected: ({ texts }) => one(countPairs(texts.map(readSpan)) > 0),
};

/** How many pairs of blocks share an address. */
export const pairCountRow: Row = {
  id: 'pair-count',
  title: 'pair count: texts to the number of overlapping pairs, nested blocks (peers: parse, own sort and stack)',
  unit: 'ms',
  kind: 'mixed',
  orders: ['shuffled', 'sorted'],
  sizes: [10, 1e3, 1e5, 1e6],
  floor: true,
  participants: {
    ours: ({ texts }) => repeatable(() => new CidrSet(texts).countOverlaps(), one),
    ...eachPeer((peer): MakeCell => ({ texts }) => repeatable(() => countOverlaps(peer, texts), one)),
  },
  expected: ({ texts }) => one(countPairs(texts.map(readSpan))),
};

const namedBlocks = (texts: readonly string[]): readonly { readonly name: string; readonly cidr: string }[] => texts.map((cidr, place) => ({ name: nameOf(place), cidr }));

interface Pair {
  readonly a: { readonly name: string };
  readonly b: { readonly name: string };
}

const pairAnswer = (pairs: readonly Pair[], size: number): readonly string[] => pairTexts(pairs.map(({ a, b }) => [placeOf(a.name), placeOf(b.name)]), size);

/** Every pair as an object that names both blocks. */
export const allPairsRow: Row = {
  id: 'all-pairs',
  title: 'all pairs: named texts to a list of pairs, nested blocks (peers: parse, own loop over every two)',
  unit: 'ms',
  kind: 'mixed',
  orders: ['shuffled'],
  sizes: [10, 1e3, 1e4, 1e5, 1e6],
  floor: true,
  participants: {
    ours: ({ texts }) => {
      const named = namedBlocks(texts);
      return repeatable(() => [...findOverlaps(named)], (pairs) => pairAnswer(pairs, texts.length));
    },
    ...eachPeer((peer): MakeCell => ({ texts }) => {
      const named = namedBlocks(texts);
      return repeatable(() => pairsByLoop(peer, named), (pairs) => pairAnswer(pairs, texts.length));
    }),
    [mostlyByHand('cidr-tools with a sort and a stack')]: ({ texts }) => {
      const named = namedBlocks(texts);
      return repeatable(() => pairsBySweep(cidrTools, named), (pairs) => pairAnswer(pairs, texts.length));
    },
  },
  expected: ({ texts }) => pairTexts(overlappingPairs(texts.map(readSpan)), texts.length),
  growth: eachPeer(() => 2),
  patience: 60,
};
