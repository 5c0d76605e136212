import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instanceTypes } from '../../testing/capacity.ts';
import { kubeletMaxPods, planNodePods } from './pods-per-node.ts';
import type { InstanceLimits, TerwayLimits } from './terway-addresses.ts';
import { terwayPodAddresses } from './terway-addresses.ts';

test.each<[InstanceLimits, TerwayLimits, number]>([
  [instanceTypes['ecs.g7.xlarge'], {}, 45],
  [instanceTypes['ecs.c7.large'], {}, 12],
  [instanceTypes['ecs.g7.xlarge'], { eniCapRatio: 0.5 }, 15],
  [instanceTypes['ecs.c7.large'], { eniCapRatio: 0.5 }, 0],
  [instanceTypes['ecs.g7.xlarge'], { eniCapShift: -1 }, 30],
  [instanceTypes['ecs.g7.xlarge'], { eniCapShift: -9 }, 0],
  [instanceTypes['ecs.g7.xlarge'], { maxEni: 2 }, 30],
  [instanceTypes['ecs.g7.xlarge'], { maxEni: 9 }, 45],
  [instanceTypes['ecs.g7.xlarge'], { maxEni: 0 }, 45],
  [instanceTypes['ecs.g7.xlarge'], { mode: 'exclusive' }, 3],
])('%j with %j has %i addresses for pods', (instance, terway, addresses) => {
  expect(terwayPodAddresses(instance, terway)).toBe(addresses);
});

test('more of anything never gives fewer addresses', () => {
  const number = fc.nat({ max: 40 });
  fc.assert(
    fc.property(number, number, fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 9 }), (enis, addresses, shift, maxEni) => {
      const count = (more: Partial<Record<'enis' | 'addresses' | 'shift' | 'maxEni', number>>): number =>
        terwayPodAddresses(
          { eniQuantity: enis + (more.enis ?? 0), eniPrivateIpAddressQuantity: addresses + (more.addresses ?? 0) },
          { eniCapShift: shift + (more.shift ?? 0), maxEni: maxEni + (more.maxEni ?? 0) },
        );
      for (const more of ['enis', 'addresses', 'shift', 'maxEni'] as const) expect(count({ [more]: 1 })).toBeGreaterThanOrEqual(count({}));
    }),
  );
});

test('what sets the number of pods is named, and pods on the host network take places of the kubelet', () => {
  const instance = instanceTypes['ecs.g7.xlarge'];
  expect(planNodePods({ instance })).toEqual({ pods: 45, addresses: 45, limitedBy: 'eni-addresses' });
  expect(planNodePods({ instance, podsPerNode: 20 })).toEqual({ pods: 20, addresses: 25, limitedBy: 'demand' });
  expect(planNodePods({ instance, maxPods: 30, hostNetworkPods: 4 })).toEqual({ pods: 26, addresses: 31, limitedBy: 'max-pods' });
  expect(planNodePods({ podsPerNode: 20, maxPoolSize: 2, minPoolSize: 8 })?.addresses).toBe(28);
  expect([kubeletMaxPods({ instance, hostNetworkPods: 4 }), kubeletMaxPods({ instance, maxPods: 30 }), kubeletMaxPods({})]).toEqual([49, 30, undefined]);
});
