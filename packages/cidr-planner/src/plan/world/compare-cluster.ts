import type { CidrBlock } from '../block/cidr-block.ts';
import type { NetworkInput } from '../network/network-input.ts';
import { containsAddress, covers } from '../block/relate.ts';
import type { NamedBlock, Network } from '../network/read-network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { compareDetectedMode } from './compare-cluster-mode.ts';
import { compareSettings } from './compare-cluster-settings.ts';
import { difference, readObservedBlock } from './compare-vpc.ts';
import type { ObservedCluster } from './observed-cluster.ts';

/** What an on-premises cluster says otherwise than the plan. */
export const compareCluster = (input: NetworkInput, network: Network, cluster: ObservedCluster): readonly NetworkFinding[] => [
  ...comparePods(network, cluster),
  ...compareServices(input, network, cluster),
  ...compareNodes(network, cluster),
  ...compareSettings(input, network, cluster),
  ...compareDetectedMode(input, cluster),
];

/** A block of the cluster that no pod block of the plan holds, under the name of its origin. */
export interface UnplannedBlock {
  readonly name: string;
  readonly cidr: string;
  readonly block: CidrBlock;
  /** True where pods have addresses of it for certain. */
  readonly inUse: boolean;
}

/**
 * The pod blocks of the cluster that the plan doesn't have. Calico's pools are the truth where there are any: kubeadm's
 * podSubnet and the nodes' podCIDRs are then only what was asked for once.
 */
export const findUnplannedPodBlocks = (network: Network, cluster: ObservedCluster): readonly UnplannedBlock[] => {
  const pools = cluster.ipPools ?? [];
  const poolsRule = pools.length > 0;
  const found = [
    ...pools.map((pool) => ({ name: `IP pool ${pool.name}`, cidr: pool.cidr, inUse: !pool.disabled })),
    ...cluster.podCidrs.map((cidr) => ({ name: "kubeadm's podSubnet", cidr, inUse: !poolsRule })),
    ...(poolsRule ? [] : cluster.nodes.flatMap((node) => node.podCidrs.map((cidr) => ({ name: `podCIDR of node ${node.name}`, cidr, inUse: true })))),
  ];
  return found.flatMap((entry) => {
    const block = readObservedBlock(entry.cidr);
    return block === undefined || network.dataCenterPods.some((range) => covers(range.block, block)) ? [] : [{ ...entry, block }];
  });
};

/** The on-premises nodes whose address no node block of the plan holds. */
export const findUnplannedNodes = (network: Network, cluster: ObservedCluster): readonly { readonly name: string; readonly address: string; readonly block: CidrBlock }[] =>
  cluster.nodes.flatMap((node) =>
    node.addresses.flatMap((address) => {
      const block = readObservedBlock(`${address}/${address.includes(':') ? 128 : 32}`);
      const planned = network.dataCenterNodes.filter((range) => range.block.family === block?.family);
      return block === undefined || planned.length === 0 || planned.some((range) => containsAddress(range.block, address)) ? [] : [{ name: node.name, address, block }];
    }),
  );

const show = (ranges: readonly NamedBlock[]): string => ranges.map((range) => range.block.toString()).join(', ');

const comparePods = (network: Network, cluster: ObservedCluster): readonly NetworkFinding[] =>
  findUnplannedPodBlocks(network, cluster).map((entry) => {
    const otherFamily = network.dataCenterPods.every((range) => range.block.family !== entry.block.family);
    return difference({
      rule: 'pod-cidr-differs',
      severity: entry.inUse && !otherFamily ? 'error' : 'warning',
      message: `${entry.name} is ${entry.cidr}, and the plan has ${show(network.dataCenterPods)} for the on-premises pods`,
      why: 'Pods have addresses that the plan was not judged with: a conflict or a missing route for them would go unnoticed.',
      source: 'read from the cluster: IPPool, kubeadm-config, Node spec.podCIDRs',
      remediation: `Add ${entry.cidr} to dataCenter.podCidr.`,
    });
  });

const compareServices = (input: NetworkInput, network: Network, cluster: ObservedCluster): readonly NetworkFinding[] => {
  const real = cluster.serviceCidrs.map((text) => readObservedBlock(text)?.toString() ?? text);
  const planned = network.services.map((range) => range.block.toString());
  const same = real.length === planned.length && real.every((cidr) => planned.includes(cidr));
  if (real.length === 0 || same) return [];
  const absent = input.dataCenter.serviceCidr === undefined;
  return [
    difference({
      rule: 'service-cidr-differs',
      severity: absent ? 'warning' : 'error',
      message: `the cluster's Services have ${real.join(', ')}, and the plan ${absent ? 'names no Service block' : `says ${planned.join(', ')}`}`,
      why: 'kube-proxy on cloud nodes translates the real Service addresses, so these are the ones that must not meet another block.',
      source: 'read from kubeadm-config: networking.serviceSubnet',
      remediation: `Write ${real.join(', ')} as dataCenter.serviceCidr.`,
    }),
  ];
};

const compareNodes = (network: Network, cluster: ObservedCluster): readonly NetworkFinding[] => {
  const outside = findUnplannedNodes(network, cluster);
  if (outside.length === 0) return [];
  return [
    difference({
      rule: 'node-cidr-differs',
      severity: 'warning',
      message: `on-premises nodes have addresses outside ${show(network.dataCenterNodes)}: ${outside.map((node) => `${node.name} ${node.address}`).join(', ')}`,
      why: 'The cloud needs a route to every on-premises node, and the plan has none for these.',
      source: 'read from the cluster: Node status.addresses',
      remediation: 'Add their network to dataCenter.nodeCidr, or label them alibabacloud.com/external=true if they are cloud nodes.',
    }),
  ];
};
