import { relate } from '../block/relate.ts';
import type { NamedBlock, Network } from '../network/network.ts';
import { farNetworks } from '../network/needed-routes.ts';
import { buildFinding, showRange } from './finding.ts';
import type { RawFinding } from './finding.ts';
import { pairsBetween } from './overlapping-pairs.ts';

/** How many routes there are, and where custom ones lead. */
export const findRouteFindings = (network: Network): readonly RawFinding[] => [...judgeBgp(network), ...judgeCount(network), ...judgeDestinations(network)];

/** Routes that a BGP peer of a virtual border router takes (Alibaba Cloud, VBR limits). */
const routesOfPeer = 110;

/** Pods that a kubelet runs unless told otherwise; a node claims as many blocks as these need. */
const podsOfNode = 110;

/** What a data center announces by BGP, as far as the plan can say. */
export interface AnnouncedRoutes {
  /** So many at least: each node has one block. */
  readonly least: number;
  /** So many where every node runs 110 pods; all blocks of the pools where the number of nodes is not known. */
  readonly likely: number;
}

/** The IPv4 routes that the edge of the data center announces; undefined where the plug-in announces none. */
export const countAnnouncedRoutes = (network: Network): AnnouncedRoutes | undefined => {
  const { bgp, onPremisesNodeCount: nodes } = network;
  if (!bgp) return undefined;
  const pools = network.dataCenterPods.filter((range) => range.block.family === 4);
  const beside = [...network.dataCenterNodes, ...network.routed].filter((range) => range.block.family === 4).length;
  if (bgp.aggregated === true) return { least: beside + pools.length, likely: beside + pools.length };
  const blocks = pools.reduce((sum, pool) => sum + 2 ** Math.max(0, bgp.blockPrefix - pool.block.prefix), 0);
  if (nodes === undefined) return { least: beside, likely: beside + blocks };
  const blocksOfNode = Math.ceil(podsOfNode / 2 ** (32 - bgp.blockPrefix));
  return { least: beside + Math.min(blocks, nodes), likely: beside + Math.min(blocks, nodes * blocksOfNode) };
};

const judgeBgp = (network: Network): readonly RawFinding[] => {
  const routes = countAnnouncedRoutes(network);
  const { bgp, onPremisesNodeCount: nodes } = network;
  if (!routes || !bgp || routes.likely <= routesOfPeer) return [];
  // Where it isn't known how many nodes have blocks, the blocks of the pools are all that there is to count.
  const isCertain = bgp.aggregated !== undefined && (nodes === undefined || routes.least > routesOfPeer);
  const pods = network.dataCenterPods.filter((range) => range.block.family === 4);
  const counted = nodes === undefined ? `all blocks of ${pods.map(showRange).join(', ')}` : `${nodes} nodes`;
  const how = bgp.aggregated === true ? 'with the pod networks as a whole' : `with /${bgp.blockPrefix} blocks of ${counted}`;
  const known = bgp.aggregated === undefined ? '; whether the edge aggregates is not known' : '';
  const amount = routes.least > routesOfPeer && nodes !== undefined && routes.least !== routes.likely ? `${routes.least} to ${routes.likely}` : `up to ${routes.likely}`;
  return [buildFinding('bgp-routes', { severity: isCertain ? 'error' : 'warning', message: `the data center announces ${amount} routes ${how}, and a BGP peer takes ${routesOfPeer}${known}`, ranges: pods })];
};

/** Custom entries of a route table (Alibaba Cloud, VPC limits). */
const routesOfTable = 200;

const judgeCount = (network: Network): readonly RawFinding[] => {
  const there = new Set(network.customRoutes.map((route) => route.block.toString()));
  const needed = farNetworks(network).filter((range) => range.block.family === 4 && !there.has(range.block.toString()));
  const total = network.customRouteCount + needed.length;
  if (total <= routesOfTable) return [];
  const message = `the route table has ${network.customRouteCount} custom entries, and the plan needs ${needed.length} more; together ${total} of ${routesOfTable}`;
  return [buildFinding('custom-routes', { severity: network.hasCen ? 'warning' : 'error', message, ranges: [] })];
};

const judgeDestinations = (network: Network): readonly RawFinding[] =>
  pairsBetween(network.customRoutes, network.vSwitches)
    .filter(([route, vSwitch]) => ['equal', 'within'].includes(relate(route.block, vSwitch.block)))
    .map(([route, vSwitch]: readonly [NamedBlock, NamedBlock]) =>
      buildFinding('route-inside-vswitch', {
        message: `${showRange(route)} ${relate(route.block, vSwitch.block) === 'equal' ? 'leads to the block of' : 'lies inside'} ${showRange(vSwitch)}`,
        ranges: [route, vSwitch],
        intersection: route.block,
      }),
    );
