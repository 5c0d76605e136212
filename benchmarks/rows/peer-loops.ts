import type { Ends, Peer } from '../peers/peer.ts';

/** Reads with a peer, then sorts the blocks by their ends: what its users write themselves. */
const sortedEnds = <Block>(peer: Peer<Block>, texts: readonly string[]): Ends[] =>
  texts.map((text) => peer.ends(peer.parse(text))).sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.last > b.last ? -1 : a.last < b.last ? 1 : 0));

/** Whether two blocks of the texts meet, by a peer and a sort. */
export const anyOverlap = <Block>(peer: Peer<Block>, texts: readonly string[]): boolean => {
  const ends = sortedEnds(peer, texts);
  for (let at = 1; at < ends.length; at++) if ((ends[at] as Ends).first <= (ends[at - 1] as Ends).last) return true;
  return false;
};

/** How many pairs meet, by a peer, a sort, and a stack of the blocks that are open. */
export const countOverlaps = <Block>(peer: Peer<Block>, texts: readonly string[]): number => {
  const open: Ends[] = [];
  let count = 0;
  for (const ends of sortedEnds(peer, texts)) {
    while (open.length > 0 && (open[open.length - 1] as Ends).last < ends.first) open.pop();
    count += open.length;
    open.push(ends);
  }
  return count;
};

/** Two named blocks that meet. */
export interface NamedPair<Block> {
  readonly a: { readonly name: string; readonly block: Block };
  readonly b: { readonly name: string; readonly block: Block };
}

/** All pairs that meet, by a peer's reading and a loop over every two: the loop that its users write. */
export const pairsByLoop = <Block>(peer: Peer<Block>, named: readonly { readonly name: string; readonly cidr: string }[]): readonly NamedPair<Block>[] => {
  const blocks = named.map(({ name, cidr }) => ({ name, block: peer.parse(cidr) }));
  const pairs: NamedPair<Block>[] = [];
  for (let first = 0; first < blocks.length; first++) {
    const a = blocks[first] as NamedPair<Block>['a'];
    for (let second = first + 1; second < blocks.length; second++) {
      const b = blocks[second] as NamedPair<Block>['b'];
      if (peer.overlaps(a.block, b.block)) pairs.push({ a, b });
    }
  }
  return pairs;
};

/** All pairs that meet, by a peer's reading, a sort, and a stack: what its users could write. */
export const pairsBySweep = <Block>(peer: Peer<Block>, named: readonly { readonly name: string; readonly cidr: string }[]): readonly NamedPair<Block>[] => {
  const blocks = named
    .map(({ name, cidr }) => {
      const block = peer.parse(cidr);
      return { name, block, ends: peer.ends(block) };
    })
    .sort((a, b) => (a.ends.first < b.ends.first ? -1 : a.ends.first > b.ends.first ? 1 : a.ends.last > b.ends.last ? -1 : a.ends.last < b.ends.last ? 1 : 0));
  const open: typeof blocks = [];
  const pairs: NamedPair<Block>[] = [];
  for (const b of blocks) {
    while (open.length > 0 && (open[open.length - 1] as typeof b).ends.last < b.ends.first) open.pop();
    for (const a of open) pairs.push({ a, b });
    open.push(b);
  }
  return pairs;
};
