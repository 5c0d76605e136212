import { excludeCidr, mergeCidr } from 'cidr-tools';
import { exclude, merge } from 'fast-cidr-tools';
import { CidrSet } from '../ours.ts';
import { readSpan } from '../reference/read-span.ts';
import { blocksOf, joinSpans, subtractSpans } from '../reference/set-algebra.ts';
import { spanText, spanTexts } from './answers.ts';
import type { Row } from './row.ts';
import { repeatable } from './row.ts';

/** The fewest blocks that hold the same addresses, as texts. */
export const mergeRow: Row = {
  id: 'merge',
  title: 'merge: texts to the fewest texts, nested blocks',
  unit: 'ms',
  kind: 'mixed',
  orders: ['shuffled', 'sorted'],
  sizes: [10, 1e3, 1e5, 1e6],
  floor: true,
  participants: {
    ours: ({ texts }) => repeatable(() => new CidrSet(texts).toStrings(), spanTexts),
    'cidr-tools': ({ texts }) => repeatable(() => mergeCidr(texts as string[]), spanTexts),
    'fast-cidr-tools': ({ texts }) => repeatable(() => merge(texts as string[], true), spanTexts),
  },
  expected: ({ texts }) => joinSpans(texts.map(readSpan)).flatMap(blocksOf).map(spanText),
};

/** What is left of N blocks without N/2 others, as texts. */
export const excludeRow: Row = {
  id: 'exclude',
  title: 'exclude: N texts without N/2 others, to the fewest texts, nested blocks',
  unit: 'ms',
  kind: 'mixed',
  orders: ['shuffled', 'sorted'],
  sizes: [10, 1e3, 1e5, 1e6],
  floor: true,
  participants: {
    ours: ({ texts, excluded }) => repeatable(() => new CidrSet(texts).exclude(new CidrSet(excluded)).toStrings(), spanTexts),
    'cidr-tools': ({ texts, excluded }) => repeatable(() => excludeCidr(texts as string[], excluded as string[]), spanTexts),
    'fast-cidr-tools': ({ texts, excluded }) => repeatable(() => exclude(texts as string[], excluded as string[], true), spanTexts),
  },
  expected: ({ texts, excluded }) => subtractSpans(texts.map(readSpan), excluded.map(readSpan)).flatMap(blocksOf).map(spanText),
  growth: { 'fast-cidr-tools': 2 },
};
