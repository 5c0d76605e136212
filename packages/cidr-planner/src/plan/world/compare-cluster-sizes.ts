import type { Network } from '../network/network.ts';
import { covers } from '../block/relate.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { findAllocators } from './compare-cluster-allocators.ts';
import { difference, readObservedBlock } from './difference.ts';
import type { ObservedCluster } from './observed-cluster.ts';

/** kube-controller-manager (IPv4) and Cilium's cluster pool give each node a /24 where nothing else is said. */
const defaultNodeMask = 24;

/** A pool from which every node takes one block of a fixed size. */
interface NodePool {
  readonly origin: string;
  readonly cidrs: readonly string[];
  readonly mask: number;
}

/** Whether the nodes use up the pool that their blocks are cut from. Cloud nodes aren't read, and take blocks of most such pools, too. */
export const compareNodeMask = (cluster: ObservedCluster): readonly NetworkFinding[] =>
  listNodePools(cluster).flatMap((pool) => {
    const blocks = countBlocks(pool);
    const nodes = cluster.nodes.length;
    // A tenth left is soon gone, and the mask of a range in use can't change.
    if (blocks === 0 || nodes * 10 < blocks * 9) return [];
    return [
      difference({
        rule: 'node-mask-exhausted',
        severity: 'warning',
        message: `${nodes} on-premises nodes take a /${pool.mask} each, and ${pool.origin} (${pool.cidrs.join(', ')}) has ${blocks} of them`,
        why: 'Every node takes one block of the node mask out of the pod range; when none is left, a new node gets no block, and its pods get no addresses.',
        source: 'Kubernetes, kube-controller-manager --cluster-cidr and --node-cidr-mask-size; Cilium, cluster-pool-ipv4-cidr and cluster-pool-ipv4-mask-size',
        remediation: 'Add a pod range before more nodes join: another cluster pool of Cilium, or a further range for the nodes. The mask of a range in use can not change.',
      }),
    ];
  });

const listNodePools = (cluster: ObservedCluster): readonly NodePool[] => {
  const { ciliumPool, nodes } = findAllocators(cluster);
  const [flag] = cluster.podRanges ?? [];
  const ofNodes = flag === undefined ? { origin: "kubeadm's podSubnet", cidrs: cluster.podCidrs } : { origin: flag.origin, cidrs: (cluster.podRanges ?? []).map((range) => range.cidr) };
  return [
    ...(ciliumPool ? [{ origin: "Cilium's cluster pool", cidrs: cluster.cilium?.clusterPools ?? [], mask: cluster.cilium?.clusterPoolMaskSize ?? defaultNodeMask }] : []),
    ...(nodes ? [{ ...ofNodes, mask: cluster.nodeMaskSize ?? readNodeMask(cluster) }] : []),
  ];
};

/** The prefix of the first IPv4 podCIDR, as the flags can't be read where the control plane runs elsewhere. */
const readNodeMask = (cluster: ObservedCluster): number => {
  for (const node of cluster.nodes) {
    for (const cidr of node.podCidrs) {
      const block = readObservedBlock(cidr);
      if (block?.family === 4) return block.prefix;
    }
  }
  return defaultNodeMask;
};

/** IPv4 alone: the masks that are read are those of IPv4. */
const countBlocks = ({ cidrs, mask }: NodePool): number =>
  cidrs.reduce((sum, cidr) => {
    const block = readObservedBlock(cidr);
    return block?.family === 4 && block.prefix <= mask ? sum + 2 ** (mask - block.prefix) : sum;
  }, 0);

/** Whether packets to the pods of the cloud keep their source where Cilium routes without encapsulation. */
export const compareNativeRouting = (network: Network, { cilium }: ObservedCluster): readonly NetworkFinding[] => {
  const text = cilium?.nativeRoutingCidr;
  const native = cilium?.routingMode === 'native' || (cilium?.routingMode === undefined && cilium?.tunnel === 'disabled');
  const block = text === undefined || !native ? undefined : readObservedBlock(text);
  if (text === undefined || block === undefined) return [];
  const outside = network.vSwitches.filter((vSwitch) => vSwitch.role === 'pods' && vSwitch.block.family === block.family && !covers(block, vSwitch.block));
  if (outside.length === 0) return [];
  return [
    difference({
      rule: 'native-routing-cidr',
      severity: 'warning',
      message: `Cilium's ipv4-native-routing-cidr is ${text}, outside of which lie ${outside.map((vSwitch) => `${vSwitch.name} ${vSwitch.block.toString()}`).join(', ')}`,
      why: 'Cilium gives packets to destinations outside of it the address of the node, unless masquerading is off: cloud pods see the node in the place of the pod (inferred).',
      source: 'Cilium, ipv4-native-routing-cidr and masquerading; read from the cluster: ConfigMap cilium-config',
      remediation: 'Let ipv4-native-routing-cidr hold the pod vSwitches too, or turn masquerading off.',
    }),
  ];
};
