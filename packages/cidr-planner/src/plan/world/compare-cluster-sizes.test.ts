import { expect, test } from 'vitest';
import { buildBareCluster, buildPool } from '../../testing/cluster-world.ts';
import { buildNetwork } from '../../testing/network.ts';
import { readNetwork } from '../network/read-network.ts';
import { compareNativeRouting, compareNodeMask } from './compare-cluster-sizes.ts';
import type { ObservedCluster } from './observed-cluster.ts';

const buildNodes = (count: number, podCidrs: readonly string[] = []) => Array.from({ length: count }, (_, index) => ({ name: `node-${index}`, addresses: [], podCidrs }));
const cilium = { ipam: 'cluster-pool', clusterPools: ['10.100.0.0/20'] };

test.each<[string, Partial<ObservedCluster>, readonly string[]]>([
  ['15 nodes of 16 blocks', { podCidrs: ['10.100.0.0/20'], nodes: buildNodes(15) }, ["15 on-premises nodes take a /24 each, and kubeadm's podSubnet (10.100.0.0/20) has 16 of them"]],
  ['14 nodes of 16 blocks', { podCidrs: ['10.100.0.0/20'], nodes: buildNodes(14) }, []],
  ['the mask of the flags', { podCidrs: ['10.100.0.0/20'], nodes: buildNodes(15), nodeMaskSize: 25 }, []],
  ['the mask that the nodes have, where no flag is read', { podCidrs: ['10.100.0.0/20'], nodes: buildNodes(15, ['fd00::/64', '10.100.0.0/26']) }, []],
  ["the flag's range before kubeadm's", { podRanges: [{ cidr: '10.100.0.0/23', origin: 'flag' }], nodes: buildNodes(2) }, ['2 on-premises nodes take a /24 each, and flag (10.100.0.0/23) has 2 of them']],
  ["Cilium's pool with its own mask", { cilium: { ...cilium, clusterPoolMaskSize: 23 }, nodes: buildNodes(8) }, ["8 on-premises nodes take a /23 each, and Cilium's cluster pool (10.100.0.0/20) has 8 of them"]],
  ["two pools of Cilium's", { cilium: { ...cilium, clusterPools: ['10.100.0.0/20', '10.101.0.0/20', 'fd00::/104'] }, nodes: buildNodes(16) }, []],
  ['Calico, whose nodes take blocks as they need them', { podCidrs: ['10.100.0.0/20'], ipPools: [buildPool()], nodes: buildNodes(16) }, []],
  ['a range smaller than a block', { podCidrs: ['10.100.0.0/25'], nodes: buildNodes(3) }, []],
])('%s: whether the blocks are nearly used up', (_name, cluster, messages) => {
  expect(compareNodeMask(buildBareCluster(cluster)).map((finding) => finding.message)).toEqual(messages);
});

test.each<[string, ObservedCluster['cilium'], readonly string[]]>([
  ['a range without the pod vSwitch', { routingMode: 'native', nativeRoutingCidr: '10.100.0.0/16' }, ["Cilium's ipv4-native-routing-cidr is 10.100.0.0/16, outside of which lie vSwitch pods-i 10.10.25.0/24"]],
  ['the same in the words of older versions', { tunnel: 'disabled', nativeRoutingCidr: '10.100.0.0/16' }, ["Cilium's ipv4-native-routing-cidr is 10.100.0.0/16, outside of which lie vSwitch pods-i 10.10.25.0/24"]],
  ['a range that holds it', { routingMode: 'native', nativeRoutingCidr: '10.0.0.0/8' }, []],
  ['an overlay', { routingMode: 'tunnel', nativeRoutingCidr: '10.100.0.0/16' }, []],
  ['no range', { routingMode: 'native' }, []],
  ['a range that is none', { routingMode: 'native', nativeRoutingCidr: 'all' }, []],
])('native routing with %s', (_name, observed, messages) => {
  const network = readNetwork(buildNetwork());
  expect(compareNativeRouting(network, buildBareCluster(observed === undefined ? {} : { cilium: observed })).map((finding) => finding.message)).toEqual(messages);
});
