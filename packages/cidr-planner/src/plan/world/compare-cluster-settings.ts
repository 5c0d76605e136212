import { readObservedBlock, difference } from './compare-vpc.ts';
import type { Network } from '../network/read-network.ts';
import type { NetworkInput } from '../network/network-input.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import type { ObservedCluster, ObservedIpPool } from './observed-cluster.ts';

/** What the cluster says of itself in two ways, what its pools are set to, and what could not be read. */
export const compareSettings = (input: NetworkInput, network: Network, cluster: ObservedCluster): readonly NetworkFinding[] => [
  ...compareServiceSources(cluster),
  ...(cluster.ipPools ?? []).filter((pool) => !pool.disabled).flatMap((pool) => [...judgeBlockSize(pool, input), ...judgeNat(pool, network), ...judgeExport(pool)]),
  ...tellUnread(cluster),
];

const canonical = (cidr: string): string => readObservedBlock(cidr)?.toString() ?? cidr;

const compareServiceSources = (cluster: ObservedCluster): readonly NetworkFinding[] => {
  const configured = cluster.serviceCidrs.map(canonical);
  if (configured.length === 0) return [];
  const others = (cluster.serviceRanges ?? []).filter((range) => !configured.includes(canonical(range.cidr)));
  if (others.length === 0) return [];
  return [
    difference({
      rule: 'service-cidr-sources-differ',
      severity: 'warning',
      message: `kubeadm-config names ${configured.join(', ')} for the Services, and ${others.map((range) => `${range.origin} says ${range.cidr}`).join(', ')}`,
      why: 'Services get their addresses of what the API server has; a range that kubeadm-config does not name takes part in no rule of the plan.',
      source: 'read from the cluster: kubeadm-config, ServiceCIDR, flags of kube-apiserver',
      remediation: 'Write every range that Services use into dataCenter.serviceCidr, and mend kubeadm-config before the next upgrade.',
    }),
  ];
};

/** Calico's block size where a pool names none. */
const defaultBlockSize = { 4: 26, 6: 122 } as const;

const judgeBlockSize = (pool: ObservedIpPool, input: NetworkInput): readonly NetworkFinding[] => {
  const block = readObservedBlock(pool.cidr);
  const { bgp } = input.dataCenter;
  if (block === undefined || bgp === undefined) return [];
  const real = pool.blockSize ?? defaultBlockSize[block.family];
  const planned = bgp.blockPrefix ?? defaultBlockSize[4];
  if (block.family !== 4 || real === planned) return [];
  return [
    difference({
      rule: 'ip-pool-block-size',
      severity: 'warning',
      message: `IP pool ${pool.name} gives out blocks of /${real}, and the plan counts with /${planned}`,
      why: 'A node announces a route for each of its blocks: with another size the number of BGP routes is another.',
      source: 'read from the cluster: IPPool spec.blockSize',
      remediation: `Write ${real} as dataCenter.bgp.blockPrefix.`,
    }),
  ];
};

const judgeNat = (pool: ObservedIpPool, network: Network): readonly NetworkFinding[] => {
  if (pool.natOutgoing !== true || (pool.ipipMode ?? 'Never') !== 'Never' || (pool.vxlanMode ?? 'Never') !== 'Never') return [];
  if (network.dataCenterPods.length === 0) return [];
  return [
    difference({
      rule: 'pool-nat-outgoing',
      severity: 'warning',
      message: `IP pool ${pool.name} (${pool.cidr}) has natOutgoing`,
      why: 'Calico translates what its pods send outside all of its pools. Pods of Terway have addresses of a vSwitch, which is no pool: they see the address of the node in the place of the pod (inferred).',
      source: 'Calico, IPPool spec.natOutgoing; read from the cluster',
      remediation: `Make a disabled IPPool of each pod vSwitch, so that Calico knows its block, or turn natOutgoing off for ${pool.name}.`,
    }),
  ];
};

const judgeExport = (pool: ObservedIpPool): readonly NetworkFinding[] => {
  if (pool.disableBgpExport !== true) return [];
  return [
    difference({
      rule: 'bgp-export-disabled',
      severity: 'warning',
      message: `IP pool ${pool.name} (${pool.cidr}) has disableBGPExport`,
      why: 'Nobody outside learns a route to its pods by BGP: cloud pods can not answer them.',
      source: 'Calico, IPPool spec.disableBGPExport; read from the cluster',
      remediation: `Turn disableBGPExport off for ${pool.name}, or publish ${pool.cidr} to the VPC in another way.`,
    }),
  ];
};

const tellUnread = (cluster: ObservedCluster): readonly NetworkFinding[] =>
  (cluster.unread ?? []).map((part) =>
    difference({
      rule: 'cluster-part-unread',
      severity: 'warning',
      message: part.missing === undefined ? `${part.what} can not be understood: ${part.problem ?? 'no reason is known'}` : `${part.what} could not be read, as the caller may not ${part.missing}`,
      why: 'What it says of blocks and of the network mode takes no part in the plan.',
      source: 'read from the cluster',
      remediation: part.missing === undefined ? `Mend ${part.what}.` : `Grant ${part.missing} to the caller and run again.`,
    }),
  );
