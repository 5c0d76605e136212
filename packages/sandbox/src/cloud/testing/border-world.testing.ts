import { defaultWorld } from '../../world.ts';
import type { SandboxWorld } from '../../types.ts';

/** The default VPC in a CEN with the data centre's border router and with another VPC, whose block the border router announces, too. */
export const borderWorld = {
  vpc: { ...defaultWorld.vpc, ipv6Cidrs: ['2408:4005:1::/56'] },
  borderRouters: [
    {
      id: 'vbr-bp1sandbox000000001',
      name: 'edge-1',
      localAddress: '10.255.0.1',
      peerAddress: '10.255.0.2',
      mask: '255.255.255.252',
      vlanId: 100,
      bgpGroups: [{ id: 'bgpg-1', localAsn: 45104, peerAsn: 64601 }],
      bgpPeers: [{ id: 'bgp-1', groupId: 'bgpg-1', address: '10.255.0.2', state: 'Established', receivedRoutes: 2, routeLimit: 110 }],
      bgpNetworks: ['10.10.24.0/24', '10.10.25.0/24'],
      routes: [
        { destination: '192.168.0.0/24', type: 'BGP', nextHopType: 'RouterInterface', nextHopId: 'ri-1' },
        { destination: '10.100.0.0/16', type: 'BGP', nextHopType: 'RouterInterface', nextHopId: 'ri-1' },
      ],
    },
  ],
  cens: [
    {
      id: 'cen-sandbox0000000001',
      name: 'backbone',
      protectionLevel: 'REDUCED',
      members: [
        { id: defaultWorld.vpc.id, type: 'VPC', region: 'cn-hangzhou', published: [{ destination: '10.10.24.0/24', type: 'System', conflicts: [] }] },
        {
          id: 'vbr-bp1sandbox000000001',
          type: 'VBR',
          region: 'cn-hangzhou',
          published: [{ destination: '10.100.0.0/16', type: 'BGP', conflicts: [{ destination: '10.100.0.0/16', memberId: 'vpc-other', status: 'conflict' }] }],
        },
        { id: 'vpc-other', type: 'VPC', region: 'cn-shanghai', published: [] },
      ],
      routes: [
        { region: 'cn-hangzhou', destination: '10.100.0.0/16', memberId: 'vbr-bp1sandbox000000001', status: 'Active' },
        { region: 'cn-hangzhou', destination: '10.100.0.0/16', memberId: 'vpc-other', status: 'Rejected' },
        { region: 'cn-hangzhou', destination: '172.20.0.0/16', memberId: 'vpc-other', status: 'Active' },
      ],
    },
  ],
} as const satisfies Partial<SandboxWorld>;
