import type { CidrBlock } from '../block/cidr-block.ts';

interface Blocked {
  readonly block: CidrBlock;
}

interface Entry<Item> {
  readonly item: Item;
  readonly index: number;
  readonly isLeft: boolean;
}

/**
 * The pairs of one list with another that share addresses, in the order of the first list, then of the second. CIDR
 * blocks are nested or apart, so one sweep over the sorted blocks with a stack of the open ones finds them all, without
 * comparing each with each: a plan may have hundreds of vSwitches and of sites. `findOverlaps` is made for far longer lists:
 * at the ten blocks that a plan has it takes five times as long, and the rules are run again for each fix that is tried.
 */
export const pairsBetween = <Left extends Blocked, Right extends Blocked>(left: readonly Left[], right: readonly Right[]): readonly (readonly [Left, Right])[] => {
  const found: { readonly a: Entry<Left | Right>; readonly b: Entry<Left | Right> }[] = [];
  const entries: Entry<Left | Right>[] = [
    ...left.map((item, index) => ({ item, index, isLeft: true })),
    ...right.map((item, index) => ({ item, index, isLeft: false })),
  ];
  sweep(entries, (open, entry) => {
    if (open.isLeft !== entry.isLeft) found.push(open.isLeft ? { a: open, b: entry } : { a: entry, b: open });
  });
  return found.sort((x, y) => x.a.index - y.a.index || x.b.index - y.b.index).map(({ a, b }) => [a.item as Left, b.item as Right] as const);
};

/** The pairs of a list that share addresses, each once, in the order of the list. */
export const pairsWithin = <Item extends Blocked>(items: readonly Item[]): readonly (readonly [Item, Item])[] => {
  const found: { readonly a: Entry<Item>; readonly b: Entry<Item> }[] = [];
  sweep(
    items.map((item, index) => ({ item, index, isLeft: true })),
    (open, entry) => found.push(open.index < entry.index ? { a: open, b: entry } : { a: entry, b: open }),
  );
  return found.sort((x, y) => x.a.index - y.a.index || x.b.index - y.b.index).map(({ a, b }) => [a.item, b.item] as const);
};

const sweep = <Item extends Blocked>(entries: readonly Entry<Item>[], meet: (open: Entry<Item>, entry: Entry<Item>) => void): void => {
  const open: Entry<Item>[] = [];
  for (const entry of [...entries].sort((a, b) => byPlace(a.item.block, b.item.block))) {
    while (open.length > 0 && !(open.at(-1) as Entry<Item>).item.block.contains(entry.item.block)) open.pop();
    for (const around of open) meet(around, entry);
    open.push(entry);
  }
};

/** IPv4 first, then by address, and of blocks that begin together the larger first. */
const byPlace = (a: CidrBlock, b: CidrBlock): number =>
  a.family - b.family ||
  (a.lane0 >>> 0) - (b.lane0 >>> 0) ||
  (a.lane1 >>> 0) - (b.lane1 >>> 0) ||
  (a.lane2 >>> 0) - (b.lane2 >>> 0) ||
  (a.lane3 >>> 0) - (b.lane3 >>> 0) ||
  a.prefix - b.prefix;
