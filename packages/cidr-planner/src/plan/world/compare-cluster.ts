import type { CidrBlock } from '../block/cidr-block.ts';
import type { NetworkInput } from '../network/network-input.ts';
import { containsAddress } from '../block/relate.ts';
import type { NamedBlock, Network } from '../network/read-network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { compareDetectedMode } from './compare-cluster-mode.ts';
import { comparePods } from './compare-cluster-pods.ts';
import { compareServices } from './compare-cluster-services.ts';
import { compareSettings } from './compare-cluster-settings.ts';
import { compareNativeRouting, compareNodeMask } from './compare-cluster-sizes.ts';
import { listFirst } from './compare-cluster-texts.ts';
import { difference, readObservedBlock } from './difference.ts';
import type { ObservedCluster } from './observed-cluster.ts';

export { findUnplannedPodBlocks } from './compare-cluster-pods.ts';

/** What an on-premises cluster says otherwise than the plan. */
export const compareCluster = (input: NetworkInput, network: Network, cluster: ObservedCluster): readonly NetworkFinding[] => [
  ...comparePods(network, cluster),
  ...compareServices(network, cluster),
  ...compareNodes(network, cluster),
  ...compareSettings(input, network, cluster),
  ...compareNodeMask(cluster),
  ...compareNativeRouting(network, cluster),
  ...compareDetectedMode(input, cluster),
];

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

const compareNodes = (network: Network, cluster: ObservedCluster): readonly NetworkFinding[] => {
  const outside = findUnplannedNodes(network, cluster);
  if (outside.length === 0) return [];
  return [
    difference({
      rule: 'node-cidr-differs',
      severity: 'warning',
      message: `on-premises nodes have addresses outside ${show(network.dataCenterNodes)}: ${listFirst(outside.map((node) => `${node.name} ${node.address}`))}`,
      why: 'The cloud needs a route to every on-premises node, and the plan has none for these.',
      source: 'read from the cluster: Node status.addresses',
      remediation: 'Add their network to dataCenter.nodeCidr, or label them alibabacloud.com/external=true if they are cloud nodes.',
    }),
  ];
};
