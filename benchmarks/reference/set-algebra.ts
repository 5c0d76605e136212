import type { Span } from './read-span.ts';

/** By the first address, and the larger block before those that it holds. */
export const byAddress = (a: Span, b: Span): number => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.last > b.last ? -1 : a.last < b.last ? 1 : 0);

const meet = (a: Span, b: Span): boolean => a.first <= b.last && b.first <= a.last;

/** Up to this many blocks every pair is compared; above, the blocks are sorted and those that are open at a place are kept on a stack. */
const comparesAllUpTo = 2000;

/** Every two blocks that share an address, by their places in the list, the lower place first. */
export const overlappingPairs = (spans: readonly Span[]): readonly (readonly [number, number])[] => {
  const pairs: (readonly [number, number])[] = [];
  if (spans.length <= comparesAllUpTo) {
    spans.forEach((a, place) => {
      for (let other = place + 1; other < spans.length; other++) if (meet(a, spans[other] as Span)) pairs.push([place, other]);
    });
    return pairs;
  }
  sweep(spans, (place, open) => {
    for (const other of open) pairs.push(place < other ? [place, other] : [other, place]);
  });
  return pairs;
};

/** How many pairs share an address. */
export const countPairs = (spans: readonly Span[]): number => {
  if (spans.length <= comparesAllUpTo) return overlappingPairs(spans).length;
  let count = 0;
  sweep(spans, (_, open) => {
    count += open.length;
  });
  return count;
};

const sweep = (spans: readonly Span[], visit: (place: number, open: readonly number[]) => void): void => {
  const places = spans.map((_, place) => place).sort((a, b) => byAddress(spans[a] as Span, spans[b] as Span));
  const open: number[] = [];
  for (const place of places) {
    const { first } = spans[place] as Span;
    while (open.length > 0 && (spans[open.at(-1) as number] as Span).last < first) open.pop();
    visit(place, open);
    open.push(place);
  }
};

/** The spans joined where they touch or overlap, in address order. */
export const joinSpans = (spans: readonly Span[]): readonly Span[] => {
  const joined: { first: bigint; last: bigint }[] = [];
  for (const { first, last } of [...spans].sort(byAddress)) {
    const before = joined.at(-1);
    if (!before || first > before.last + 1n) joined.push({ first, last });
    else if (last > before.last) before.last = last;
  }
  return joined;
};

/** What the spans leave free of a space, in address order. */
export const freeSpans = (space: Span, taken: readonly Span[]): readonly Span[] => {
  const free: Span[] = [];
  let next = space.first;
  for (const { first, last } of joinSpans(taken)) {
    if (last < next || first > space.last) continue;
    if (first > next) free.push({ first: next, last: first - 1n });
    next = last + 1n;
  }
  if (next <= space.last) free.push({ first: next, last: space.last });
  return free;
};

/** What is left of the spans without the others, in address order. */
export const subtractSpans = (spans: readonly Span[], others: readonly Span[]): readonly Span[] => {
  const without = joinSpans(others);
  const left: Span[] = [];
  let place = 0;
  for (const span of joinSpans(spans)) {
    while (place < without.length && (without[place] as Span).last < span.first) place++;
    const near: Span[] = [];
    for (let other = place; other < without.length && (without[other] as Span).first <= span.last; other++) near.push(without[other] as Span);
    left.push(...freeSpans(span, near));
  }
  return left;
};

/** The fewest blocks that make up a span, in address order. */
export const blocksOf = ({ first, last }: Span): readonly Span[] => {
  const blocks: Span[] = [];
  for (let next = first; next <= last; ) {
    let size = 1n;
    while (next % (size * 2n) === 0n && next + size * 2n - 1n <= last) size *= 2n;
    blocks.push({ first: next, last: next + size - 1n });
    next += size;
  }
  return blocks;
};

/** Takes the lowest block of this many addresses out of the free spans, or undefined where there is none. */
export const takeFirst = (free: Span[], size: bigint): Span | undefined => {
  for (let place = 0; place < free.length; place++) {
    const span = free[place] as Span;
    const first = ((span.first + size - 1n) / size) * size;
    const last = first + size - 1n;
    if (last > span.last) continue;
    free.splice(place, 1, ...[{ first: span.first, last: first - 1n }, { first: last + 1n, last: span.last }].filter((rest) => rest.first <= rest.last));
    return { first, last };
  }
  return undefined;
};
