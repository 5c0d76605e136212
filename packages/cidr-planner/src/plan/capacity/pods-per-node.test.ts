import { expect, test } from 'vitest';
import { kubeletMaxPods, planNodePods } from './pods-per-node.ts';

const instance = { eniQuantity: 4, eniPrivateIpAddressQuantity: 10 };

test.each([
  ['nothing known', {}, undefined],
  ['what is asked for', { podsPerNode: 20 }, { pods: 20, addresses: 25, limitedBy: 'demand' }],
  ['the addresses of three further ENIs', { instance }, { pods: 30, addresses: 30, limitedBy: 'eni-addresses' }],
  ['pods and idle pool on the same ENIs', { instance, podsPerNode: 28 }, { pods: 28, addresses: 30, limitedBy: 'demand' }],
  ['the kubelet', { podsPerNode: 200 }, { pods: 110, addresses: 115, limitedBy: 'max-pods' }],
  ['the kubelet, less the pods on the host network', { podsPerNode: 60, maxPods: 64, hostNetworkPods: 8 }, { pods: 56, addresses: 61, limitedBy: 'max-pods' }],
  ['a larger idle pool', { podsPerNode: 20, maxPoolSize: 10 }, { pods: 20, addresses: 30, limitedBy: 'demand' }],
  ['the least idle pool above the largest', { podsPerNode: 20, maxPoolSize: 2, minPoolSize: 6 }, { pods: 20, addresses: 26, limitedBy: 'demand' }],
] as const)('the pods of a node: %s', (_what, demand, pods) => {
  expect(planNodePods(demand)).toEqual(pods);
});

test.each([
  [{}, undefined],
  [{ instance }, 30],
  [{ instance, hostNetworkPods: 6 }, 36],
  [{ instance: { eniQuantity: 8, eniPrivateIpAddressQuantity: 30 } }, 110],
  [{ instance: { eniQuantity: 8, eniPrivateIpAddressQuantity: 30 }, maxPods: 200 }, 200],
])('the maxPods of the kubelet for %o is %s', (demand, maxPods) => {
  expect(kubeletMaxPods(demand)).toBe(maxPods);
});
