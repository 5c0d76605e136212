import { expect, test } from 'vitest';
import { instanceTypes, zonesOf } from '../../testing/capacity.ts';
import { brief } from '../../testing/findings.ts';
import { buildNetwork } from '../../testing/network.ts';
import type { CapacityDemand } from '../capacity/capacity-demand.ts';
import { readNetwork } from '../network/read-network.ts';
import { findCapacityFindings, findNodeQuotaFindings } from './capacity-rules.ts';

const find = (demand: CapacityDemand, zones?: number) => findCapacityFindings(readNetwork(buildNetwork({ demand, ...(zones === undefined ? {} : { vSwitches: zonesOf(zones, { nodes: 24, pods: 24 }) }) })));
const instance = instanceTypes['ecs.g7.xlarge'];

test.each<[string, CapacityDemand, readonly string[]]>([
  ['nothing asked', {}, []],
  ['100 nodes', { nodes: 100 }, []],
  ['one node more than addresses', { nodes: 253 }, ['error capacity-nodes']],
  ['as many nodes as the pod addresses carry', { nodes: 5, instance }, []],
  ['one node more than the pod addresses carry', { nodes: 6, instance }, ['warning capacity-pods']],
  ['an instance type with one ENI', { instance: { eniQuantity: 1, eniPrivateIpAddressQuantity: 10 } }, ['error instance-without-pod-addresses']],
  ['an eni_conf that leaves no ENI', { instance, terway: { eniCapRatio: 0.25 } }, ['error instance-without-pod-addresses']],
  ['as many pods as addresses and host-network pods', { instance, maxPods: 49, hostNetworkPods: 4 }, []],
  ['one pod more', { instance, maxPods: 50, hostNetworkPods: 4 }, ['warning max-pods-above-addresses']],
  ['full in a year', { nodes: 8, podsPerNode: 20, growth: { nodesPerYear: 2 } }, ['warning capacity-growth']],
  ['full after a year', { nodes: 7, podsPerNode: 20, growth: { nodesPerYear: 2 } }, []],
  ['too small today and tomorrow', { nodes: 11, podsPerNode: 20, growth: { nodesPerYear: 2 }, zoneFailure: true }, ['warning capacity-pods']],
  ['the loss of the only zone', { nodes: 1, zoneFailure: true }, ['warning capacity-zone-failure']],
])('%s: %j', (_name, demand, rules) => {
  expect(brief(find(demand))).toEqual(rules);
});

test.each([
  [20, []],
  [21, ['warning capacity-zone-failure']],
])('two of three zones carry 20 nodes of %i', (nodes, rules) => {
  expect(brief(find({ nodes, podsPerNode: 20, zoneFailure: true }, 3))).toEqual(rules);
});

test('each remedy names the prefix that would do', () => {
  const remedy = (demand: CapacityDemand, zones?: number) => find(demand, zones)[0]?.remediation;
  expect(remedy({ nodes: 253 })).toBe('Use a larger vSwitch for nodes, or a further one: a /23 for 253 nodes in each zone would do.');
  expect(remedy({ nodes: 6, instance })).toBe('Use a larger vSwitch for pods, a further one, or fewer pods on a node: a /23 for pods in each zone would do.');
  expect(remedy({ nodes: 8, podsPerNode: 20, growth: { nodesPerYear: 4 } })).toBe('Plan for a year at least: a /28 for nodes and a /23 for pods in each zone.');
  expect(remedy({ nodes: 30, podsPerNode: 20, zoneFailure: true }, 3)).toBe('Use a /27 for nodes and a /23 for pods in each zone, or add a zone.');
  expect(remedy({ instance, maxPods: 110 })).toBe('Set maxPods to 45, or choose an instance type with more addresses.');
});

test.each<[string, CapacityDemand, readonly string[]]>([
  ['no demand', {}, []],
  ['as many nodes as the default quota', { nodes: 100 }, []],
  ['more nodes than the default quota', { nodes: 101 }, ['warning node-quota']],
  ['a surge beyond the quota', { nodes: 100, surgeNodes: 1 }, ['warning node-quota']],
  ['a higher quota', { nodes: 101, nodeQuota: 200 }, []],
  ['one more than a higher quota', { nodes: 201, nodeQuota: 200 }, ['warning node-quota']],
])('%s: %j is held against the quota of the account', (_name, demand, rules) => {
  expect(brief(findNodeQuotaFindings(readNetwork(buildNetwork({ demand }))))).toEqual(rules);
});
