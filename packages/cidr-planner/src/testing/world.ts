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
