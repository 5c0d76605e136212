import { expect, test } from 'vitest';
import { buildBareCluster, buildPool } from '../../testing/cluster-world.ts';
import { buildNetwork } from '../../testing/network.ts';
import { readNetwork } from '../network/read-network.ts';
import { findAllocators } from './compare-cluster-allocators.ts';
import { comparePods, findUnplannedPodBlocks } from './compare-cluster-pods.ts';
import type { ObservedCluster, ObservedNode } from './observed-cluster.ts';
import { mergeObserved } from './plan-observed-network.ts';

const network = readNetwork(buildNetwork());
const flags = [{ cidr: '10.245.0.0/16', origin: 'kube-controller-manager --cluster-cidr' }];
const nodes = [{ name: 'node-2', addresses: [], podCidrs: ['10.244.7.0/24'] }];
const flannel = { namespace: 'kube-flannel', networks: ['10.244.0.0/16'] };
const cilium = { ipam: 'cluster-pool', clusterPools: ['10.0.0.0/16'] };
const tell = (cluster: Partial<ObservedCluster>) => findUnplannedPodBlocks(network, buildBareCluster(cluster)).map((entry) => `${entry.inUse ? 'in use' : 'asked for'}: ${entry.name} ${entry.cidr}`);

test.each<[string, Partial<ObservedCluster>, readonly string[]]>([
  ["Cilium's cluster pool", { cilium, podRanges: flags, nodes }, ["in use: Cilium's cluster pool 10.0.0.0/16", 'asked for: kube-controller-manager --cluster-cidr 10.245.0.0/16']],
  ["a pool of Cilium's chart, whose mode was not read", { cilium: { clusterPools: ['10.0.0.0/16'] } }, ["in use: Cilium's cluster pool 10.0.0.0/16"]],
  ["the nodes in Cilium's mode kubernetes", { cilium: { ...cilium, ipam: 'kubernetes' }, nodes }, ["asked for: Cilium's cluster pool 10.0.0.0/16", 'in use: podCIDR of node node-2 10.244.7.0/24']],
  ["Flannel's nodes, and its Network only says where it carries packets", { flannel, nodes }, ["asked for: Flannel's Network 10.244.0.0/16", 'in use: podCIDR of node node-2 10.244.7.0/24']],
  ['the range that the nodes are cut from, which stands for them', { podRanges: [{ ...flags[0], cidr: '10.244.0.0/16', origin: 'flag' }], flannel, nodes }, ["in use: flag and Flannel's Network 10.244.0.0/16"]],
  ["kubeadm's range where no flag is read", { podCidrs: ['10.244.0.0/16'], nodes }, ["in use: kubeadm's podSubnet 10.244.0.0/16"]],
  ["kubeadm's range beside the flag", { podCidrs: ['10.244.0.0/16'], podRanges: flags }, ["asked for: kubeadm's podSubnet 10.244.0.0/16", 'in use: kube-controller-manager --cluster-cidr 10.245.0.0/16']],
  ["Calico's pools, whatever else is written", { ipPools: [buildPool({ cidr: '10.101.0.0/16' })], podRanges: flags, nodes }, ['in use: IP pool default-ipv4-ippool 10.101.0.0/16', 'asked for: kube-controller-manager --cluster-cidr 10.245.0.0/16']],
  ['the nodes where Calico only adds policy', { ipPools: [buildPool({ cidr: '10.101.0.0/16' })], calico: { backend: 'none' }, nodes }, ['asked for: IP pool default-ipv4-ippool 10.101.0.0/16', 'in use: podCIDR of node node-2 10.244.7.0/24']],
  ["no pods of Cilium's native routing range", { cilium: { nativeRoutingCidr: '10.0.0.0/8' } }, []],
  ['nothing of a block that is none', { podCidrs: ['pods'] }, []],
])('what counts is %s', (_name, cluster, blocks) => {
  expect(tell(cluster)).toEqual(blocks);
});

test.each<[string, Partial<ObservedCluster>, object]>([
  ['a bare cluster', {}, { calico: false, ciliumPool: false, nodes: true }],
  ['a chained Cilium beside Flannel', { cilium: { ...cilium, chainingMode: 'generic-veth' }, flannel }, { calico: false, ciliumPool: false, nodes: true }],
  ['Cilium after Calico', { cilium, ipPools: [buildPool()] }, { calico: true, ciliumPool: true, nodes: false }],
])('pods of %s get their addresses of what is configured', (_name, cluster, allocators) => {
  expect(findAllocators(buildBareCluster(cluster))).toEqual(allocators);
});

test('a range that is in use is an error, and one that was asked for a warning that says where it is written', () => {
  const findings = comparePods(network, buildBareCluster({ flannel, podRanges: flags }));
  expect(findings.map(({ severity, message, remediation }) => `${severity}: ${message}. ${remediation}`).join('\n')).toMatchInlineSnapshot(`
    "error: kube-controller-manager --cluster-cidr is 10.245.0.0/16, and the plan has 10.100.0.0/16 for the on-premises pods. Add 10.245.0.0/16 to dataCenter.podCidr.
    warning: Flannel's Network is 10.244.0.0/16, and the plan has 10.100.0.0/16 for the on-premises pods. Add 10.244.0.0/16 to dataCenter.podCidr, or take it out of the configuration."
  `);
});

test("Cilium's pool is judged with the network, and so are the ranges that were asked for", () => {
  expect(mergeObserved(buildNetwork(), { cluster: buildBareCluster({ cilium, podRanges: flags }) }).routed).toEqual([
    { name: "Cilium's cluster pool", cidr: '10.0.0.0/16' },
    { name: 'kube-controller-manager --cluster-cidr', cidr: '10.245.0.0/16' },
  ]);
});

/** Nodes that count how often their podCIDRs are read. */
const countReads = (size: number): { readonly reads: number; readonly messages: readonly string[] } => {
  let reads = 0;
  const many = Array.from({ length: size }, (_, index): ObservedNode => ({
    name: `node-${index}`,
    addresses: [],
    get podCidrs() {
      reads += 1;
      return [`10.${128 + Math.floor(index / 256)}.${index % 256}.0/24`];
    },
  }));
  const messages = comparePods(network, buildBareCluster({ flannel, podRanges: [{ cidr: '10.245.0.0/16', origin: 'flag' }], nodes: many })).map((finding) => finding.message);
  return { reads, messages };
};

test('5,000 nodes with podCIDRs outside of the plan are one finding of three, and each is looked at once', () => {
  const { reads, messages } = countReads(5_000);
  expect(reads).toBe(5_000);
  expect(messages).toHaveLength(3);
  expect(messages[2]).toBe('5000 nodes have podCIDRs such as node-0 10.128.0.0/24, node-1 10.128.1.0/24, node-2 10.128.2.0/24 and 4997 more, and the plan has 10.100.0.0/16 for the on-premises pods');
});
