import { formatAddress } from '../block/cidr-block.ts';
import type { AddressFamily, CidrBlock } from '../block/cidr-block.ts';
import { largestBetween } from './largest-free.ts';
import { covers } from '../block/relate.ts';
import type { NetworkInput } from '../network/network-input.ts';
import type { NetworkPlan } from '../network/plan-network.ts';
import { collectOwners } from './owners.ts';
import type { BlockOwner } from './owners.ts';

/** A block of the map: who owns it, what lies in it, what is free in it. */
export interface MapBlock {
  readonly type: 'block';
  readonly block: CidrBlock;
  /** Whose block it is: several where equal blocks have several names. */
  readonly owners: readonly BlockOwner[];
  /** In address order. Empty for a block that holds no other. */
  readonly items: readonly MapItem[];
  /** The marks of all owners together: numbers of findings, counted from 1 in the order of the plan. */
  readonly errors: readonly number[];
  readonly warnings: readonly number[];
  /** Whether two that must not meet both have these addresses. */
  readonly contested: boolean;
}

/** Addresses of a block that nothing on the map has. */
export interface MapGap {
  readonly type: 'gap';
  readonly first: bigint;
  readonly last: bigint;
  /** The largest block that can be cut from it, the lowest of equals. */
  readonly largest: CidrBlock;
}

/** Neighbours that were left out, as their parent has too many blocks, with the free addresses between them. */
export interface MapRest {
  readonly type: 'rest';
  readonly first: bigint;
  readonly last: bigint;
  /** Blocks left out, those inside them counted. */
  readonly blocks: number;
}

/** What stands in a block, or at the top of a family. */
export type MapItem = MapBlock | MapGap | MapRest;

/** The blocks of one address family. */
export interface MapFamily {
  readonly family: AddressFamily;
  /** The outermost blocks in address order; no gaps, as what lies between them belongs to others. */
  readonly items: readonly MapItem[];
}

/** How many blocks of one parent are drawn. Blocks in conflict are drawn first, then those with the lowest addresses. */
export const mostBlocks = 40;

/**
 * The blocks of a network and of the findings about it as a tree: CIDR blocks are nested or apart, so each has one place.
 *
 * @throws {InvalidInputError} where a block of the input can't be read
 */
export const mapAddresses = (input: NetworkInput, plan: NetworkPlan): readonly MapFamily[] => {
  const owners = collectOwners(input, plan);
  const contested = new Set(plan.findings.flatMap((finding) => (finding.severity === 'error' && finding.intersection !== undefined ? [finding.intersection] : [])));
  return ([4, 6] as const).flatMap((family) => {
    const nests = nestBlocks(owners.filter((owner) => owner.block.family === family));
    return nests.length === 0 ? [] : [{ family, items: drawItems(undefined, nests, contested, false) }];
  });
};

/** How an item that is no block is called: `10.0.0.0 – 10.10.23.255`. */
export const showSpan = (family: AddressFamily, span: { readonly first: bigint; readonly last: bigint }): string =>
  span.first === span.last ? formatAddress(family, span.first) : `${formatAddress(family, span.first)} – ${formatAddress(family, span.last)}`;

interface Nest {
  readonly block: CidrBlock;
  readonly owners: BlockOwner[];
  readonly inner: Nest[];
}

const nestBlocks = (owners: readonly BlockOwner[]): readonly Nest[] => {
  const sorted = [...owners].sort((a, b) => compare(a.block.first, b.block.first) || a.block.prefix - b.block.prefix);
  const top: Nest[] = [];
  const open: Nest[] = [];
  for (const owner of sorted) {
    while (open.length > 0 && !covers((open.at(-1) as Nest).block, owner.block)) open.pop();
    const around = open.at(-1);
    if (around?.block.prefix === owner.block.prefix) around.owners.push(owner);
    else {
      const nest: Nest = { block: owner.block, owners: [owner], inner: [] };
      (around?.inner ?? top).push(nest);
      open.push(nest);
    }
  }
  return top;
};

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

const drawBlock = (nest: Nest, contested: ReadonlySet<string>, within: boolean): MapBlock => {
  const shared = within || contested.has(nest.block.toString());
  return {
    type: 'block',
    block: nest.block,
    owners: nest.owners,
    items: nest.inner.length === 0 ? [] : drawItems(nest.block, nest.inner, contested, shared),
    errors: numbers(nest.owners.flatMap((owner) => owner.errors)),
    warnings: numbers(nest.owners.flatMap((owner) => owner.warnings)),
    contested: shared,
  };
};

const numbers = (all: readonly number[]): readonly number[] => [...new Set(all)].sort((a, b) => a - b);

const drawItems = (parent: CidrBlock | undefined, nests: readonly Nest[], contested: ReadonlySet<string>, within: boolean): readonly MapItem[] => {
  const shown = chooseShown(nests);
  const items: MapItem[] = [];
  let next = parent?.first;
  let rest: { first: bigint; last: bigint; blocks: number } | undefined;
  const fillTo = (end: bigint): void => {
    if (parent && next !== undefined && next <= end) items.push({ type: 'gap', first: next, last: end, largest: largestBetween(parent.family, next, end) });
  };
  const close = (): void => {
    if (!rest) return;
    fillTo(rest.first - 1n);
    items.push({ type: 'rest', ...rest });
    next = rest.last + 1n;
    rest = undefined;
  };
  for (const nest of nests) {
    if (!shown.has(nest)) {
      rest = { first: rest?.first ?? nest.block.first, last: nest.block.last, blocks: (rest?.blocks ?? 0) + countNests([nest]) };
      continue;
    }
    close();
    fillTo(nest.block.first - 1n);
    items.push(drawBlock(nest, contested, within));
    next = nest.block.last + 1n;
  }
  close();
  if (parent) fillTo(parent.last);
  return items;
};

const chooseShown = (nests: readonly Nest[]): ReadonlySet<Nest> => {
  if (nests.length <= mostBlocks) return new Set(nests);
  const inConflict = new Set(nests.filter(hasError));
  return new Set([...inConflict, ...nests.filter((nest) => !inConflict.has(nest))].slice(0, mostBlocks));
};

const hasError = (nest: Nest): boolean => nest.owners.some((owner) => owner.errors.length > 0) || nest.inner.some(hasError);

const countNests = (nests: readonly Nest[]): number => nests.reduce((sum, nest) => sum + 1 + countNests(nest.inner), 0);
