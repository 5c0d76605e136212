import { expect, test } from 'vitest';
import { buildBareCluster, buildPool, buildRoutedPool } from '../../testing/cluster-world.ts';
import { brief } from '../../testing/findings.ts';
import { buildNetwork } from '../../testing/network.ts';
import { readNetwork } from '../network/read-network.ts';
import { compareDetectedMode } from './compare-cluster-mode.ts';
import { compareSettings } from './compare-cluster-settings.ts';
import { listObservedBlocks } from './observed-cluster.ts';
import type { ObservedCluster } from './observed-cluster.ts';

const input = buildNetwork();
const withBgp = { ...input, dataCenter: { ...input.dataCenter, bgp: { blockPrefix: 26 } } };
const settings = (cluster: Partial<ObservedCluster>) => brief(compareSettings(withBgp, readNetwork(withBgp), buildBareCluster(cluster)));
const many = Array.from({ length: 120 }, (_, index) => ({ name: `node-${index}`, addresses: [], podCidrs: [] }));

test.each<[string, Partial<ObservedCluster>, readonly string[]]>([
  ['an API server with another Service range', { serviceRanges: [{ cidr: '10.96.0.0/12', origin: 'ServiceCIDR kubernetes' }] }, ['warning service-cidr-sources-differ']],
  ['the same Service range twice', { serviceRanges: [{ cidr: '172.21.0.0/20', origin: 'ServiceCIDR kubernetes' }] }, []],
  ['a pool with other blocks', { ipPools: [buildPool({ blockSize: 24 })] }, ['warning ip-pool-block-size']],
  ['natOutgoing without encapsulation', { ipPools: [buildRoutedPool({ natOutgoing: true })] }, ['warning pool-nat-outgoing']],
  ['natOutgoing of an overlay', { ipPools: [buildPool()] }, []],
  ['a pool that is not exported', { ipPools: [buildRoutedPool({ disableBgpExport: true })] }, ['warning bgp-export-disabled']],
  ['a disabled pool', { ipPools: [buildRoutedPool({ disableBgpExport: true, natOutgoing: true, disabled: true })] }, []],
  ['a part that may not be read', { unread: [{ what: 'x', missing: 'list y' }] }, ['warning cluster-part-unread']],
])('%s is judged', (_name, cluster, rules) => {
  expect(settings(cluster)).toEqual(rules);
});

test.each<[string, Partial<ObservedCluster>, readonly string[]]>([
  ['IPIP with 120 nodes', { nodes: many, ipPools: [buildPool()] }, ['warning network-mode-differs']],
  ['IPIP with one node', { ipPools: [buildPool()] }, []],
  ['a full mesh', { ipPools: [buildRoutedPool()], calico: { bgp: {}, peers: [] } }, ['warning network-mode-differs']],
  ['mixed pools', { ipPools: [buildPool(), buildRoutedPool({ name: 'b' })] }, ['warning network-mode-differs']],
  ['an unknown mode', { nodes: many }, []],
])('%s is compared with what is recommended', (_name, cluster, rules) => {
  expect(brief(compareDetectedMode(input, buildBareCluster(cluster)))).toEqual(rules);
});

test('each block has the place that names it', () => {
  expect(listObservedBlocks(buildBareCluster({ ipPools: [buildPool()] })).map(({ use, cidr, origin }) => `${use} ${cidr} ${origin}`)).toEqual([
    'pods 10.100.0.0/16 kubeadm-config networking.podSubnet',
    'pods 10.100.0.0/16 IPPool default-ipv4-ippool',
    'pods 10.100.0.0/24 Node node-1 spec.podCIDRs',
    'services 172.21.0.0/20 kubeadm-config networking.serviceSubnet',
    'nodes 192.168.0.11/32 Node node-1 InternalIP',
  ]);
});
