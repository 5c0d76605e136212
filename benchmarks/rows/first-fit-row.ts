import { excludeCidr } from 'cidr-tools';
import { exclude } from 'fast-cidr-tools';
import { CidrSet, parseCidrBlock } from '../ours.ts';
import { readSpan } from '../reference/read-span.ts';
import { freeSpans, takeFirst } from '../reference/set-algebra.ts';
import { addressOf, prefixOf, sizeOf, spanText, spanTexts } from './answers.ts';
import type { MakeCell, Row } from './row.ts';
import { repeatable } from './row.ts';

type Exclude = (base: string[], excluded: string[]) => string[];

const firstFit = (free: readonly string[], prefix: number): string | undefined => {
  const room = free.find((text) => prefixOf(text) <= prefix);
  return room === undefined ? undefined : `${addressOf(room)}/${prefix}`;
};

const firstFitWith = (excludeFrom: Exclude): MakeCell => ({ texts, pool, wanted }) =>
  repeatable(
    () => firstFit(excludeFrom([pool], texts as string[]), wanted),
    (found) => spanTexts(found === undefined ? [] : [found]),
  );

/** The lowest free block of a size. */
export const firstFitRow: Row = {
  id: 'first-fit',
  title: 'first fit: texts to the lowest free /24 (IPv6: /48), none before the last block (peers: exclude, then pick)',
  unit: 'ms',
  kind: 'disjoint',
  orders: ['shuffled', 'sorted'],
  sizes: [10, 1e3, 1e5, 1e6],
  floor: true,
  participants: {
    ours: ({ texts, pool, wanted }) => {
      const within = parseCidrBlock(pool);
      return repeatable(() => new CidrSet(texts).firstFit(wanted, within), (found) => (found ? [spanText(found)] : []));
    },
    'cidr-tools': firstFitWith(excludeCidr),
    'fast-cidr-tools': firstFitWith((base, excluded) => exclude(base, excluded, true)),
  },
  expected: (input) => {
    const found = takeFirst([...freeSpans(readSpan(input.pool), input.texts.map(readSpan))], sizeOf(input.family, input.wanted));
    return found ? [spanText(found)] : [];
  },
  growth: { 'fast-cidr-tools': 2 },
};
