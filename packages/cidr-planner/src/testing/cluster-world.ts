import type { ObservedCluster, ObservedIpPool } from '../plan/world/observed-cluster.ts';

/** A cluster whose plug-in is still to be said: one node, kubeadm's blocks. */
export const buildBareCluster = (fields: Partial<ObservedCluster> = {}): ObservedCluster => ({
  podCidrs: ['10.100.0.0/16'],
  serviceCidrs: ['172.21.0.0/20'],
  nodes: [{ name: 'node-1', addresses: ['192.168.0.11'], podCidrs: ['10.100.0.0/24'] }],
  ...fields,
});

/** The pool that Calico's manifest makes (IPIP always), but for what is given. */
export const buildPool = (fields: Partial<ObservedIpPool> = {}): ObservedIpPool => ({
  name: 'default-ipv4-ippool',
  cidr: '10.100.0.0/16',
  disabled: false,
  blockSize: 26,
  ipipMode: 'Always',
  vxlanMode: 'Never',
  natOutgoing: true,
  nodeSelector: 'all()',
  allowedUses: ['Workload', 'Tunnel'],
  ...fields,
});

/** A pool without encapsulation. */
export const buildRoutedPool = (fields: Partial<ObservedIpPool> = {}): ObservedIpPool => buildPool({ ipipMode: 'Never', natOutgoing: false, ...fields });
