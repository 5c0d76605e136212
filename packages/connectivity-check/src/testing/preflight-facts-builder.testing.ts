import type { CloudReader, ClusterReader } from '../api/port.ts';
import type { PreflightPorts } from '../run-preflight.ts';
import type { PreflightFacts, PreflightWishes, RegisteredCluster } from '../plan/preflight-facts.ts';

/** A registered cluster that is as it should be. */
export const clusterOf = (changes: Partial<RegisteredCluster> = {}): RegisteredCluster => ({
  id: 'c5a1d0b7e2f34c6898f0a1b2c3d4e5f60',
  name: 'datacenter',
  region: 'cn-hangzhou',
  clusterType: 'ExternalKubernetes',
  state: 'running',
  vpcId: 'vpc-1',
  securityGroupId: 'sg-1',
  vSwitchIds: ['vsw-n', 'vsw-p'],
  kubernetesVersion: '1.33.2',
  serviceCidr: '172.21.0.0/20',
  apiServer: { public: '', private: 'https://10.0.0.1:6443' },
  ...changes,
});

/** Facts of a world in which every prerequisite holds. */
export const factsOf = (changes: Partial<PreflightFacts> = {}): PreflightFacts => {
  const route = (destination: string) => ({ routeTableId: 'vtb-1', destination, type: 'Custom', status: 'Available', nextHopType: 'Attachment', nextHopId: 'tr' });
  const accept = (direction: 'ingress' | 'egress', cidr: string) => ({ direction, policy: 'accept' as const, protocol: 'all', portRange: '-1/-1', cidr, priority: 1 });
  return {
    region: 'cn-hangzhou',
    cluster: clusterOf(),
    agent: { read: true, value: undefined },
    agentEndpoints: { read: true, value: {} },
    vpc: { read: true, value: { id: 'vpc-1', cidrs: ['10.0.0.0/10'], status: 'Available' } },
    vSwitches: {
      read: true,
      value: [
        { id: 'vsw-n', zone: 'cn-hangzhou-i', cidr: '10.10.24.0/24', status: 'Available', availableAddresses: 252 },
        { id: 'vsw-p', zone: 'cn-hangzhou-i', cidr: '10.10.25.0/24', status: 'Available', availableAddresses: 252 },
      ],
    },
    offers: { read: true, value: [{ instanceType: 'ecs.g7.xlarge', zone: 'cn-hangzhou-i', stock: 'WithStock' }] },
    routes: { read: true, value: [route('192.168.0.0/24'), route('10.100.0.0/16')] },
    rules: { read: true, value: [accept('ingress', '192.168.0.0/24'), accept('ingress', '10.100.0.0/16'), accept('ingress', '100.64.0.0/10'), accept('egress', '0.0.0.0/0')] },
    securityGroupIds: ['sg-1'],
    version: { read: true, value: 'v1.33.2' },
    permissions: { read: true, value: [{ action: 'list nodes', allowed: true }] },
    ...changes,
  };
};

/** The guide's data centre with its vSwitches. */
export const wishes: PreflightWishes = {
  onPremises: { nodeCidrs: ['192.168.0.0/24'], podCidrs: ['10.100.0.0/16'] },
  vSwitches: [
    { id: 'vsw-n', zone: 'cn-hangzhou-i', use: 'nodes' },
    { id: 'vsw-p', zone: 'cn-hangzhou-i', use: 'pods' },
  ],
  apiServer: '192.168.0.10:6443',
};

const valueOf = <Value>(reading: { readonly read: boolean; readonly value?: Value }): Value => reading.value as Value;

/** Ports that answer with these facts, some of them otherwise. */
export const portsOf = (reader: Partial<CloudReader> = {}, cluster: Partial<ClusterReader> = {}): PreflightPorts => {
  const facts = factsOf();
  return {
    reader: {
      region: 'cn-hangzhou',
      readCluster: async () => clusterOf(),
      readAgentEndpoints: async () => ({}),
      readVpc: async () => valueOf(facts.vpc),
      listVSwitches: async () => valueOf(facts.vSwitches),
      listInstanceTypeOffers: async (instanceType) => valueOf(facts.offers).filter((offer) => offer.instanceType === instanceType),
      listRoutes: async () => valueOf(facts.routes),
      listSecurityGroupRules: async () => valueOf(facts.rules),
      ...reader,
    },
    cluster: { readVersion: async () => 'v1.33.2', readAgentDeployment: async () => undefined, mayDo: async () => true, ...cluster },
  };
};
