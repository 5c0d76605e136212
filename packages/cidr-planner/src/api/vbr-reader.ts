import type { AlibabaCloud } from '@ack-hybrid/core';
import type { DescribeVirtualBorderRoutersResponseBodyVirtualBorderRouterSetVirtualBorderRouterType as RouterFields } from '@alicloud/vpc20160428';
import type { ObservedBgpPeer, ObservedBorderRouter } from '../plan/world/observed-border.ts';
import type { UnreadParts } from './border-unread.ts';
import type { ReadOptions } from './port.ts';
import { readPages } from './read-pages.ts';
import { readRouteEntries, vpcClient } from './vpc-routes.ts';

/** The most that the reads of border routers, BGP groups, peers and networks give in one page. */
const pageSize = 50;

/** The border routers of the region that are asked for by their ids, or are in one of the CENs, with all that belongs to them. */
export const readBorderRouters = async (
  cloud: AlibabaCloud,
  wanted: { readonly ids: readonly string[]; readonly cenIds: readonly string[] },
  unread: UnreadParts,
  options: ReadOptions,
): Promise<readonly ObservedBorderRouter[]> => {
  if (wanted.ids.length === 0 && wanted.cenIds.length === 0) return [];
  const all = await unread.read('the virtual border routers', 'vpc:DescribeVirtualBorderRouters', [], () => readRouters(cloud, options));
  const isWanted = (router: RouterFields): boolean =>
    wanted.ids.includes(router.vbrId ?? '') || (router.associatedCens?.associatedCen ?? []).some((cen) => wanted.cenIds.includes(cen.cenId ?? ''));
  return Promise.all(all.filter(isWanted).map((router) => readRouter(cloud, router, unread, options)));
};

const readRouters = async (cloud: AlibabaCloud, { signal }: ReadOptions): Promise<readonly RouterFields[]> => {
  const { client, sdk } = await vpcClient(cloud);
  return readPages(async (pageNumber) => {
    const request = new sdk.DescribeVirtualBorderRoutersRequest({ regionId: cloud.region, pageNumber, pageSize });
    const response = await cloud.call({ service: 'vpc', operation: 'DescribeVirtualBorderRouters', kind: 'read' }, () => client.describeVirtualBorderRouters(request), { signal });
    const items = response.body?.virtualBorderRouterSet?.virtualBorderRouterType ?? [];
    return { items, total: response.body?.totalCount ?? items.length };
  });
};

const readRouter = async (cloud: AlibabaCloud, router: RouterFields, unread: UnreadParts, options: ReadOptions): Promise<ObservedBorderRouter> => {
  const id = router.vbrId ?? '';
  const tableId = router.routeTableId;
  const [groups, peers, announced, routes] = await Promise.all([
    unread.read(`the BGP groups of ${id}`, 'vpc:DescribeBgpGroups', new Map<string, Asns>(), () => readGroups(cloud, id, options)),
    unread.read(`the BGP peers of ${id}`, 'vpc:DescribeBgpPeers', [], () => readPeers(cloud, id, options)),
    unread.read(`the networks that ${id} announces`, 'vpc:DescribeBgpNetworks', [], () => readNetworks(cloud, id, options)),
    tableId ? unread.read(`the routes of ${id}`, 'vpc:DescribeRouteEntryList', undefined, () => readRouteEntries(cloud, tableId, options)) : undefined,
  ]);
  return {
    id,
    name: router.name ?? '',
    links: [
      { localAddress: router.localGatewayIp ?? '', peerAddress: router.peerGatewayIp ?? '', mask: router.peeringSubnetMask ?? '' },
      { localAddress: router.localIpv6GatewayIp ?? '', peerAddress: router.peerIpv6GatewayIp ?? '', mask: router.peeringIpv6SubnetMask ?? '' },
    ].filter((link) => link.localAddress !== ''),
    // A peer has the systems of its group, and says so itself in newer answers only.
    peers: peers.map(({ groupId, ...peer }) => ({ ...peer, localAsn: peer.localAsn || (groups.get(groupId)?.local ?? ''), peerAsn: peer.peerAsn || (groups.get(groupId)?.peer ?? '') })),
    announced,
    ...(routes === undefined ? {} : { routes }),
  };
};

/** The autonomous systems of a BGP group. */
interface Asns {
  readonly local: string;
  readonly peer: string;
}

const readGroups = async (cloud: AlibabaCloud, routerId: string, { signal }: ReadOptions): Promise<Map<string, Asns>> => {
  const { client, sdk } = await vpcClient(cloud);
  const groups = await readPages(async (pageNumber) => {
    const request = new sdk.DescribeBgpGroupsRequest({ regionId: cloud.region, routerId, pageNumber, pageSize });
    const response = await cloud.call({ service: 'vpc', operation: 'DescribeBgpGroups', kind: 'read' }, () => client.describeBgpGroups(request), { signal });
    const items = (response.body?.bgpGroups?.bgpGroup ?? []).map((group): readonly [string, Asns] => [group.bgpGroupId ?? '', { local: group.localAsn ?? '', peer: group.peerAsn ?? '' }]);
    return { items, total: response.body?.totalCount ?? items.length };
  });
  return new Map(groups);
};

const readPeers = async (cloud: AlibabaCloud, routerId: string, { signal }: ReadOptions): Promise<readonly (ObservedBgpPeer & { readonly groupId: string })[]> => {
  const { client, sdk } = await vpcClient(cloud);
  return readPages(async (pageNumber) => {
    const request = new sdk.DescribeBgpPeersRequest({ regionId: cloud.region, routerId, pageNumber, pageSize });
    const response = await cloud.call({ service: 'vpc', operation: 'DescribeBgpPeers', kind: 'read' }, () => client.describeBgpPeers(request), { signal });
    const items = (response.body?.bgpPeers?.bgpPeer ?? []).map((peer) => ({
      id: peer.bgpPeerId ?? '',
      address: peer.peerIpAddress ?? '',
      groupId: peer.bgpGroupId ?? '',
      localAsn: peer.localAsn ?? '',
      peerAsn: peer.peerAsn ?? '',
      state: peer.bgpStatus ?? '',
      ...(peer.receivedRouteCount === undefined ? {} : { receivedRoutes: peer.receivedRouteCount }),
      ...(Number(peer.routeLimit) > 0 ? { routeLimit: Number(peer.routeLimit) } : {}),
    }));
    return { items, total: response.body?.totalCount ?? items.length };
  });
};

const readNetworks = async (cloud: AlibabaCloud, routerId: string, { signal }: ReadOptions): Promise<readonly string[]> => {
  const { client, sdk } = await vpcClient(cloud);
  return readPages(async (pageNumber) => {
    const request = new sdk.DescribeBgpNetworksRequest({ regionId: cloud.region, routerId, pageNumber, pageSize });
    const response = await cloud.call({ service: 'vpc', operation: 'DescribeBgpNetworks', kind: 'read' }, () => client.describeBgpNetworks(request), { signal });
    const items = (response.body?.bgpNetworks?.bgpNetwork ?? []).map((network) => network.dstCidrBlock ?? '');
    return { items, total: response.body?.totalCount ?? items.length };
  });
};
