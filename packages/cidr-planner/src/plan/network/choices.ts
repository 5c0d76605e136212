import type { CidrBlock } from '../block/cidr-block.ts';
import { halves } from '../block/carve.ts';
import { overlaps } from '../block/relate.ts';
import type { Network } from './network.ts';
import { vpcPrefixes, vSwitchPrefixes } from './placement-limits.ts';
import type { PlacementLimits } from './placement-limits.ts';

/**
 * The sets of places that the blocks of a VPC may have, one place a block, the preferred first. Places that are free
 * from end to end differ in size alone: of these, only as many of the largest are looked at as the VPC has blocks. Where
 * there are fewer places than blocks, places are divided.
 */
export function* choices(network: Network, limits: PlacementLimits, places: readonly CidrBlock[]): Generator<readonly CidrBlock[], void, undefined> {
  const wanted = network.vpc.length;
  if (wanted === 1) {
    for (const place of places) yield [place];
    return;
  }
  if (places.length < wanted) {
    for (const place of places) {
      const parts = halves(place).flatMap((half) => limits.vpc.largestIn(half, vpcPrefixes.most));
      // A place with one part has lost room and won no second place; parts without any vSwitch are places, too.
      if (parts.length > 0) yield* choices(network, limits, places.flatMap((other) => (other === place ? parts : [other])));
    }
    return;
  }
  yield* combinations(worthwhile(network, limits, places), wanted);
}

const worthwhile = (network: Network, limits: PlacementLimits, places: readonly CidrBlock[]): readonly CidrBlock[] => {
  const fixed = network.vSwitches.filter((vSwitch) => !vSwitch.movable).map((vSwitch) => vSwitch.block);
  const isWhole = (place: CidrBlock): boolean => limits.vSwitch.admits(place) && !fixed.some((block) => overlaps(block, place)) && place.prefix <= vSwitchPrefixes.most;
  const largest = new Set([...places.filter(isWhole)].sort((a, b) => a.prefix - b.prefix).slice(0, network.vpc.length));
  const present = network.vpc.map((range) => range.block);
  return places.filter((place) => largest.has(place) || !isWhole(place) || present.some((block) => overlaps(block, place)));
};

function* combinations(items: readonly CidrBlock[], count: number, from = 0): Generator<readonly CidrBlock[], void, undefined> {
  if (count === 0) {
    yield [];
    return;
  }
  for (let index = from; index <= items.length - count; index += 1) {
    for (const rest of combinations(items, count - 1, index + 1)) yield [items[index] as CidrBlock, ...rest];
  }
}
