import fc from 'fast-check';
import type { CapacityDemand } from '../plan/capacity/capacity-demand.ts';
import type { VSwitchInput } from '../plan/network/network-input.ts';

/** ENI limits of instance types as DescribeInstanceTypes gives them. */
export const instanceTypes = {
  'ecs.g7.xlarge': { eniQuantity: 4, eniPrivateIpAddressQuantity: 15 },
  'ecs.g7.2xlarge': { eniQuantity: 4, eniPrivateIpAddressQuantity: 15 },
  'ecs.c7.large': { eniQuantity: 3, eniPrivateIpAddressQuantity: 6 },
} as const;

/** A node and a pod vSwitch of one size in each zone. */
export const zonesOf = (zones: number, prefixes: { readonly nodes: number; readonly pods: number }): readonly VSwitchInput[] =>
  Array.from({ length: zones }, (_, index): readonly VSwitchInput[] => [
    { name: `nodes-${index}`, cidr: `10.${2 * index}.0.0/${prefixes.nodes}`, zone: `cn-hangzhou-${index}`, role: 'nodes' },
    { name: `pods-${index}`, cidr: `10.${2 * index + 1}.0.0/${prefixes.pods}`, zone: `cn-hangzhou-${index}`, role: 'pods' },
  ]).flat();

/** Any demand of a size that a VPC may have. */
export const capacityDemand: fc.Arbitrary<CapacityDemand & { readonly nodes: number; readonly podsPerNode: number; readonly maxPoolSize: number; readonly surgeNodes: number }> = fc.record({
  nodes: fc.nat({ max: 3000 }),
  surgeNodes: fc.nat({ max: 20 }),
  podsPerNode: fc.integer({ min: 1, max: 110 }),
  maxPoolSize: fc.nat({ max: 20 }),
});
