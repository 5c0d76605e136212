import { overlaps } from '../block/relate.ts';
import type { NetworkInput } from '../network/network-input.ts';
import type { NamedBlock, Network } from '../network/network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { difference, readObservedBlock } from './difference.ts';
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
      why: 'The level decides whether blocks of its members may overlap.',
      source: 'read with DescribeCens',
      remediation: `Write ${cen.protectionLevel} as cen.protectionLevel, or change the level of the CEN.`,
    }),
  ];
};

const texts: Readonly<Record<string, Pick<NetworkFinding, 'rule' | 'severity' | 'why' | 'remediation'>>> = {
  conflict: {
    rule: 'cen-route-conflict',
    severity: 'error',
    why: 'CEN keeps one of the two routes: packets to the shared addresses reach one of the members only.',
    remediation: 'Take one of the two blocks away, or withdraw its route from the CEN.',
  },
  overflow: {
    rule: 'cen-route-overflow',
    severity: 'error',
    why: 'The route table is full: the route is not there, and the network behind it can not be reached.',
    remediation: 'Summarise neighbouring networks into one route, or ask for a higher quota.',
  },
  prohibited: {
    rule: 'cen-route-prohibited',
    severity: 'warning',
    why: 'A route map of the CEN keeps the route back, so the network behind it can not be reached from there.',
    remediation: 'Let the route map pass the route, where the network shall be reached.',
  },
};

const describeConflict = (cen: ObservedCen, conflict: ObservedCenConflict): readonly NetworkFinding[] => {
  const text = texts[conflict.status];
  if (!text) return [];
  const message = `CEN ${cen.id}: ${conflict.destination} of ${conflict.memberId} and ${conflict.otherDestination} of ${conflict.otherId} are in the state ${conflict.status}`;
  return [difference({ ...text, message, source: 'read with DescribePublishedRouteEntries' })];
};

// A route map may keep back much that this network doesn't need: only what meets its blocks is told.
const describeRefused = (network: Network, cen: ObservedCen, route: ObservedCenRoute): readonly NetworkFinding[] => {
  const block = readObservedBlock(route.destination);
  const kind = { prohibited: 'prohibited', rejected: 'conflict' }[route.status.toLowerCase()];
  const text = kind === undefined ? undefined : texts[kind];
  if (!block || block.prefix === 0 || !text) return [];
  const needed: readonly NamedBlock[] = [...network.dataCenterNodes, ...network.dataCenterPods, ...network.routed, ...network.vSwitches];
  const hit = needed.find((range) => overlaps(range.block, block));
  if (!hit) return [];
  // What a rejected route was rejected for isn't said: a conflict, most often, but not for certain.
  return [difference({ ...text, severity: 'warning', message: `CEN ${cen.id}: the route to ${route.destination} of ${route.memberId} is ${route.status.toLowerCase()}, and ${hit.name} ${hit.block.toString()} needs it`, source: 'read with DescribeCenRegionDomainRouteEntries' })];
};
