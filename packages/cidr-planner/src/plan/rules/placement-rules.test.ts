import { expect, test } from 'vitest';
import { brief } from '../../testing/findings.ts';
import { buildNetwork, guideVSwitches } from '../../testing/network.ts';
import type { NetworkOverrides } from '../../testing/network.ts';
import type { VSwitchInput } from '../network/network-input.ts';
import { readNetwork } from '../network/read-network.ts';
import { findPlacementFindings } from './placement-rules.ts';

const find = (overrides: NetworkOverrides) => findPlacementFindings(readNetwork(buildNetwork(overrides)));
const vSwitch = (fields: Partial<VSwitchInput>): VSwitchInput => ({ name: 'x', cidr: '10.10.32.0/24', zone: 'cn-hangzhou-j', role: 'pods', ...fields });
const instance = { eniQuantity: 4, eniPrivateIpAddressQuantity: 10 };

test.each<[string, NetworkOverrides, readonly string[]]>([
  ['nodes and pods in one zone', {}, []],
  ['a pod vSwitch in a zone without nodes', { vSwitches: [...guideVSwitches, vSwitch({})] }, ['error pod-vswitch-zone']],
  ['a node vSwitch in a zone without pods', { vSwitches: [...guideVSwitches, vSwitch({ role: 'nodes' })] }, ['warning node-zone-without-pod-vswitch']],
  ['no vSwitch for nodes', { vSwitches: [vSwitch({})] }, ['error no-node-vswitch']],
  ['a foreign vSwitch in a zone without nodes', { vSwitches: [...guideVSwitches, vSwitch({ role: 'other' })] }, []],
  ['zones of the region', { region: 'cn-hangzhou' }, []],
  ['zones of another region', { region: 'cn-beijing' }, ['warning zone-outside-region', 'warning zone-outside-region']],
  ['150 vSwitches', { vSwitches: many(150) }, []],
  ['151 vSwitches', { vSwitches: many(151) }, ['warning vswitch-count']],
  ['as many nodes as addresses', { demand: { nodes: 252 } }, []],
  ['one node more than addresses', { demand: { nodes: 253 } }, ['error capacity-nodes']],
  ['a surge beyond the addresses', { demand: { nodes: 250, surgeNodes: 3 } }, ['error capacity-nodes']],
  ['as many nodes as the pod addresses carry', { demand: { nodes: 8, instance } }, []],
  ['one node more than the pod addresses carry', { demand: { nodes: 9, instance } }, ['warning capacity-pods']],
  ['an instance type with one ENI', { demand: { instance: { eniQuantity: 1, eniPrivateIpAddressQuantity: 10 } } }, ['error instance-without-pod-addresses']],
])('%s: %j', (_name, overrides, rules) => {
  expect(brief(find(overrides))).toEqual(rules);
});

function many(count: number): readonly VSwitchInput[] {
  const others = Array.from({ length: count - 2 }, (_, index) => vSwitch({ name: `other-${index}`, cidr: `10.11.${index}.0/24`, role: 'other' }));
  return [...guideVSwitches, ...others];
}

test('the figures of a demand that does not fit are in the message', () => {
  expect(find({ demand: { nodes: 253 } })[0]?.message).toBe('253 nodes (surge included) need an address each, and vSwitch nodes-i 10.10.24.0/24 offer 252');
  expect(find({ demand: { nodes: 9, instance } })[0]?.message).toBe('the pod addresses carry 8 nodes of 9, at 30 addresses a node (pods and idle pool)');
});
