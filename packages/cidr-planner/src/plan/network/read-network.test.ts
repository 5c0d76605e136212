import { InvalidInputError } from '@ack-hybrid/core/errors';
import { expect, test } from 'vitest';
import { buildNetwork } from '../../testing/network.ts';
import type { NetworkInput } from './network-input.ts';
import { readNetwork } from './read-network.ts';

const issuesOf = (input: unknown): readonly { readonly path: string; readonly message: string }[] => {
  try {
    readNetwork(input as NetworkInput);
  } catch (error) {
    if (InvalidInputError.isInstance(error)) return error.issues;
    throw error;
  }
  return [];
};
const pathsOf = (input: unknown): readonly string[] => issuesOf(input).map((issue) => issue.path);

test('every block of an input is read under its name and path', () => {
  const network = readNetwork(
    buildNetwork({
      dataCenter: { podCidr: ['10.100.0.0/16', 'fd00:10::/48'] },
      vpc: { secondaryCidrs: ['172.30.0.0/16'], existing: true },
      routed: [{ name: 'office', cidr: '192.168.9.0/24' }],
    }),
  );
  const all = [...network.dataCenterNodes, ...network.dataCenterPods, ...network.services, ...network.routed, ...network.vpc, ...network.vSwitches];
  expect(all.map((range) => `${range.path} ${range.name} ${range.block.toString()} ${range.movable ? 'movable' : 'fixed'}`)).toEqual([
    'dataCenter.nodeCidr data-center node network 192.168.0.0/24 fixed',
    'dataCenter.podCidr[0] data-center pod network 1 10.100.0.0/16 fixed',
    'dataCenter.podCidr[1] data-center pod network 2 fd00:10::/48 fixed',
    'dataCenter.serviceCidr Service block 172.21.0.0/20 fixed',
    'routed[0].cidr routed network office 192.168.9.0/24 fixed',
    'vpc.cidr VPC 10.0.0.0/10 fixed',
    'vpc.secondaryCidrs[0] VPC secondary block 1 172.30.0.0/16 fixed',
    'vSwitches[0].cidr vSwitch nodes-i 10.10.24.0/24 movable',
    'vSwitches[1].cidr vSwitch pods-i 10.10.25.0/24 movable',
  ]);
});

test('every bad field is named at once', () => {
  const input = {
    dataCenter: { nodeCidr: '192.168.0.1/24', podCidr: ['10.100.0.0/16', '10.101.0.0'], serviceCidr: 172 },
    vpc: { cidr: '010.0.0.0/8', secondaryCidrs: ['fd00::/56'] },
    vSwitches: [
      { name: 'a', cidr: '10.10.24.0/24 ', zone: '', role: 'masters' },
      { name: 'a', cidr: '10.10.25.0/24', zone: 'cn-hangzhou-i', role: 'pods' },
    ],
    routed: [{ name: 'office', cidr: [] }],
    waivers: ['overlap-data-center-vswitch'],
    demand: { nodes: -1, instance: { eniQuantity: 1.5, eniPrivateIpAddressQuantity: 10 } },
  };
  expect(() => readNetwork(input as unknown as NetworkInput)).toThrowErrorMatchingInlineSnapshot(`[InvalidInputError: network plan: dataCenter.nodeCidr: "192.168.0.1/24" is not a CIDR block: 192.168.0.1 is an address inside 192.168.0.0/24, not the first of a /24 (character 1). Write 192.168.0.0/24 for the block, or 192.168.0.1/32 for the one address; dataCenter.podCidr[1]: "10.101.0.0" is not a CIDR block: the prefix length is missing (character 11). Write the length of the prefix behind a slash: 10.101.0.0/32 for this one address, fewer for a block; dataCenter.serviceCidr: a value of type number is not the text of a CIDR block. Write the block as text, such as "10.0.0.0/10", in quotes where the format needs them; routed[0].cidr: the list is empty; write one block at least; vpc.cidr: "010.0.0.0/8" is not a CIDR block: the octet 010 has a leading zero, which some programs read as octal (character 1). Write 10 for the decimal number; vpc.secondaryCidrs[0]: fd00::/56 is IPv6; a VPC or vSwitch is planned by its IPv4 block, as Alibaba Cloud assigns the IPv6 block itself; vSwitches[0].zone: the zone is missing; write its id, such as cn-hangzhou-i; vSwitches[0].role: "masters" is no role; write nodes, pods or other; vSwitches[0].cidr: "10.10.24.0/24 " is not a CIDR block: there is a blank in the text (character 14). Write the block without blanks or line breaks; vSwitches[1].name: the name "a" stands twice; each vSwitch needs its own; waivers[0]: "overlap-data-center-vswitch" can not be waived; only overlap-data-center-vpc, overlap-service-vpc and overlap-site-vpc can; demand.nodes: -1 is no whole number from 0 on; demand.instance.eniQuantity: 1.5 is no whole number from 1 on]`);
  expect(pathsOf(input)).toEqual([
    'dataCenter.nodeCidr', 'dataCenter.podCidr[1]', 'dataCenter.serviceCidr', 'routed[0].cidr', 'vpc.cidr', 'vpc.secondaryCidrs[0]', 'vSwitches[0].zone',
    'vSwitches[0].role', 'vSwitches[0].cidr', 'vSwitches[1].name', 'waivers[0]', 'demand.nodes', 'demand.instance.eniQuantity',
  ]);
});

test.each([
  [undefined, ['dataCenter', 'vpc', 'vSwitches']],
  [{}, ['dataCenter', 'vpc', 'vSwitches']],
  [{ ...buildNetwork(), vpc: null }, ['vpc']],
  [{ ...buildNetwork(), vSwitches: {} }, ['vSwitches']],
  [{ ...buildNetwork(), waivers: 'overlap-data-center-vpc' }, ['waivers']],
  [{ ...buildNetwork(), vSwitches: [] }, ['vSwitches']],
  [{ ...buildNetwork(), vSwitches: [null] }, ['vSwitches[0]']],
  [{ ...buildNetwork(), vSwitches: [{}] }, ['vSwitches[0].name', 'vSwitches[0].zone', 'vSwitches[0].role', 'vSwitches[0].cidr']],
  [{ ...buildNetwork(), routed: ['10.0.0.0/8'] }, ['routed[0]']],
  [{ ...buildNetwork(), dataCenter: {} }, ['dataCenter.nodeCidr', 'dataCenter.podCidr']],
])('a section that is missing or of another kind is named (case %#)', (input, paths) => {
  expect(pathsOf(input)).toEqual(paths);
});

test.each<[string, object, readonly string[]]>([
  ['a region', { region: 'Hangzhou' }, ['region']],
  ['a CEN', { cen: 'full' }, ['cen']],
  ['a protection level', { cen: { protectionLevel: 'REDUCED' } }, ['cen.protectionLevel']],
  ['sites', { sites: [{ name: 'a', kind: 'office', cidr: [] }, { name: 'a', kind: 'vpc' }] }, ['sites[0].kind', 'sites[0].cidr', 'sites[1].name', 'sites[1].cidr']],
  ['a list of sites', { sites: {} }, ['sites']],
  ['a routed network', { routed: [{ cidr: '192.168.9.0/24' }] }, ['routed[0].name']],
  ['BGP', { dataCenter: { ...buildNetwork().dataCenter, nodes: 1.5, bgp: { blockPrefix: 19, aggregated: 'yes' } } }, ['dataCenter.nodes', 'dataCenter.bgp.aggregated', 'dataCenter.bgp.blockPrefix']],
  ['a BGP section', { dataCenter: { ...buildNetwork().dataCenter, bgp: true } }, ['dataCenter.bgp']],
  ['an overlay section', { dataCenter: { ...buildNetwork().dataCenter, overlay: 'calico' } }, ['dataCenter.overlay']],
  ['an overlay', { dataCenter: { ...buildNetwork().dataCenter, overlay: { ipam: 'whereabouts', blockPrefix: 33, blockPrefix6: '122' } } }, ['dataCenter.overlay.ipam', 'dataCenter.overlay.blockPrefix', 'dataCenter.overlay.blockPrefix6']],
  ['an overlay without a prefix', { dataCenter: { ...buildNetwork().dataCenter, overlay: { ipam: 'cilium' } } }, ['dataCenter.overlay.blockPrefix']],
  ['node blocks larger than the pod network', { dataCenter: { ...buildNetwork().dataCenter, overlay: { ipam: 'cilium', blockPrefix: 15, maxPods: 0 } } }, ['dataCenter.overlay.blockPrefix', 'dataCenter.overlay.maxPods']],
  ['IPv6 pods without a prefix', { dataCenter: { ...buildNetwork().dataCenter, podCidr: ['10.100.0.0/16', 'fd00::/64'], overlay: { ipam: 'calico', blockPrefix: 26 } } }, ['dataCenter.overlay.blockPrefix6']],
  ['too many IPv6 node blocks', { dataCenter: { ...buildNetwork().dataCenter, podCidr: ['10.100.0.0/16', 'fd00::/47'], overlay: { ipam: 'node-ipam', blockPrefix: 24, blockPrefix6: 64 } } }, ['dataCenter.overlay.blockPrefix6']],
  ['two IPv4 ranges of the controller-manager', { dataCenter: { ...buildNetwork().dataCenter, podCidr: ['10.100.0.0/16', '10.101.0.0/16'], overlay: { ipam: 'node-ipam', blockPrefix: 24 } } }, ['dataCenter.podCidr']],
  ['more free addresses than there are', { vSwitches: [{ name: 'n', cidr: '10.10.24.0/24', zone: 'z', role: 'nodes', freeAddresses: 253 }] }, ['vSwitches[0].freeAddresses']],
  ['a part of a free address', { vSwitches: [{ name: 'n', cidr: '10.10.24.0/24', zone: 'z', role: 'nodes', freeAddresses: 1.5 }] }, ['vSwitches[0].freeAddresses']],
  ['what exists', { vpc: { cidr: '10.0.0.0/10', existing: 'yes' }, vSwitches: [{ name: 'n', cidr: '10.10.24.0/24', zone: 'z', role: 'nodes', existing: 1 }] }, ['vpc.existing', 'vSwitches[0].existing']],
  ['a count of routes', { vpc: { cidr: '10.0.0.0/10', customRoutes: -1 } }, ['vpc.customRoutes']],
  ['destinations of routes', { vpc: { cidr: '10.0.0.0/10', customRoutes: ['10.0.0.1/8'] } }, ['vpc.customRoutes[0]']],
  ['routes of another kind', { vpc: { cidr: '10.0.0.0/10', customRoutes: 'many' } }, ['vpc.customRoutes']],
  ['secondary blocks of another kind', { vpc: { cidr: '10.0.0.0/10', secondaryCidrs: '10.64.0.0/16' } }, ['vpc.secondaryCidrs']],
  ['a demand', { demand: 12 }, ['demand']],
])('%s that can not be read: each field is named', (_name, fields, paths) => {
  expect(pathsOf({ ...buildNetwork(), ...fields })).toEqual(paths);
});

test('defaults are filled in', () => {
  const network = readNetwork(buildNetwork({ dataCenter: { bgp: {} }, vpc: { customRoutes: ['0.0.0.0/0'] }, sites: [{ name: 'plant', kind: 'data-center', cidr: '10.200.0.0/16' }] }));
  expect([network.bgp, network.customRouteCount, network.protectionLevel, network.hasCen]).toEqual([{ blockPrefix: 26 }, 1, 'full', true]);
  expect([readNetwork(buildNetwork()).bgp, readNetwork(buildNetwork()).hasCen]).toEqual([undefined, false]);
});

test('an input that is right raises no issue', () => {
  expect(issuesOf(buildNetwork())).toEqual([]);
});

test.each([
  ['a section', { datacenter: {} }, 'datacenter'],
  ['a block', { dataCenter: { serviceCIDR: '172.21.0.0/20' } }, 'dataCenter.serviceCIDR'],
  ['a list', { vSwtiches: [] }, 'vSwtiches'],
  ['a field of a list', { vSwitches: [{ name: 'nodes-i', zone: 'cn-hangzhou-i', cidr: '10.10.24.0/24', role: 'nodes', exists: true }] }, 'vSwitches[0].exists'],
  ['a count', { demand: { node: 3 } }, 'demand.node'],
])('the mistyped name of %s is refused, and not left out without a word', (_what, fields, path) => {
  const base = buildNetwork();
  const mistyped = { ...base, ...fields, dataCenter: { ...base.dataCenter, ...('dataCenter' in fields ? fields.dataCenter : {}) } };
  expect(() => readNetwork(mistyped as NetworkInput)).toThrow(expect.objectContaining({ issues: [{ path, message: expect.stringMatching(/^this field is not known; known are /u) as string }] }) as Error);
});
