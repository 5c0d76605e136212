import { expect, test } from 'vitest';
import { brief } from '../../testing/findings.ts';
import { buildNetwork, guideVSwitches } from '../../testing/network.ts';
import { applyNetworkFix } from './apply-network-fix.ts';
import type { NetworkInput, OverlayBlocks } from './network-input.ts';
import { planNetwork } from './plan-network.ts';

const withFree = (nodes: number | undefined, pods: number) =>
  buildNetwork({ vSwitches: guideVSwitches.map((vSwitch) => ({ ...vSwitch, existing: true, freeAddresses: vSwitch.role === 'pods' ? pods : nodes })), demand: { podsPerNode: 20 } });

test.each<[number | undefined, number, number | undefined]>([
  [100, 60, 2],
  [1, 252, 1],
  [undefined, 252, undefined],
])('with %s free addresses for nodes and %i for pods, %s further nodes fit', (nodes, pods, further) => {
  expect(planNetwork(withFree(nodes, pods)).capacity.zones[0]?.furtherNodes).toBe(further);
});

test('a fix that gives a vSwitch another block forgets how many addresses of the old one are free', () => {
  const moved = applyNetworkFix(withFree(252, 252), { changes: [{ path: 'vSwitches[0].cidr', name: 'vSwitch nodes-i', from: '10.10.24.0/24', to: '10.10.32.0/25' }] });
  expect(moved.vSwitches.map((vSwitch) => vSwitch.freeAddresses)).toEqual([undefined, 252]);
  expect(planNetwork(moved).capacity.vSwitches[0]?.usableAddresses).toBe(124);
});

test('further vSwitches are counted beside those that are there, and beside what is on premises', () => {
  const free = (input: NetworkInput, prefix: number) => planNetwork(input).capacity.freeBlocks?.find((one) => one.prefix === prefix)?.count;
  const small = { vpc: { cidr: '10.10.24.0/22' } };
  expect([free(buildNetwork(small), 23), free(buildNetwork(small), 24)]).toEqual([1, 2]);
  expect(free(buildNetwork({ ...small, routed: [{ name: 'office', cidr: '10.10.26.0/24' }] }), 24)).toBe(1);
});

const withOverlay = (overlay: OverlayBlocks, nodes: number, cloudNodes: number, podCidr: string | readonly string[] = '10.100.0.0/18') =>
  planNetwork(buildNetwork({ vpc: { cidr: '10.10.0.0/16' }, dataCenter: { podCidr, nodes, overlay }, demand: { nodes: cloudNodes } }));

test.each<[string, OverlayBlocks, number, readonly string[]]>([
  ['as many nodes as blocks', { ipam: 'node-ipam', blockPrefix: 24 }, 4, []],
  ['one node more', { ipam: 'node-ipam', blockPrefix: 24 }, 5, ['error overlay-node-limit']],
  ['one node more than the cluster pool of Cilium has blocks', { ipam: 'cilium', blockPrefix: 24 }, 5, ['error overlay-node-limit']],
  ['one node more than Calico has blocks, whose nodes borrow', { ipam: 'calico', blockPrefix: 25 }, 69, ['warning overlay-node-limit']],
])('the nodes of both sides are held against the blocks of the overlay: %s', (_name, overlay, cloudNodes, findings) => {
  const plan = withOverlay(overlay, 60, cloudNodes);
  expect(brief(plan.findings)).toEqual(findings);
  expect(plan.findings.flatMap((finding) => finding.ranges.map((range) => range.path))).toEqual(findings.map(() => 'dataCenter.podCidr'));
});

test('what the overlay carries stands in the capacity: all pools of a family, and the scarcer family', () => {
  const carried = (overlay: OverlayBlocks, podCidr: readonly string[]) => withOverlay(overlay, 1, 1, podCidr).capacity.overlay?.maximumNodes;
  expect(carried({ ipam: 'cilium', blockPrefix: 24 }, ['10.100.0.0/18', '10.101.0.0/24'])).toBe(65);
  expect(carried({ ipam: 'cilium', blockPrefix: 24, blockPrefix6: 64 }, ['10.100.0.0/18', 'fd00::/60'])).toBe(16);
  expect(planNetwork(buildNetwork()).capacity.overlay).toBeUndefined();
});
