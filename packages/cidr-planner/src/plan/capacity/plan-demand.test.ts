import fc from 'fast-check';
import { expect, test } from 'vitest';
import { capacityDemand, zonesOf } from '../../testing/capacity.ts';
import { buildNetwork, guideVSwitches } from '../../testing/network.ts';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import { readNetwork } from '../network/read-network.ts';
import { planCapacity } from './capacity.ts';
import type { CapacityDemand } from './capacity-demand.ts';
import { countFreeBlocks } from './free-blocks.ts';

const vSwitchesOf = (vSwitches = guideVSwitches) => readNetwork(buildNetwork({ vSwitches })).vSwitches;

test('the chosen vSwitches carry the demand in every number of zones', () => {
  fc.assert(
    fc.property(capacityDemand, fc.integer({ min: 1, max: 4 }), (demand, zones) => {
      const wanted = planCapacity(vSwitchesOf(zonesOf(zones, { nodes: 24, pods: 24 })), demand).zones[0]?.wanted;
      fc.pre(wanted?.podVSwitch?.count === 1);
      const chosen = zonesOf(zones, { nodes: wanted?.nodeVSwitch.prefix ?? 0, pods: wanted?.podVSwitch?.prefix ?? 0 });
      expect(planCapacity(vSwitchesOf(chosen), demand).maximumNodes).toBeGreaterThanOrEqual(demand.nodes);
    }),
  );
});

test('a larger demand never chooses a smaller vSwitch', () => {
  const podVSwitch = (demand: CapacityDemand): number => {
    const choice = planCapacity(vSwitchesOf(), demand).zones[0]?.wanted?.podVSwitch;
    return (choice?.count ?? 0) * 2 ** (32 - (choice?.prefix ?? 32));
  };
  fc.assert(
    fc.property(capacityDemand, fc.constantFrom('nodes', 'surgeNodes', 'podsPerNode', 'maxPoolSize'), fc.integer({ min: 1, max: 50 }), (demand, field, more) => {
      expect(podVSwitch({ ...demand, maxPods: 300, [field]: demand[field] + more })).toBeGreaterThanOrEqual(podVSwitch({ ...demand, maxPods: 300 }));
    }),
  );
});

test('growth, surge and a lost zone are in the share of a zone', () => {
  const vSwitches = vSwitchesOf(zonesOf(3, { nodes: 24, pods: 20 }));
  const share = (demand: CapacityDemand) => planCapacity(vSwitches, { nodes: 60, podsPerNode: 20, ...demand }).zones[0]?.wanted;
  expect(share({})).toEqual({ nodes: 20, nodeVSwitch: { prefix: 27, count: 1 }, podVSwitch: { prefix: 23, count: 1 } });
  expect([share({ surgeNodes: 3 })?.nodes, share({ growth: { percentPerYear: 50 } })?.nodes, share({ zoneFailure: true })?.nodes]).toEqual([21, 30, 30]);
});

test('free counts of today say how many further nodes fit, where all of a zone are known', () => {
  const further = (free: readonly (readonly [string, number])[]) => planCapacity(vSwitchesOf(), { podsPerNode: 20 }, { freeAddresses: new Map(free) }).zones[0]?.furtherNodes;
  expect([further([['nodes-i', 100], ['pods-i', 60]]), further([['nodes-i', 1], ['pods-i', 252]]), further([['nodes-i', 100]])]).toEqual([2, 1, undefined]);
});

test('the years until full count from what all zones carry', () => {
  expect(planCapacity(vSwitchesOf(), { nodes: 5, podsPerNode: 20, growth: { nodesPerYear: 2 } }).yearsUntilFull).toBe(2.5);
  expect(planCapacity(vSwitchesOf(), { nodes: 152, growth: { nodesPerYear: 50 } }).yearsUntilFull).toBe(2);
});

test('free vSwitches are counted by prefix, as fragmented as the VPC is', () => {
  const blocks = (cidrs: readonly string[]) => cidrs.map((cidr) => parseCidrBlock(cidr));
  const counts = new Map(countFreeBlocks(blocks(['10.0.0.0/22']), blocks(['10.0.0.0/24', '10.0.2.0/25'])).map(({ prefix, count }) => [prefix, count]));
  expect([22, 23, 24, 25, 29].map((prefix) => counts.get(prefix))).toEqual([0, 0, 2, 5, 80]);
});

test.each<[string, object, string]>([
  ['a part of a node', { nodes: 1.5 }, 'demand.nodes'],
  ['growth of both kinds', { growth: { nodesPerYear: 1, percentPerYear: 1 } }, 'demand.growth'],
  ['growth of no kind', { growth: {} }, 'demand.growth'],
  ['shrinking', { growth: { percentPerYear: -1 } }, 'demand.growth.percentPerYear'],
  ['an unknown mode', { terway: { mode: 'ipvlan' } }, 'demand.terway.mode'],
  ['no ENI at all', { instance: { eniQuantity: 0, eniPrivateIpAddressQuantity: 6 } }, 'demand.instance.eniQuantity'],
])('%s is refused by its path', (_name, demand, path) => {
  expect(() => planCapacity(vSwitchesOf(), demand)).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ path })] }));
});
