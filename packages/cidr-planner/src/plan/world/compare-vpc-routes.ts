import { excludeBlocks } from '../block/carve.ts';
import type { CidrBlock } from '../block/cidr-block.ts';
import { covers, overlaps } from '../block/relate.ts';
import type { NamedBlock, Network } from '../network/network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { findCustomRoutes } from './custom-routes.ts';
import { difference, readObservedBlock, sharedBy } from './difference.ts';
import type { MetBlock } from './difference.ts';
import type { ObservedRoute, ObservedVpc } from './observed-vpc.ts';

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
        message: `the routes of VPC ${vpc.id} were not read, as the caller may not`,
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
        message: `no route of VPC ${vpc.id} leads to ${range.name} ${range.block.toString()}`,
        remediation: `Publish ${range.block.toString()} to the VPC from the virtual border router, over CEN or as a custom route.`,
      }),
    );

const nameRoute = (route: ReadRoute): MetBlock => ({ name: `route of table ${route.tableId}`, block: route.block });

const describeDead = (route: ReadRoute, range: NamedBlock): NetworkFinding =>
  difference({
    rule: 'route-unavailable',
    message: `the route of table ${route.tableId} to ${route.destination}, which ${range.name} ${range.block.toString()} needs, leads nowhere (${[route.status, route.nextHop].filter((part) => part).join(', ')})`,
    ...sharedBy(range, nameRoute(route)),
  });

const describeWrongHop = (route: ReadRoute, range: NamedBlock): NetworkFinding =>
  difference({
    rule: 'route-next-hop',
    message: `the custom route of table ${route.tableId} to ${route.destination} leads to ${route.nextHop}, and ${range.name} ${range.block.toString()} is in the data center`,
    ...sharedBy(range, nameRoute(route)),
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
            message: `the custom route of table ${route.tableId} to ${route.destination} leads into vSwitch ${vSwitch.name} ${vSwitch.block.toString()}`,
            ...sharedBy(nameRoute(route), { name: `vSwitch ${vSwitch.name}`, block: vSwitch.block }),
            source: 'read with DescribeRouteTableList and DescribeRouteEntryList; Alibaba Cloud, "Route tables": destinations of custom entries',
            remediation: 'Remove the route.',
          }),
        ),
    );
};
