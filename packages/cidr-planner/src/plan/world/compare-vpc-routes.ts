import { excludeBlocks } from '../block/carve.ts';
import type { CidrBlock } from '../block/cidr-block.ts';
import { covers, overlaps } from '../block/relate.ts';
import type { NamedBlock, Network } from '../network/network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { findCustomRoutes } from './custom-routes.ts';
import { difference, readObservedBlock } from './difference.ts';
import type { ObservedRoute, ObservedVpc } from './observed-vpc.ts';

const source = 'read with DescribeRouteTableList and DescribeRouteEntryList';

/** What leads from a VPC to a data center: a transit router, Express Connect, a VPN, a peering to a VPC that has one of them. */
const waysOut: ReadonlySet<string> = new Set(['Attachment', 'RouterInterface', 'VpnGateway', 'ECR', 'Ecr', 'VpcPeer', 'local', '']);

interface ReadRoute extends ObservedRoute {
  readonly block: CidrBlock;
}

/** What the routes of a VPC say otherwise than the plan. */
export const compareRoutes = (network: Network, vpc: ObservedVpc): readonly NetworkFinding[] => {
  if (!vpc.routes) {
    return [
      difference({
        rule: 'routes-not-read',
        severity: 'warning',
        message: `the routes of VPC ${vpc.id} were not read, as the caller may not`,
        why: 'Whether cloud nodes have a route to the data center is not known.',
        source: 'DescribeRouteTableList and DescribeRouteEntryList were refused',
        remediation: 'Grant vpc:DescribeRouteTableList and vpc:DescribeRouteEntryList, or look at the routes by hand.',
      }),
    ];
  }
  const onPremises = [...network.dataCenterNodes, ...network.dataCenterPods];
  // A default route leads to the internet, as a rule, and says nothing of the data center.
  const routes = vpc.routes.flatMap((route): readonly ReadRoute[] => {
    const block = readObservedBlock(route.destination);
    return block === undefined || block.prefix === 0 ? [] : [{ ...route, block }];
  });
  const dead = routes.filter(isDead);
  return [
    ...findMissing(onPremises, routes.filter((route) => !isDead(route)), vpc),
    ...dead.flatMap((route) => meet(route, onPremises).map((range) => describeDead(route, range))),
    ...routes.filter((route) => route.type === 'Custom' && !isDead(route) && !leadsOut(route)).flatMap((route) => meet(route, onPremises).map((range) => describeWrongHop(route, range))),
    ...findInsideVSwitch(routes, vpc),
  ];
};

const isDead = (route: ObservedRoute): boolean => hopTypes(route).some((type) => /^black_?hole$/iu.test(type)) || /^(unavailable|inactive|black_?hole)$/iu.test(route.status ?? '');

const hopTypes = (route: ObservedRoute): readonly string[] => route.nextHop.split(',').map((hop) => hop.split(':', 1)[0] ?? '');

const leadsOut = (route: ObservedRoute): boolean => hopTypes(route).every((type) => waysOut.has(type));

const meet = (route: ReadRoute, ranges: readonly NamedBlock[]): readonly NamedBlock[] => ranges.filter((range) => overlaps(range.block, route.block));

const findMissing = (onPremises: readonly NamedBlock[], routes: readonly ReadRoute[], vpc: ObservedVpc): readonly NetworkFinding[] =>
  onPremises
    .filter((range) => range.block.family === 4 && excludeBlocks(range.block, routes.map((route) => route.block)).length > 0)
    .map((range) =>
      difference({
        rule: 'route-missing',
        severity: 'warning',
        message: `no route of VPC ${vpc.id} leads to ${range.name} ${range.block.toString()}`,
        why: 'Packets of cloud nodes to these addresses have no way out of the VPC. A route may be hidden from this view, for example one of a transit router.',
        source,
        remediation: `Publish ${range.block.toString()} to the VPC from the virtual border router, over CEN or as a custom route.`,
      }),
    );

const describeDead = (route: ReadRoute, range: NamedBlock): NetworkFinding =>
  difference({
    rule: 'route-unavailable',
    severity: 'error',
    message: `the route of table ${route.tableId} to ${route.destination}, which ${range.name} ${range.block.toString()} needs, leads nowhere (${[route.status, route.nextHop].filter((part) => part).join(', ')})`,
    why: 'The route draws the packets and drops them, and no wider route is looked at.',
    source,
    remediation: 'Remove the route, or mend what it leads to.',
  });

const describeWrongHop = (route: ReadRoute, range: NamedBlock): NetworkFinding =>
  difference({
    rule: 'route-next-hop',
    severity: 'warning',
    message: `the custom route of table ${route.tableId} to ${route.destination} leads to ${route.nextHop}, and ${range.name} ${range.block.toString()} is in the data center`,
    why: 'Packets for the data center end at something that is no way there, unless it is an appliance that forwards them.',
    source,
    remediation: 'Let the route lead to the transit router, the router interface or the VPN gateway of the data center, or say that the next hop forwards.',
  });

// The busiest table is judged by the rules of the plan; these are the others.
const findInsideVSwitch = (routes: readonly ReadRoute[], vpc: ObservedVpc): readonly NetworkFinding[] => {
  const judged = findCustomRoutes(vpc);
  const vSwitches = vpc.vSwitches.flatMap((vSwitch) => {
    const block = readObservedBlock(vSwitch.cidr);
    return block === undefined ? [] : [{ name: vSwitch.name || vSwitch.id, block }];
  });
  return routes
    .filter((route) => route.type === 'Custom' && !(Array.isArray(judged?.routes) && route.tableId === judged.tableId))
    .flatMap((route) =>
      vSwitches
        .filter((vSwitch) => covers(vSwitch.block, route.block))
        .map((vSwitch) =>
          difference({
            rule: 'route-inside-vswitch',
            severity: 'error',
            message: `the custom route of table ${route.tableId} to ${route.destination} leads into vSwitch ${vSwitch.name} ${vSwitch.block.toString()}`,
            why: 'A route destination may hold a vSwitch block, but not equal it or lie inside it.',
            source,
            remediation: 'Remove the route.',
          }),
        ),
    );
};
