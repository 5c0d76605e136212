import { excludeBlocks } from '../block/carve.ts';
import type { CidrBlock } from '../block/cidr-block.ts';
import { overlaps } from '../block/relate.ts';
import type { NamedBlock, Network } from '../network/network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { difference, readObservedBlock, sharedBy } from './difference.ts';
import type { ObservedBgpPeer, ObservedBorderRouter } from './observed-border.ts';

/** Routes that a BGP peer takes, where the cloud doesn't say otherwise (Alibaba Cloud, VBR limits). */
const routesOfPeer = 110;

/** The autonomous system of Alibaba Cloud. */
const ownAsn = 45_104;

/** What is wrong with a virtual border router. */
export const compareBorderRouter = (network: Network, router: ObservedBorderRouter): readonly NetworkFinding[] => [
  ...router.peers.flatMap((peer) => [...compareRouteCount(router, peer), ...compareAsns(router, peer), ...compareState(router, peer)]),
  ...router.links.flatMap((link) => compareLink(network, router, link)),
  ...compareRoutes(network, router),
];

const nameOf = (router: ObservedBorderRouter): string => (router.name === '' ? router.id : `${router.name} (${router.id})`);

const compareRouteCount = (router: ObservedBorderRouter, peer: ObservedBgpPeer): readonly NetworkFinding[] => {
  const limit = peer.routeLimit ?? routesOfPeer;
  if (peer.receivedRoutes === undefined || peer.receivedRoutes < limit) return [];
  return [
    difference({
      rule: 'bgp-routes-per-peer-observed',
      severity: peer.receivedRoutes > limit ? 'error' : 'warning',
      message: `BGP peer ${peer.id} (${peer.address}) of ${nameOf(router)} has received ${peer.receivedRoutes} routes of ${limit}`,
    }),
  ];
};

const isPrivateAsn = (asn: number): boolean => (asn >= 64_512 && asn <= 65_534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294);

const compareAsns = (router: ObservedBorderRouter, peer: ObservedBgpPeer): readonly NetworkFinding[] => {
  const local = Number(peer.localAsn);
  const remote = Number(peer.peerAsn);
  const faults = [
    ...(peer.localAsn === '' || local === ownAsn || isPrivateAsn(local) ? [] : [`the border router is AS ${peer.localAsn}, and may be ${ownAsn}, 64512-65534 or 4200000000-4294967294`]),
    ...(peer.peerAsn === '' || (Number.isInteger(remote) && remote >= 1 && remote <= 4_294_967_294 && ![0, 23_456, 65_535, ownAsn].includes(remote)) ? [] : [`the data center is AS ${peer.peerAsn}, which it can not have`]),
  ];
  return faults.map((fault) =>
    difference({
      rule: 'bgp-asn-observed',
      message: `BGP peer ${peer.id} (${peer.address}) of ${nameOf(router)}: ${fault}`,
    }),
  );
};

const compareState = (router: ObservedBorderRouter, peer: ObservedBgpPeer): readonly NetworkFinding[] =>
  peer.state === '' || /^established$/iu.test(peer.state)
    ? []
    : [
        difference({
          rule: 'bgp-peer-down',
          message: `BGP peer ${peer.id} (${peer.address}) of ${nameOf(router)} is in the state ${peer.state}`,
        }),
      ];

const compareLink = (network: Network, router: ObservedBorderRouter, link: ObservedBorderRouter['links'][number]): readonly NetworkFinding[] => {
  const block = subnetOf(link);
  if (!block) return [];
  const inUse = [...network.vSwitches, ...network.dataCenterPods, ...network.services].map((range) => ({ range, severity: 'error' as const }));
  // A part of a node network or of a VPC block that no machine has may well be the link's.
  const around = [...network.dataCenterNodes, ...network.routed, ...network.sites.flatMap((site) => site.blocks), ...network.vpc].map((range) => ({ range, severity: 'warning' as const }));
  return [...inUse, ...around].filter(({ range }) => overlaps(range.block, block)).map(({ range, severity }) => describeLink(router, block, range, severity));
};

const describeLink = (router: ObservedBorderRouter, block: CidrBlock, range: NamedBlock, severity: NetworkFinding['severity']): NetworkFinding =>
  difference({
    rule: 'vbr-subnet-overlap',
    severity,
    message: `the peer subnet ${block.toString()} of ${nameOf(router)} shares addresses with ${range.name} ${range.block.toString()}`,
    ...sharedBy(range, { name: `peer subnet of ${nameOf(router)}`, block }),
  });

/** The subnet of both ends: the mask is dotted for IPv4, and a prefix behind an address for IPv6. */
const subnetOf = ({ localAddress, mask }: ObservedBorderRouter['links'][number]): CidrBlock | undefined => {
  if (mask.includes('/')) return readObservedBlock(mask);
  if (/^\d+$/u.test(mask)) return readObservedBlock(`${localAddress}/${mask}`);
  const bits = mask.split('.').map((part) => Number(part).toString(2).padStart(8, '0')).join('');
  return /^1+0*$/u.test(bits) && bits.length === 32 ? readObservedBlock(`${localAddress}/${bits.replaceAll('0', '').length}`) : undefined;
};

const compareRoutes = (network: Network, router: ObservedBorderRouter): readonly NetworkFinding[] => {
  if (!router.routes) return [];
  const destinations = router.routes.flatMap((route) => readObservedBlock(route.destination) ?? []).filter((block) => block.prefix > 0);
  return [...network.dataCenterNodes, ...network.dataCenterPods]
    .filter((range) => range.block.family === 4 && excludeBlocks(range.block, destinations).length > 0)
    .map((range) =>
      difference({
        rule: 'vbr-route-missing',
        message: `no route of ${nameOf(router)} leads to ${range.name} ${range.block.toString()}`,
        remediation: `Announce ${range.block.toString()} from the data center by BGP, or add a static route to the border router.`,
      }),
    );
};
