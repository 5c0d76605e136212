import { covers } from '../block/relate.ts';
import type { CidrBlock } from '../block/cidr-block.ts';
import type { Network } from '../network/network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { findAllocators } from './compare-cluster-allocators.ts';
import { listFirst } from './compare-cluster-texts.ts';
import { difference, readObservedBlock } from './difference.ts';
import type { ObservedCluster } from './observed-cluster.ts';

/** A block of the cluster that no pod block of the plan holds, under the name of its origin. */
export interface UnplannedBlock {
  /** Every place that names it: `kubeadm's podSubnet and kube-controller-manager --cluster-cidr`. */
  readonly name: string;
  readonly cidr: string;
  readonly block: CidrBlock;
  /** True where pods have addresses of it for certain, or the next ones get them. */
  readonly inUse: boolean;
  /** The node whose podCIDR it is. */
  readonly node?: string;
}

interface NamedRange extends Pick<UnplannedBlock, 'cidr' | 'inUse' | 'node'> {
  readonly origin: string;
}

/**
 * The pod blocks of the cluster that the plan doesn't have, each once. What addresses are given out of is in use: Calico's
 * enabled pools, Cilium's cluster pool, else the nodes' podCIDRs and the range that they are cut from. The other places only
 * asked for a range once. A node's podCIDR inside of such a range is no block of its own.
 *
 * @example
 * findUnplannedPodBlocks(readNetwork(input), cluster)[0]?.name; // 'IP pool default-ipv4-ippool'
 */
export const findUnplannedPodBlocks = (network: Network, cluster: ObservedCluster): readonly UnplannedBlock[] => {
  const ranges = joinEqual(network, listRanges(cluster));
  const inUse = ranges.filter((range) => range.inUse);
  const ofNodes = joinEqual(network, listNodeRanges(cluster)).filter((entry) => !inUse.some((range) => covers(range.block, entry.block)));
  return [...ranges, ...ofNodes];
};

const listRanges = (cluster: ObservedCluster): readonly NamedRange[] => {
  const { calico, ciliumPool, nodes } = findAllocators(cluster);
  const flags = cluster.podRanges ?? [];
  // What cuts the blocks of the nodes is in use with them. Without its flags kubeadm's range stands for it.
  return [
    ...(cluster.ipPools ?? []).map((pool) => ({ origin: `IP pool ${pool.name}`, cidr: pool.cidr, inUse: calico && !pool.disabled })),
    ...(cluster.cilium?.clusterPools ?? []).map((cidr) => ({ origin: "Cilium's cluster pool", cidr, inUse: ciliumPool })),
    ...cluster.podCidrs.map((cidr) => ({ origin: "kubeadm's podSubnet", cidr, inUse: nodes && flags.length === 0 })),
    ...flags.map(({ origin, cidr }) => ({ origin, cidr, inUse: nodes })),
    ...(cluster.flannel?.networks ?? []).map((cidr) => ({ origin: "Flannel's Network", cidr, inUse: false })),
  ];
};

const listNodeRanges = (cluster: ObservedCluster): readonly NamedRange[] =>
  findAllocators(cluster).nodes ? cluster.nodes.flatMap((node) => node.podCidrs.map((cidr) => ({ origin: `podCIDR of node ${node.name}`, cidr, inUse: true, node: node.name }))) : [];

/** The blocks that no pod block of the plan holds; those that several places name are one, in use where one of them says so. */
const joinEqual = (network: Network, ranges: readonly NamedRange[]): readonly UnplannedBlock[] => {
  const found = new Map<string, UnplannedBlock>();
  for (const { origin, cidr, ...range } of ranges) {
    const block = readObservedBlock(cidr);
    if (block === undefined || network.dataCenterPods.some((planned) => covers(planned.block, block))) continue;
    const key = block.toString();
    const known = found.get(key);
    found.set(key, known === undefined ? { ...range, name: origin, cidr, block } : { ...known, name: known.name === origin ? origin : `${known.name} and ${origin}`, inUse: known.inUse || range.inUse });
  }
  return [...found.values()];
};

/** A finding for each block of the cluster that the plan doesn't have; the podCIDRs of many nodes are one. */
export const comparePods = (network: Network, cluster: ObservedCluster): readonly NetworkFinding[] => {
  const planned = network.dataCenterPods.map((range) => range.block.toString()).join(', ');
  const families = new Set(network.dataCenterPods.map((range) => range.block.family));
  const unplanned = findUnplannedPodBlocks(network, cluster);
  const isOfNode = (entry: UnplannedBlock): boolean => entry.node !== undefined;
  const groups = [...unplanned.filter((entry) => !isOfNode(entry)).map((entry) => [entry]), ...[4, 6].map((family) => unplanned.filter((entry) => isOfNode(entry) && entry.block.family === family))];
  return groups.flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    const what = others.length === 0 ? `${first.name} is ${first.cidr}` : `${group.length} nodes have podCIDRs such as ${listFirst(group.map((entry) => `${entry.node ?? ''} ${entry.cidr}`))}`;
    return [
      difference({
        rule: 'pod-cidr-differs',
        severity: first.inUse && families.has(first.block.family) ? 'error' : 'warning',
        message: `${what}, and the plan has ${planned} for the on-premises pods`,
        why: first.inUse ? 'Pods have addresses that the plan was not judged with: a conflict or a missing route for them would go unnoticed.' : 'It was asked for once, and nothing gives addresses out of it now; after a change of the plug-in they would be unknown to the plan.',
        source: 'read from the cluster: IPPool, cilium-config, kubeadm-config, kube-controller-manager, kube-flannel-cfg, Node spec.podCIDRs',
        remediation: `Add ${others.length === 0 ? first.cidr : 'the range that they are cut from'} to dataCenter.podCidr${first.inUse ? '' : ', or take it out of the configuration'}.`,
      }),
    ];
  });
};
