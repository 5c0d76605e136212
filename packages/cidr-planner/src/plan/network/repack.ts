import { CidrBlock } from '../block/cidr-block.ts';
import { commonSupernet, supernet } from '../block/carve.ts';
import { covers, overlaps } from '../block/relate.ts';
import type { NetworkChange } from '../rules/finding.ts';
import { dockerBridge, privateRanges } from '../rules/known-blocks.ts';
import { choices } from './choices.ts';
import { FreeSpace } from './free-space.ts';
import type { NamedBlock, NamedVSwitch, Network } from './network.ts';
import { clampPrefix, placementLimits, vpcPrefixes, vSwitchPrefixes } from './placement-limits.ts';
import type { PlacementLimits } from './placement-limits.ts';

/** What a repack found. */
export interface Repacked {
  /** Undefined where no placement exists, or none was found. */
  readonly changes?: readonly NetworkChange[];
  /** Whether every placement was ruled out, where there are no changes. */
  readonly isComplete: boolean;
}

/** Choices of places for the blocks of a VPC that are looked at. Only a VPC of several blocks is known to have so many. */
const mostChoices = 2_000;

const recommendedVpcPrefix = 16;

/**
 * Lays out everything that may move: every vSwitch keeps its size (the nearest legal one where it is none), the blocks
 * of a VPC that isn't made yet may have any. Blocks are looked for in the private ranges, and where the plan itself is
 * outside them. What can stay stays.
 *
 * Complete: a VPC block is the better the larger it is, so only the largest places that the rules admit are looked at,
 * and vSwitches are packed the largest first, which fails only where every order fails. Only the choice of places for
 * several VPC blocks is bounded; `isComplete` is false where the bound was met.
 */
export const repackNetwork = (network: Network): Repacked => {
  const roomy = repackWithin(network, [dockerBridge]);
  return roomy.changes ? roomy : repackWithin(network, []);
};

const repackWithin = (network: Network, beside: readonly CidrBlock[]): Repacked => {
  const limits = placementLimits(network, beside);
  if (network.vpc.some((range) => !range.movable)) {
    const placed = placeVSwitches(network, limits, network.vpc.map((range) => range.block));
    return { isComplete: true, ...(placed ? { changes: toChanges(placed) } : {}) };
  }
  const places = searchRoots(network).flatMap((root) => limits.vpc.largestIn(root, vpcPrefixes.most));
  const fixed = network.vSwitches.filter((vSwitch) => !vSwitch.movable);
  let tried = 0;
  for (const homes of choices(network, limits, byPreference(network, places))) {
    if (tried >= mostChoices) return { isComplete: false };
    tried += 1;
    if (!fixed.every((vSwitch) => homes.some((home) => covers(home, vSwitch.block)))) continue;
    const placed = placeVSwitches(network, limits, homes);
    if (placed) return { isComplete: true, changes: [...shapeVpc(network, limits, homes, placed), ...toChanges(placed)] };
  }
  return { isComplete: true };
};

/** The private ranges, and the surroundings of the blocks of the plan that lie elsewhere. */
const searchRoots = (network: Network): readonly CidrBlock[] => {
  const roots = [...privateRanges];
  for (const { block } of [...network.vSwitches.filter((vSwitch) => !vSwitch.movable), ...network.vpc]) {
    if (block.prefix < vpcPrefixes.least || roots.some((root) => overlaps(root, block))) continue;
    let root = block;
    for (let wider = supernet(root); wider && wider.prefix >= vpcPrefixes.least; wider = supernet(wider)) {
      const meets = wider;
      if (roots.some((other) => overlaps(other, meets))) break;
      root = wider;
    }
    roots.push(root);
  }
  return roots;
};

/** Places around the VPC's present blocks first, then the private ones before others, then the nearest. */
const byPreference = (network: Network, places: readonly CidrBlock[]): readonly CidrBlock[] => {
  const present = network.vpc.map((range) => range.block);
  const rank = (place: CidrBlock): number => (present.some((block) => overlaps(block, place)) ? 0 : privateRanges.some((range) => covers(range, place)) ? 1 : 2);
  const near = present[0]?.first ?? 0n;
  const distance = (place: CidrBlock): number => Math.abs(Number(place.first - near));
  return [...places].sort((a, b) => rank(a) - rank(b) || distance(a) - distance(b));
};

interface Placed {
  readonly vSwitch: NamedVSwitch;
  readonly block: CidrBlock;
}

/** A place for every vSwitch that may move: first with as many as can stay in theirs, then, where that leaves no room, with all anew. */
const placeVSwitches = (network: Network, limits: PlacementLimits, homes: readonly CidrBlock[]): readonly Placed[] | undefined => {
  const fixed = network.vSwitches.filter((vSwitch) => !vSwitch.movable).map((vSwitch) => vSwitch.block);
  const places = limits.vSwitch.apartFrom(fixed);
  const free = homes.flatMap((home) => places.largestIn(home, vSwitchPrefixes.most));
  const movable = network.vSwitches.filter((vSwitch) => vSwitch.movable);
  return pack(movable, new FreeSpace(free), { keep: true }) ?? pack(movable, new FreeSpace(free), { keep: false });
};

const pack = (vSwitches: readonly NamedVSwitch[], space: FreeSpace, { keep }: { readonly keep: boolean }): readonly Placed[] | undefined => {
  const placed: Placed[] = [];
  const homeless = vSwitches.filter((vSwitch) => {
    const stays = keep && clampPrefix(vSwitch.block.prefix, vSwitchPrefixes) === vSwitch.block.prefix && space.take(vSwitch.block);
    if (stays) placed.push({ vSwitch, block: vSwitch.block });
    return !stays;
  });
  const sizeOf = (vSwitch: NamedVSwitch): number => clampPrefix(vSwitch.block.prefix, vSwitchPrefixes);
  for (const vSwitch of [...homeless].sort((a, b) => sizeOf(a) - sizeOf(b))) {
    const block = space.takeNearest(sizeOf(vSwitch), vSwitch.block);
    if (!block) return undefined;
    placed.push({ vSwitch, block });
  }
  return placed;
};

/** The blocks of the VPC in their places: the present one where it does, else one around the vSwitches there, of the recommended size where that holds them. */
const shapeVpc = (network: Network, limits: PlacementLimits, homes: readonly CidrBlock[], placed: readonly Placed[]): readonly NetworkChange[] => {
  const all = [...network.vSwitches.filter((vSwitch) => !vSwitch.movable).map((vSwitch) => vSwitch.block), ...placed.map((entry) => entry.block)];
  const left = [...homes];
  const choose = (range: NamedBlock): CidrBlock => {
    const index = left.findIndex((home) => overlaps(home, range.block));
    return left.splice(Math.max(0, index), 1)[0] as CidrBlock;
  };
  return network.vpc.flatMap((range) => {
    const home = choose(range);
    const block = shapeBlock(range.block, home, all.filter((vSwitch) => covers(home, vSwitch)), limits);
    return block.toString() === range.block.toString() ? [] : [toChange(range, block)];
  });
};

const shapeBlock = (present: CidrBlock, home: CidrBlock, vSwitches: readonly CidrBlock[], limits: PlacementLimits): CidrBlock => {
  const fits = (block: CidrBlock): boolean => covers(home, block) && block.prefix <= vpcPrefixes.most && limits.vpc.admits(block) && vSwitches.every((vSwitch) => covers(block, vSwitch));
  if (fits(present)) return present;
  const near = overlaps(home, present) && covers(home, present) ? present.first : home.first;
  const core = commonSupernet(vSwitches) ?? CidrBlock.around(4, near, Math.max(home.prefix, clampPrefix(present.prefix, { least: recommendedVpcPrefix, most: vpcPrefixes.most })));
  let best: CidrBlock | undefined;
  // An empty block keeps its size: nothing asks for more.
  if (vSwitches.length === 0 && fits(core)) return core;
  for (let block: CidrBlock | undefined = core; block && covers(home, block); block = supernet(block)) {
    if (best && block.prefix < recommendedVpcPrefix) break;
    if (fits(block)) best = block;
  }
  return best ?? home;
};

const toChange = (range: NamedBlock, block: CidrBlock): NetworkChange => ({ path: range.path, name: range.name, from: range.block.toString(), to: block.toString() });

const toChanges = (placed: readonly Placed[]): readonly NetworkChange[] =>
  placed.filter((entry) => entry.block.toString() !== entry.vSwitch.block.toString()).map((entry) => toChange(entry.vSwitch, entry.block));

