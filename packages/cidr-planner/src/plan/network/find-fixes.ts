import { CidrBlock } from '../block/cidr-block.ts';
import { commonSupernet, excludeBlocks, findFreeBlock, supernet } from '../block/carve.ts';
import { pairsBetween } from '../rules/overlapping-pairs.ts';
import { BlockLimits } from './block-limits.ts';
import { FreeSpace } from './free-space.ts';
import { clampPrefix, vSwitchPrefixes } from './placement-limits.ts';
import type { NamedBlock, NamedVSwitch, Network } from './network.ts';
import { covers, overlaps } from '../block/relate.ts';
import type { NetworkChange, RawFinding } from '../rules/finding.ts';
import { dockerBridge, privateRanges, refusedVpcRanges } from '../rules/known-blocks.ts';

/** A possible fix, not proved yet: the changes together. */
export type FixCandidate = readonly NetworkChange[];

const recommendedVpcPrefix = 16;

/**
 * Possible fixes of a finding, the one that disturbs least first: one vSwitch that isn't made yet moves; the VPC block
 * shrinks around its vSwitches, grows to a vSwitch outside, or is drawn anew around all of them; VPC and vSwitches move together; at last, all of them are laid out afresh. What
 * exists stays.
 */
export const proposeFixes = (network: Network, finding: RawFinding): readonly FixCandidate[] => {
  const vpc = finding.ranges.filter((range) => network.vpc.includes(range) && range.movable);
  const vSwitches = network.vSwitches.filter((vSwitch) => finding.ranges.includes(vSwitch) && vSwitch.movable);
  return [
    ...vSwitches.flatMap((vSwitch) => moveVSwitch(network, vSwitch)),
    ...(finding.rule === 'vswitch-outside-vpc' ? vSwitches.flatMap((vSwitch) => growVpc(network, vSwitch)) : []),
    ...vpc.flatMap((block) => reshapeVpc(network, block)),
    ...(vpc.length > 0 || vSwitches.length > 0 ? redrawVpc(network) : []),
    ...relocate(network, vpc.length > 0 || vSwitches.length > 0 ? network.vpc[0] : undefined),
    ...(vpc.length > 0 || vSwitches.length > 0 ? startAfresh(network) : []),
  ];
};

const change = (range: NamedBlock, to: CidrBlock): NetworkChange => ({ path: range.path, name: range.name, from: range.block.toString(), to: to.toString() });

const farBlocks = (network: Network): readonly CidrBlock[] =>
  [...network.dataCenterNodes, ...network.dataCenterPods, ...network.routed, ...network.services, ...network.sites.flatMap((site) => site.blocks), ...network.customRoutes.filter(isTarget)].map((range) => range.block);

// A route to a large network, or to everywhere, may hold a vSwitch: it only must not lie inside one.
const isTarget = (route: NamedBlock): boolean => route.block.prefix > 16;

/** What no block of the cloud side should be moved to. */
const obstacles = (network: Network): readonly CidrBlock[] => [...farBlocks(network), ...refusedVpcRanges.map((range) => range.block), dockerBridge];

const moveVSwitch = (network: Network, vSwitch: NamedVSwitch): readonly FixCandidate[] => {
  const others = network.vSwitches.filter((other) => other !== vSwitch).map((other) => other.block);
  const free = findFreeBlock({
    within: network.vpc.map((range) => range.block),
    taken: [...others, ...obstacles(network)],
    prefix: clampPrefix(vSwitch.block.prefix, vSwitchPrefixes),
    near: vSwitch.block,
  });
  return free ? [[change(vSwitch, free)]] : [];
};

const growVpc = (network: Network, vSwitch: NamedVSwitch): readonly FixCandidate[] => {
  const [primary] = network.vpc;
  const grown = primary?.movable ? commonSupernet([primary.block, vSwitch.block]) : undefined;
  return primary && grown ? [[change(primary, grown)]] : [];
};

/** A VPC block around its vSwitches that meets no on-premises block: the largest inside the old one, and the recommended size. */
const reshapeVpc = (network: Network, vpc: NamedBlock): readonly FixCandidate[] => {
  const avoided = obstacles(network);
  const inside = network.vSwitches.filter((vSwitch) => covers(vpc.block, vSwitch.block));
  const met = new Set(pairsBetween(avoided.map((block) => ({ block })), inside).map(([, vSwitch]) => vSwitch));
  const isStray = (vSwitch: NamedVSwitch): boolean => vSwitch.movable && met.has(vSwitch);
  const kept = inside.filter((vSwitch) => !isStray(vSwitch));
  const core = commonSupernet(kept.map((vSwitch) => vSwitch.block)) ?? largestFree(vpc.block, avoided);
  if (!core || avoided.some((block) => overlaps(block, core))) return [];
  const largest = climb(core, (block) => block.prefix >= 8 && covers(vpc.block, block) && !avoided.some((other) => overlaps(other, block)));
  const sizes = [largest, climb(core, (block) => covers(largest, block) && block.prefix >= recommendedVpcPrefix)];
  const candidates = sizes.filter((block, index) => sizes.findIndex((other) => other.toString() === block.toString()) === index);
  return candidates.map((block) => [change(vpc, clampVpc(block)), ...resettle(inside.filter(isStray), block, [...avoided, ...kept.map((vSwitch) => vSwitch.block)])]);
};

const climb = (start: CidrBlock, accepts: (block: CidrBlock) => boolean): CidrBlock => {
  const wider = supernet(start);
  return wider && accepts(wider) ? climb(wider, accepts) : start;
};

const clampVpc = (block: CidrBlock): CidrBlock => (block.prefix > 28 ? CidrBlock.around(4, block.first, 28) : block);

const largestFree = (block: CidrBlock, taken: readonly CidrBlock[]): CidrBlock | undefined =>
  [...excludeBlocks(block, taken)].sort((a, b) => a.prefix - b.prefix)[0];

const resettle = (vSwitches: readonly NamedVSwitch[], home: CidrBlock, taken: readonly CidrBlock[]): readonly NetworkChange[] => {
  const space = new FreeSpace(new BlockLimits({ apart: taken }).largestIn(home, vSwitchPrefixes.most));
  return vSwitches.flatMap((vSwitch) => {
    const free = space.takeNearest(clampPrefix(vSwitch.block.prefix, vSwitchPrefixes), vSwitch.block);
    return free ? [change(vSwitch, free)] : [];
  });
};

/** The primary block drawn anew around all vSwitches of the plan, of the recommended size or as small as they allow. */
const redrawVpc = (network: Network): readonly FixCandidate[] => {
  const [primary] = network.vpc;
  const avoided = obstacles(network);
  const core = commonSupernet(network.vSwitches.map((vSwitch) => vSwitch.block));
  if (!primary?.movable || !core || avoided.some((block) => overlaps(block, core))) return [];
  const drawn = climb(core, (block) => block.prefix >= recommendedVpcPrefix && !avoided.some((other) => overlaps(other, block)));
  return [[change(primary, clampVpc(drawn))]];
};

/** The VPC goes to a free private block of its size, /8 at most and /16 where it was larger, and every vSwitch keeps its place in it. */
const relocate = (network: Network, vpc: NamedBlock | undefined): readonly FixCandidate[] => {
  if (!vpc?.movable) return [];
  const inside = network.vSwitches.filter((vSwitch) => covers(vpc.block, vSwitch.block));
  if (inside.some((vSwitch) => !vSwitch.movable)) return [];
  const core = commonSupernet(inside.map((vSwitch) => vSwitch.block)) ?? vpc.block;
  // A VPC that is larger than the recommendation rarely finds room as a whole: its vSwitches need far less.
  const kept = core.prefix > recommendedVpcPrefix && vpc.block.prefix < recommendedVpcPrefix ? CidrBlock.around(4, core.first, recommendedVpcPrefix) : vpc.block;
  const home = findFreeBlock({
    within: privateRanges,
    taken: [...obstacles(network), ...network.vpc.filter((range) => range !== vpc).map((range) => range.block)],
    prefix: Math.min(28, Math.max(8, kept.prefix)),
    near: kept,
  });
  if (!home) return [];
  return [[change(vpc, home), ...inside.map((vSwitch) => change(vSwitch, CidrBlock.around(4, home.first + (vSwitch.block.first - kept.first), vSwitch.block.prefix)))]];
};

/** A free private block that is large enough, and every vSwitch anew in it: for vSwitches that no one block can hold. */
const startAfresh = (network: Network): readonly FixCandidate[] => {
  const [primary, ...secondary] = network.vpc;
  const vSwitches = network.vSwitches.filter((vSwitch) => !secondary.some((range) => covers(range.block, vSwitch.block)));
  if (!primary?.movable || vSwitches.some((vSwitch) => !vSwitch.movable)) return [];
  const needed = vSwitches.reduce((sum, vSwitch) => sum + 2 ** (32 - clampPrefix(vSwitch.block.prefix, vSwitchPrefixes)), 0);
  const home = findFreeBlock({
    within: privateRanges,
    taken: [...obstacles(network), ...secondary.map((range) => range.block)],
    prefix: Math.max(8, Math.min(recommendedVpcPrefix, 31 - Math.ceil(Math.log2(needed)))),
    near: primary.block,
  });
  const largestFirst = [...vSwitches].sort((a, b) => a.block.prefix - b.block.prefix);
  return home ? [[change(primary, home), ...resettle(largestFirst, home, [])]] : [];
};
