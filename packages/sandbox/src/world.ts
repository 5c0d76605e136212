import type { SandboxTiming, SandboxWorld } from './types.ts';

/** The default timing: a demo of the seven steps ends within 20 s. */
export const defaultTiming: SandboxTiming = { taskMs: 300, bootMs: 200, podReadyMs: 100, tickMs: 50, latencyMs: 0 };

/** The default world: a data centre with three nodes and Calico, and a VPC whose blocks leave the on-premises pods alone. */
export const defaultWorld: SandboxWorld = {
  accountId: '1234567890123456',
  accessKeyId: 'LTAI5tSandboxAdmin000001',
  accessKeySecret: 'sandbox-secret-of-the-administrator',
  region: 'cn-hangzhou',
  zones: ['cn-hangzhou-h', 'cn-hangzhou-i', 'cn-hangzhou-j'],
  cluster: {
    id: 'c5a1d0b7e2f34c6898f0a1b2c3d4e5f60',
    name: 'datacenter',
    kubernetesVersion: '1.33.2-sandbox',
    agentConnected: true,
    agentPrivate: true,
    securityGroupId: 'sg-bp1sandboxnodes00001',
  },
  vpc: { id: 'vpc-bp1sandbox000000001', name: 'hybrid', cidr: '10.0.0.0/10', secondaryCidrs: [], ipv6Cidrs: [] },
  vswitches: [
    { id: 'vsw-bp1sandboxnodes0001', name: 'nodes-i', zone: 'cn-hangzhou-i', cidr: '10.10.24.0/24' },
    { id: 'vsw-bp1sandboxpods00001', name: 'pods-i', zone: 'cn-hangzhou-i', cidr: '10.10.25.0/24' },
  ],
  securityGroups: [
    {
      id: 'sg-bp1sandboxnodes00001',
      name: 'hybrid-nodes',
      rules: [
        { direction: 'ingress', policy: 'accept', protocol: 'all', ports: '-1/-1', cidr: '10.0.0.0/10', priority: 1 },
        { direction: 'ingress', policy: 'accept', protocol: 'all', ports: '-1/-1', cidr: '192.168.0.0/24', priority: 1 },
        { direction: 'ingress', policy: 'accept', protocol: 'all', ports: '-1/-1', cidr: '10.100.0.0/16', priority: 1 },
        { direction: 'ingress', policy: 'accept', protocol: 'all', ports: '-1/-1', cidr: '100.64.0.0/10', priority: 1 },
        { direction: 'egress', policy: 'accept', protocol: 'all', ports: '-1/-1', cidr: '0.0.0.0/0', priority: 1 },
      ],
    },
  ],
  routes: [
    { destination: '192.168.0.0/24', nextHopType: 'Attachment', nextHopId: 'tr-attach-sandbox000001' },
    { destination: '10.100.0.0/16', nextHopType: 'Attachment', nextHopId: 'tr-attach-sandbox000001' },
  ],
  borderRouters: [],
  cens: [],
  instanceTypes: [
    { id: 'ecs.g7.xlarge', cpu: 4, memoryGiB: 16, eniQuantity: 4, eniPrivateIpAddressQuantity: 15, zones: ['cn-hangzhou-h', 'cn-hangzhou-i', 'cn-hangzhou-j'] },
    { id: 'ecs.g7.2xlarge', cpu: 8, memoryGiB: 32, eniQuantity: 4, eniPrivateIpAddressQuantity: 15, zones: ['cn-hangzhou-i', 'cn-hangzhou-j'] },
    { id: 'ecs.c7.large', cpu: 2, memoryGiB: 4, eniQuantity: 3, eniPrivateIpAddressQuantity: 6, zones: ['cn-hangzhou-h'] },
  ],
  dataCenter: {
    apiServer: '192.168.0.10:6443',
    nodeCidr: '192.168.0.0/24',
    podCidr: '10.100.0.0/16',
    serviceCidr: '172.21.0.0/20',
    nodes: [
      { name: 'dc-control-1', address: '192.168.0.10', controlPlane: true },
      { name: 'dc-worker-1', address: '192.168.0.11', controlPlane: false },
      { name: 'dc-worker-2', address: '192.168.0.12', controlPlane: false },
    ],
    routesToCloud: ['10.0.0.0/10', '100.64.0.0/10'],
    calico: 'manifest',
    joinToken: 'abcdef.0123456789abcdef',
  },
  quotas: { nodesPerCluster: 100, vcpus: 400 },
};
