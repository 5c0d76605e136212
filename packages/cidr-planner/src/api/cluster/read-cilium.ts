import { NotFoundError } from '@ack-hybrid/core/errors';
import type { ObservedCilium } from '../../plan/world/observed-cluster.ts';
import { listCustom, readConfigMap, readOptional } from './cluster-reads.ts';
import type { CallWords, ClusterReads, OptionalRead } from './cluster-reads.ts';
import { splitList, textMember, wholeMember } from './json-values.ts';

const group = 'cilium.io';

/** What Cilium says of its network; parts that may not be read are noted. Undefined without a `cilium-config` that may be read. */
export const readCilium = async (reads: ClusterReads): Promise<ObservedCilium | undefined> => {
  const [config, clusterConfigs, policies] = await Promise.all([
    readOptional(reads, 'the configuration of Cilium (ConfigMap cilium-config)', readConfigMap(reads, 'kube-system', 'cilium-config')),
    readOptional(reads, 'the CiliumBGPClusterConfigs', countClusterConfigs(reads)),
    readOptional(reads, 'the CiliumBGPPeeringPolicies', countOf(reads, { verb: 'list', resource: 'ciliumbgppeeringpolicies.cilium.io' }, 'v2alpha1', 'ciliumbgppeeringpolicies')),
  ]);
  if (config.state !== 'read') return undefined;
  const data = config.value;
  const pools = [...splitList(data['cluster-pool-ipv4-cidr']), ...splitList(data['cluster-pool-ipv6-cidr'])];
  return {
    ...textMember('routingMode', data['routing-mode']),
    ...textMember('tunnelProtocol', data['tunnel-protocol']),
    ...textMember('tunnel', data['tunnel']),
    ...textMember('bgpControlPlane', data['enable-bgp-control-plane']),
    ...textMember('chainingMode', data['cni-chaining-mode']),
    ...textMember('ipam', data['ipam']),
    ...(pools.length === 0 ? {} : { clusterPools: pools }),
    ...wholeMember('clusterPoolMaskSize', data['cluster-pool-ipv4-mask-size']),
    ...textMember('nativeRoutingCidr', data['ipv4-native-routing-cidr']),
    ...counted('bgpClusterConfigs', clusterConfigs),
    ...counted('bgpPeeringPolicies', policies),
  };
};

const counted = (name: 'bgpClusterConfigs' | 'bgpPeeringPolicies', read: OptionalRead<number>): Partial<Record<typeof name, number>> =>
  read.state === 'refused' ? {} : { [name]: read.state === 'read' ? read.value : 0 };

/** Cilium serves its cluster configuration as `v2` since 1.18, and before that as `v2alpha1` alone. */
const countClusterConfigs = async (reads: ClusterReads): Promise<number> => {
  const call = { verb: 'list', resource: 'ciliumbgpclusterconfigs.cilium.io' } as const;
  try {
    return await countOf(reads, call, 'v2', 'ciliumbgpclusterconfigs');
  } catch (error) {
    if (!NotFoundError.isInstance(error)) throw error;
    return countOf(reads, call, 'v2alpha1', 'ciliumbgpclusterconfigs');
  }
};

const countOf = async (reads: ClusterReads, call: CallWords, version: string, plural: string): Promise<number> =>
  (await listCustom(reads, call, { group, version, plural }, () => true)).length;
