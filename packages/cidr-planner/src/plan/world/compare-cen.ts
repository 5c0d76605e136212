import { overlaps } from '../block/relate.ts';
import type { NetworkInput } from '../network/network-input.ts';
import type { NamedBlock, Network } from '../network/network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import type { NetworkRuleId } from '../rules/network-rules.ts';
import { difference, readObservedBlock, sharedBy } from './difference.ts';
import type { ObservedCen, ObservedCenConflict, ObservedCenRoute } from './observed-border.ts';

/** What is wrong with a CEN, and what it has otherwise than the plan. */
export const compareCen = (input: NetworkInput, network: Network, cen: ObservedCen): readonly NetworkFinding[] => [
  ...compareLevel(input, cen),
  ...cen.conflicts.flatMap((conflict) => describeConflict(cen, conflict)),
  ...cen.routes.flatMap((route) => describeRefused(network, cen, route)),
];

const compareLevel = (input: NetworkInput, cen: ObservedCen): readonly NetworkFinding[] => {
  const planned = input.cen?.protectionLevel;
  if (planned === undefined || cen.protectionLevel === undefined || planned === cen.protectionLevel) return [];
  return [
    difference({
      rule: 'cen-differs',
      severity: cen.protectionLevel === 'full' ? 'error' : 'warning',
      message: `CEN ${cen.id} has the protection level ${cen.protectionLevel}, and the plan says ${planned}`,
      remediation: `Write ${cen.protectionLevel} as cen.protectionLevel, or change the level of the CEN.`,
    }),
  ];
};

const rules: ReadonlyMap<string, NetworkRuleId> = new Map([
  ['conflict', 'cen-route-conflict'],
  ['overflow', 'cen-route-overflow'],
  ['prohibited', 'cen-route-prohibited'],
]);

const describeConflict = (cen: ObservedCen, conflict: ObservedCenConflict): readonly NetworkFinding[] => {
  const rule = rules.get(conflict.status);
  if (!rule) return [];
  const message = `CEN ${cen.id}: ${conflict.destination} of ${conflict.memberId} and ${conflict.otherDestination} of ${conflict.otherId} are in the state ${conflict.status}`;
  const block = readObservedBlock(conflict.destination);
  const other = readObservedBlock(conflict.otherDestination);
  const ranges = block && other ? sharedBy({ name: conflict.memberId, block }, { name: conflict.otherId, block: other }) : {};
  return [difference({ rule, message, ...ranges, source: 'read with DescribePublishedRouteEntries' })];
};

const refusals: ReadonlyMap<string, NetworkRuleId> = new Map([
  ['prohibited', 'cen-route-prohibited'],
  ['rejected', 'cen-route-conflict'],
]);

// A route map may keep back much that this network doesn't need: only what meets its blocks is told.
const describeRefused = (network: Network, cen: ObservedCen, route: ObservedCenRoute): readonly NetworkFinding[] => {
  const block = readObservedBlock(route.destination);
  const rule = refusals.get(route.status.toLowerCase());
  if (!block || block.prefix === 0 || !rule) return [];
  const needed: readonly NamedBlock[] = [...network.dataCenterNodes, ...network.dataCenterPods, ...network.routed, ...network.vSwitches];
  const hit = needed.find((range) => overlaps(range.block, block));
  if (!hit) return [];
  // What a rejected route was rejected for isn't said: a conflict, most often, but not for certain.
  return [
    difference({
      rule,
      severity: 'warning',
      message: `CEN ${cen.id}: the route to ${route.destination} of ${route.memberId} is ${route.status.toLowerCase()}, and ${hit.name} ${hit.block.toString()} needs it`,
      ...sharedBy(hit, { name: `route of ${route.memberId}`, block }),
      source: 'read with DescribeCenRegionDomainRouteEntries',
    }),
  ];
};
