import { intersect, relate } from '../block/relate.ts';
import type { NamedBlock, Network } from '../network/network.ts';
import { buildFinding, showRange } from './finding.ts';
import type { RawFinding } from './finding.ts';
import { knownDefaultOf } from './known-blocks.ts';
import { networkRule } from './network-rules.ts';
import type { NetworkRuleId } from './network-rules.ts';
import { pairsBetween, pairsWithin } from './overlapping-pairs.ts';

/** Every pair of blocks of the data center and of the VPC that may not share an address. */
export const findOverlapFindings = (network: Network): readonly RawFinding[] => {
  const onPremises = [...network.dataCenterNodes, ...network.dataCenterPods, ...network.routed];
  return [
    ...between(onPremises, network.vSwitches, 'overlap-data-center-vswitch', network),
    ...between(network.services, network.vSwitches, 'overlap-service-vswitch', network),
    ...between(onPremises, network.services, 'overlap-data-center-service', network),
    ...between(network.dataCenterNodes, network.dataCenterPods, 'overlap-data-center-nodes-pods', network),
    ...pairsWithin(network.vSwitches).map(([a, b]) => judgePair(a, b, 'overlap-vswitch-vswitch', network)),
    ...pairsWithin(network.vpc).map(([a, b]) => judgePair(a, b, 'overlap-vpc-secondary', network)),
    ...between(onPremises, network.vpc, 'overlap-data-center-vpc', network),
    ...between(network.services, network.vpc, 'overlap-service-vpc', network),
  ];
};

const between = (left: readonly NamedBlock[], right: readonly NamedBlock[], rule: NetworkRuleId, network: Network): readonly RawFinding[] =>
  pairsBetween(left, right).map(([a, b]) => judgePair(a, b, rule, network));

/** The finding about two blocks that share addresses. Of a rule that may be waived, the second one is the block of the VPC. */
export const judgePair = (a: NamedBlock, b: NamedBlock, rule: NetworkRuleId, network: Pick<Network, 'waivers'>, fields: { readonly severity?: RawFinding['severity'] } = {}): RawFinding => {
  const relation = relate(a.block, b.block);
  const shared = intersect(a.block, b.block) ?? a.block;
  // A waiver accepts a block that lies inside the VPC; a block that holds the whole VPC leaves no vSwitch reachable.
  const waivable = networkRule(rule).waivable && relation === 'within';
  const waived = waivable && network.waivers.has(rule);
  return buildFinding(rule, {
    message: `${describe(a, b, relation)}; they share ${shared.toString()}${describeDefault(a, b, relation)}${waived ? ` (accepted by the waiver ${rule})` : ''}`,
    ranges: [a, b],
    intersection: shared,
    ...fields,
    ...(waived ? { severity: 'warning', waived } : {}),
    waiverHint: waivable && !waived ? `Where no vSwitch will ever be made in ${shared.toString()} and nobody announces ${b.block.toString()}, the waiver ${rule} turns this into a warning.` : undefined,
  });
};

const describe = (a: NamedBlock, b: NamedBlock, relation: string): string => {
  if (relation === 'equal') return `${showRange(a)} and ${b.name} are the same block`;
  return relation === 'within' ? `${showRange(a)} lies inside ${showRange(b)}` : `${showRange(b)} lies inside ${showRange(a)}`;
};

/** Two clusters that were made with the same defaults: naming the default says how it came to that. */
const describeDefault = (a: NamedBlock, b: NamedBlock, relation: string): string => {
  const known = relation === 'equal' && a.name !== b.name ? knownDefaultOf(a.block) : undefined;
  return known ? `, ${known.owner}` : '';
};
