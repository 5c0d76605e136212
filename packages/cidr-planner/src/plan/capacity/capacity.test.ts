import { expect, test } from 'vitest';
import { buildNetwork, guideVSwitches } from '../../testing/network.ts';
import { planCapacity, terwayPodAddresses, usableAddresses } from './capacity.ts';
import type { CapacityDemand } from './capacity-demand.ts';
import type { VSwitchInput } from '../network/network-input.ts';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import { readNetwork } from '../network/read-network.ts';

const capacityOf = (demand: CapacityDemand, vSwitches: readonly VSwitchInput[] = guideVSwitches) => planCapacity(readNetwork(buildNetwork({ vSwitches })).vSwitches, demand);

test.each([
  ['10.10.24.0/24', 252],
  ['10.10.0.0/16', 65_532],
  ['10.10.24.0/29', 4],
  ['10.10.24.0/30', 0],
  ['10.10.24.0/32', 0],
])('%s has %i usable addresses', (cidr, addresses) => {
  expect(usableAddresses(parseCidrBlock(cidr))).toBe(addresses);
});

test('the primary ENI gives no pod addresses', () => {
  expect(terwayPodAddresses({ eniQuantity: 4, eniPrivateIpAddressQuantity: 10 })).toBe(30);
  expect(terwayPodAddresses({ eniQuantity: 1, eniPrivateIpAddressQuantity: 10 })).toBe(0);
});

test('without a demand only the addresses are known', () => {
  expect(capacityOf({})).toEqual({
    vSwitches: [
      { name: 'nodes-i', cidr: '10.10.24.0/24', zone: 'cn-hangzhou-i', role: 'nodes', usableAddresses: 252 },
      { name: 'pods-i', cidr: '10.10.25.0/24', zone: 'cn-hangzhou-i', role: 'pods', usableAddresses: 252 },
    ],
    zones: [{ zone: 'cn-hangzhou-i', nodeAddresses: 252, podAddresses: 252 }],
  });
});

test.each<[string, CapacityDemand, number, number, number]>([
  ['pods and the idle pool of five', { podsPerNode: 20 }, 20, 25, 10],
  ['an idle pool of its own', { podsPerNode: 20, maxPoolSize: 10 }, 20, 30, 8],
  ['ENIs that are full', { instance: { eniQuantity: 4, eniPrivateIpAddressQuantity: 10 } }, 30, 30, 8],
  ['fewer pods than the ENIs carry', { podsPerNode: 10, instance: { eniQuantity: 4, eniPrivateIpAddressQuantity: 10 } }, 10, 15, 16],
  ["the kubelet's 110 pods", { instance: { eniQuantity: 8, eniPrivateIpAddressQuantity: 30 } }, 110, 115, 2],
  ['a kubelet with more pods', { maxPods: 210, instance: { eniQuantity: 8, eniPrivateIpAddressQuantity: 30 } }, 210, 210, 1],
  ['surge nodes', { podsPerNode: 20, surgeNodes: 2 }, 20, 25, 8],
])('%s decide how many nodes a pod vSwitch carries', (_name, demand, pods, addresses, nodes) => {
  const capacity = capacityOf(demand);
  expect([capacity.podsPerNode, capacity.podAddressesPerNode, capacity.maximumNodes]).toEqual([pods, addresses, nodes]);
});

test('the scarcer of node and pod addresses is named', () => {
  expect(capacityOf({ podsPerNode: 20 }).zones[0]?.limitedBy).toBe('pod-addresses');
  const small: readonly VSwitchInput[] = [{ name: 'n', cidr: '10.10.24.0/29', zone: 'z', role: 'nodes' }, { name: 'p', cidr: '10.10.32.0/20', zone: 'z', role: 'pods' }];
  expect(capacityOf({ podsPerNode: 20 }, small).zones[0]).toMatchObject({ maximumNodes: 4, limitedBy: 'node-addresses' });
});

test('nodes and pods share the node vSwitch in a zone without a pod vSwitch', () => {
  const alone: readonly VSwitchInput[] = [{ name: 'n', cidr: '10.10.24.0/24', zone: 'z', role: 'nodes' }];
  expect(capacityOf({ podsPerNode: 20, maxPoolSize: 0 }, alone).zones[0]).toEqual({ zone: 'z', nodeAddresses: 252, podAddresses: 252, maximumNodes: 12, limitedBy: 'pod-addresses' });
});

test('the zones add up', () => {
  const zones: readonly VSwitchInput[] = [
    ...guideVSwitches,
    { name: 'nodes-j', cidr: '10.10.26.0/24', zone: 'cn-hangzhou-j', role: 'nodes' },
    { name: 'pods-j', cidr: '10.10.27.0/24', zone: 'cn-hangzhou-j', role: 'pods' },
    { name: 'foreign', cidr: '10.10.28.0/24', zone: 'cn-hangzhou-k', role: 'other' },
  ];
  const capacity = capacityOf({ podsPerNode: 20 }, zones);
  expect([capacity.maximumNodes, capacity.zones.map((zone) => zone.zone), capacity.vSwitches.length]).toEqual([20, ['cn-hangzhou-i', 'cn-hangzhou-j'], 4]);
});
