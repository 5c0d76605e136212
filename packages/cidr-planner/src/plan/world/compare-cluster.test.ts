import { expect, test } from 'vitest';
import { brief } from '../../testing/findings.ts';
import { buildNetwork } from '../../testing/network.ts';
import type { NetworkOverrides } from '../../testing/network.ts';
import { buildCluster } from '../../testing/world.ts';
import { readNetwork } from '../network/read-network.ts';
import { compareCluster, findUnplannedNodes, findUnplannedPodBlocks } from './compare-cluster.ts';
import type { ObservedCluster } from './observed-cluster.ts';

const compare = (cluster: Partial<ObservedCluster>, overrides: NetworkOverrides = {}) => {
  const input = buildNetwork(overrides);
  return compareCluster(input, readNetwork(input), buildCluster(cluster));
};
const pool = (cidr: string, disabled = false) => ({ name: 'second', cidr, disabled });
const { ipPools: _pools, ...withoutPools } = buildCluster();
const node = { name: 'node-2', addresses: ['192.168.0.12'], podCidrs: ['10.200.0.0/24'] };

test('a cluster as planned has no difference', () => {
  expect(compare({})).toEqual([]);
});

test.each<[string, Partial<ObservedCluster>, NetworkOverrides, readonly string[]]>([
  ['a pool outside the planned block', { ipPools: [pool('10.101.0.0/16')] }, {}, ['error pod-cidr-differs']],
  ['a pool that holds the planned block', { ipPools: [pool('10.96.0.0/12')] }, {}, ['error pod-cidr-differs']],
  ['a pool inside the planned block', { ipPools: [pool('10.100.128.0/17')] }, {}, []],
  ['a disabled pool outside the planned block', { ipPools: [pool('10.101.0.0/16', true)] }, {}, ['warning pod-cidr-differs']],
  ['an IPv6 pool beside an IPv4 plan', { ipPools: [pool('fd00::/48')] }, {}, ['warning pod-cidr-differs']],
  ['a podSubnet that the pools replaced', { podCidrs: ['10.244.0.0/16'] }, {}, ['warning pod-cidr-differs']],
  ['other Services', { serviceCidrs: ['10.96.0.0/12'] }, {}, ['error service-cidr-differs']],
  ['Services that the plan does not name', {}, { dataCenter: { serviceCidr: undefined } }, ['warning service-cidr-differs']],
  ['Services that can not be read', { serviceCidrs: [] }, {}, []],
  ['a node outside the planned network', { nodes: [{ ...node, addresses: ['192.168.7.12'] }] }, {}, ['warning node-cidr-differs']],
  ['an IPv6 address of a node in an IPv4 plan', { nodes: [{ ...node, addresses: ['192.168.0.12', 'fd00::12'] }] }, {}, []],
])('%s is told', (_name, cluster, overrides, rules) => {
  expect(brief(compare(cluster, overrides))).toEqual(rules);
});

test('without pools the podSubnet and the podCIDRs of the nodes count', () => {
  const network = readNetwork(buildNetwork());
  const blocks = findUnplannedPodBlocks(network, { ...withoutPools, podCidrs: ['10.244.0.0/16'], nodes: [node] });
  expect(blocks.map((entry) => `${entry.name} ${entry.cidr} ${entry.inUse ? 'in use' : 'unused'}`)).toEqual(["kubeadm's podSubnet 10.244.0.0/16 in use", 'podCIDR of node node-2 10.200.0.0/24 in use']);
});

test("with pools the podCIDRs of the nodes don't count, as Calico does not use them", () => {
  expect(compare({ nodes: [node] })).toEqual([]);
});

test('a node outside is named with its address', () => {
  const network = readNetwork(buildNetwork());
  expect(findUnplannedNodes(network, buildCluster({ nodes: [{ ...node, addresses: ['192.168.7.12'] }] })).map((one) => `${one.name} ${one.address} ${one.block.toString()}`)).toEqual(['node-2 192.168.7.12 192.168.7.12/32']);
});

test('of many nodes outside the first three are named, and the others counted', () => {
  const nodes = Array.from({ length: 5_000 }, (_, index) => ({ name: `node-${index}`, addresses: [`192.169.${index >> 8}.${index & 255}`], podCidrs: [] }));
  expect(compare({ nodes }).find((finding) => finding.rule === 'node-cidr-differs')?.message).toBe(
    'on-premises nodes have addresses outside 192.168.0.0/24: node-0 192.169.0.0, node-1 192.169.0.1, node-2 192.169.0.2 and 4997 more',
  );
});

test('a difference says what is there and what to write', () => {
  const findings = [...compare({ ipPools: [pool('10.101.0.0/16')] }), ...compare({ serviceCidrs: ['10.96.0.0/12'] })];
  expect(findings.map((finding) => `${finding.message}. ${finding.remediation}`).join('\n')).toMatchInlineSnapshot(`
    "IP pool second is 10.101.0.0/16, and the plan has 10.100.0.0/16 for the on-premises pods. Add 10.101.0.0/16 to dataCenter.podCidr.
    the cluster's Services have 10.96.0.0/12, and the plan says 172.21.0.0/20. Write 10.96.0.0/12 as dataCenter.serviceCidr."
  `);
});
