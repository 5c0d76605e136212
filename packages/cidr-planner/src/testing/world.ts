import type { ObservedBgpPeer, ObservedBorder, ObservedBorderRouter, ObservedCen } from '../plan/world/observed-border.ts';
import type { ObservedCluster } from '../plan/world/observed-cluster.ts';
import type { ObservedVpc } from '../plan/world/observed-vpc.ts';

/** The cluster of the guide, as the adapters read it. */
export const buildCluster = (fields: Partial<ObservedCluster> = {}): ObservedCluster => ({
  podCidrs: ['10.100.0.0/16'],
  serviceCidrs: ['172.21.0.0/20'],
  nodes: [{ name: 'node-1', addresses: ['192.168.0.11'], podCidrs: ['10.100.0.0/24'] }],
  ipPools: [{ name: 'default-ipv4-ippool', cidr: '10.100.0.0/16', disabled: false }],
  ...fields,
});

/** The VPC of the guide after the mend, as the adapters read it. */
export const buildVpc = (fields: Partial<ObservedVpc> = {}): ObservedVpc => ({
  id: 'vpc-1',
  cidr: '10.0.0.0/10',
  secondaryCidrs: [],
  vSwitches: [
    { id: 'vsw-nodes', name: 'nodes-i', zone: 'cn-hangzhou-i', cidr: '10.10.24.0/24', availableAddresses: 250 },
    { id: 'vsw-pods', name: 'pods-i', zone: 'cn-hangzhou-i', cidr: '10.10.25.0/24', availableAddresses: 252 },
  ],
  routes: [
    { tableId: 'vtb-1', destination: '10.10.24.0/24', type: 'System', nextHop: '' },
    { tableId: 'vtb-1', destination: '192.168.0.0/24', type: 'CEN', nextHop: 'Attachment:cen-1' },
    { tableId: 'vtb-1', destination: '10.100.0.0/16', type: 'CEN', nextHop: 'Attachment:cen-1' },
  ],
  ...fields,
});

/** The CEN between the two sides of the guide. */
export const buildCen = (fields: Partial<ObservedCen> = {}): ObservedCen => ({
  id: 'cen-1',
  protectionLevel: 'full',
  members: [
    { id: 'vpc-1', type: 'VPC', region: 'cn-hangzhou' },
    { id: 'vbr-1', type: 'VBR', region: 'cn-hangzhou' },
  ],
  routes: [
    { destination: '10.10.24.0/24', status: 'Active', memberId: 'vpc-1' },
    { destination: '10.100.0.0/16', status: 'Active', memberId: 'vbr-1' },
  ],
  conflicts: [],
  ...fields,
});

/** A BGP peer whose session is up. */
export const buildPeer = (fields: Partial<ObservedBgpPeer> = {}): ObservedBgpPeer => ({ id: 'bgp-1', address: '10.255.0.2', localAsn: '45104', peerAsn: '64601', state: 'Established', receivedRoutes: 2, ...fields });

/** A virtual border router that leads to the data center of the guide. */
export const buildBorderRouter = (fields: Partial<ObservedBorderRouter> = {}): ObservedBorderRouter => ({
  id: 'vbr-1',
  name: 'edge',
  links: [{ localAddress: '172.31.255.1', peerAddress: '172.31.255.2', mask: '255.255.255.252' }],
  peers: [buildPeer()],
  announced: ['10.10.24.0/24'],
  routes: ['192.168.0.0/24', '10.100.0.0/16'].map((destination) => ({ tableId: 'vtb-9', destination, type: 'BGP', nextHop: 'RouterInterface:ri-1' })),
  ...fields,
});

/** The way between the two sides of the guide. */
export const buildBorder = (fields: Partial<ObservedBorder> = {}): ObservedBorder => ({ cens: [buildCen()], borderRouters: [buildBorderRouter()], unread: [], ...fields });
