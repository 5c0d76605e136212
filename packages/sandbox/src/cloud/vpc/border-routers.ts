import type { SandboxBorderRouter } from '../../types.ts';
import type { JsonObject } from '../json.ts';
import { page } from '../rpc/pages.ts';
import { reading, type RpcCall, type RpcOperations } from '../rpc/rpc-service.ts';
import type { CloudState } from '../state.ts';
import { borderRouterTable } from './route-tables.ts';
import { associatedCens } from './vpcs.ts';

/** The VPC service's reads of virtual border routers and their BGP. */
export function borderRouterOperations(state: CloudState): RpcOperations {
  const bgpOf = (call: RpcCall): readonly SandboxBorderRouter[] => {
    const routerId = call.parameters.text('RouterId');
    return state.world.borderRouters.filter((router) => call.atHome && (routerId === undefined || router.id === routerId));
  };
  return {
    DescribeVirtualBorderRouters: reading(({ parameters, atHome }) => {
      const { items, fields } = page(parameters, atHome ? state.world.borderRouters : [], 50);
      return { ...fields, VirtualBorderRouterSet: { VirtualBorderRouterType: items.map((router) => routerBody(state, router)) } };
    }),

    DescribeBgpGroups: reading((call) => {
      const groupId = call.parameters.text('BgpGroupId');
      const groups = bgpOf(call).flatMap((router) => router.bgpGroups.map((group) => ({ router, group })));
      const { items, fields } = page(call.parameters, groups.filter(({ group }) => groupId === undefined || group.id === groupId), 50);
      const body = ({ router, group }: (typeof groups)[number]): JsonObject => ({
        BgpGroupId: group.id,
        RouterId: router.id,
        RegionId: state.world.region,
        LocalAsn: String(group.localAsn),
        PeerAsn: String(group.peerAsn),
        IpVersion: 'IPV4',
        Status: 'Available',
      });
      return { ...fields, BgpGroups: { BgpGroup: items.map(body) } };
    }),

    DescribeBgpPeers: reading((call) => {
      const [groupId, peerId] = [call.parameters.text('BgpGroupId'), call.parameters.text('BgpPeerId')];
      const peers = bgpOf(call).flatMap((router) => router.bgpPeers.map((peer) => ({ router, peer, group: router.bgpGroups.find((group) => group.id === peer.groupId) })));
      const found = peers.filter(({ peer }) => (groupId === undefined || peer.groupId === groupId) && (peerId === undefined || peer.id === peerId));
      const { items, fields } = page(call.parameters, found, 50);
      const body = ({ router, peer, group }: (typeof peers)[number]): JsonObject => ({
        BgpPeerId: peer.id,
        BgpGroupId: peer.groupId,
        RouterId: router.id,
        RegionId: state.world.region,
        PeerIpAddress: peer.address,
        LocalAsn: String(group?.localAsn ?? ''),
        PeerAsn: String(group?.peerAsn ?? ''),
        BgpStatus: peer.state,
        ReceivedRouteCount: peer.receivedRoutes,
        RouteLimit: String(peer.routeLimit),
        IpVersion: 'IPV4',
        Status: 'Available',
      });
      return { ...fields, BgpPeers: { BgpPeer: items.map(body) } };
    }),

    DescribeBgpNetworks: reading((call) => {
      const networks = bgpOf(call).flatMap((router) => router.bgpNetworks.map((block) => ({ router, block })));
      const { items, fields } = page(call.parameters, networks, 50);
      return { ...fields, BgpNetworks: { BgpNetwork: items.map(({ router, block }) => ({ RouterId: router.id, DstCidrBlock: block, Status: 'Available' })) } };
    }),
  };
}

function routerBody(state: CloudState, router: SandboxBorderRouter): JsonObject {
  return {
    VbrId: router.id,
    Name: router.name,
    Status: 'active',
    RouteTableId: borderRouterTable(router),
    LocalGatewayIp: router.localAddress,
    PeerGatewayIp: router.peerAddress,
    PeeringSubnetMask: router.mask,
    VlanId: router.vlanId,
    AssociatedCens: { AssociatedCen: associatedCens(state, router.id) },
  };
}
