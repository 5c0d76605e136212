import { expect, test } from 'vitest';
import { brief } from '../../testing/findings.ts';
import { buildNetwork, guideVSwitches } from '../../testing/network.ts';
import type { NetworkOverrides } from '../../testing/network.ts';
import { buildVpc } from '../../testing/world.ts';
import { readNetwork } from '../network/read-network.ts';
import { compareVpc, matchVSwitch, readObservedBlock } from './compare-vpc.ts';
import type { ObservedVpc, ObservedVSwitch } from './observed-vpc.ts';

const compare = (vpc: Partial<ObservedVpc>, overrides: NetworkOverrides = {}) => {
  const input = buildNetwork(overrides);
  return compareVpc(input, readNetwork(input), buildVpc(vpc));
};
const [nodes, pods] = buildVpc().vSwitches as [ObservedVSwitch, ObservedVSwitch];

test('a VPC as planned has no difference', () => {
  expect(compare({})).toEqual([]);
});

test.each<[string, Partial<ObservedVpc>, NetworkOverrides, readonly string[]]>([
  ['another primary block', { cidr: '10.0.0.0/8' }, {}, ['error vpc-differs']],
  ['a secondary block that was not planned', { secondaryCidrs: ['172.30.0.0/16'] }, {}, ['warning vpc-differs']],
  ['a planned secondary block that is not there', {}, { vpc: { secondaryCidrs: ['172.30.0.0/16'] } }, ['error vpc-differs']],
  ['a vSwitch that is not made yet', { vSwitches: [nodes] }, {}, ['warning vswitch-missing']],
  ['a vSwitch that should exist', { vSwitches: [nodes] }, { vSwitches: guideVSwitches.map((one) => ({ ...one, existing: true })) }, ['error vswitch-missing']],
  ['a vSwitch whose id is not there', {}, { vSwitches: guideVSwitches.map((one) => ({ ...one, id: `vsw-${one.role}` })).concat({ name: 'x', id: 'vsw-x', cidr: '10.10.32.0/24', zone: 'z', role: 'pods' }) }, ['error vswitch-missing']],
  ['a vSwitch with another block', { vSwitches: [{ ...nodes, cidr: '10.10.26.0/24' }, pods] }, {}, ['error vswitch-differs']],
  ['a vSwitch in another zone', { vSwitches: [{ ...nodes, zone: 'cn-hangzhou-j' }, pods] }, {}, ['error vswitch-differs']],
  ['a vSwitch that is full', { vSwitches: [nodes, { ...pods, availableAddresses: 0 }] }, {}, ['warning vswitch-full']],
  ['no route to the data center', { routes: [] }, {}, ['warning route-missing', 'warning route-missing']],
  ['a default route alone', { routes: [{ tableId: 'vtb-1', destination: '0.0.0.0/0', type: 'Custom', nextHop: 'NatGateway:ngw-1' }] }, {}, ['warning route-missing', 'warning route-missing']],
  ['routes that may not be read', { routes: undefined as never }, {}, ['warning routes-not-read']],
])('%s is told', (_name, vpc, overrides, rules) => {
  expect(brief(compare(vpc, overrides))).toEqual(rules);
});

test('routes to parts of a block count together', () => {
  const route = (destination: string) => ({ tableId: 'vtb-1', destination, type: 'BGP', nextHop: 'RouterInterface:ri-1' });
  expect(compare({ routes: ['192.168.0.0/16', '10.100.0.0/17', '10.100.128.0/17'].map(route) })).toEqual([]);
  expect(compare({ routes: ['192.168.0.0/16', '10.100.0.0/17'].map(route) }).map((finding) => finding.message)).toEqual(['no route of VPC vpc-1 leads to data-center pod network 10.100.0.0/16']);
});

test('a difference says what is there and what to write', () => {
  const [finding] = compare({ vSwitches: [{ ...nodes, cidr: '10.10.26.0/24', zone: 'cn-hangzhou-j' }, pods] });
  expect(`${finding?.message ?? ''}. ${finding?.remediation ?? ''}`).toMatchInlineSnapshot(`"vSwitch nodes-i (vsw-nodes) has block 10.10.26.0/24 instead of 10.10.24.0/24 and zone cn-hangzhou-j instead of cn-hangzhou-i. Write 10.10.26.0/24 and cn-hangzhou-j into the plan, or name the vSwitch that is meant."`);
});

test('a vSwitch is found by id, else by name, else by block', () => {
  const [wanted] = guideVSwitches;
  const find = (fields: object, vSwitches: readonly ObservedVSwitch[]) => wanted && matchVSwitch({ ...wanted, ...fields }, buildVpc({ vSwitches }))?.id;
  expect(find({ id: 'vsw-pods' }, [nodes, pods])).toBe('vsw-pods');
  expect(find({}, [{ ...pods, cidr: '10.10.24.0/24', name: '' }, nodes])).toBe('vsw-nodes');
  expect(find({}, [pods, { ...nodes, name: '' }])).toBe('vsw-nodes');
  expect(find({}, [pods])).toBeUndefined();
});

test('host bits of an observed block are cleared, and what is no block is left out', () => {
  expect([readObservedBlock('10.100.3.0/16')?.toString(), readObservedBlock('pl-1234')]).toEqual(['10.100.0.0/16', undefined]);
});

test('an IPv6 block that is on both sides names both ranges and what they share', () => {
  const [finding] = compare({ vSwitches: [{ ...nodes, ipv6Cidr: 'fd00:0:0:1::/64' }, pods] }, { dataCenter: { podCidr: ['10.100.0.0/16', 'fd00::/48'] } });
  expect([finding?.rule, finding?.intersection]).toEqual(['ipv6-overlap-observed', 'fd00:0:0:1::/64']);
  expect(finding?.ranges).toEqual([
    { name: 'data-center pod network 2', path: 'dataCenter.podCidr[1]', cidr: 'fd00::/48' },
    { name: 'vSwitch nodes-i', path: '', cidr: 'fd00:0:0:1::/64' },
  ]);
});
