import { expect, test } from 'vitest';
import { brief } from '../../testing/findings.ts';
import { buildNetwork, guideNodes, guideVSwitches } from '../../testing/network.ts';
import type { NetworkOverrides } from '../../testing/network.ts';
import { readNetwork } from '../network/read-network.ts';
import { findBlockFindings } from './block-rules.ts';

const find = (overrides: NetworkOverrides) => findBlockFindings(readNetwork(buildNetwork(overrides)));

const within = (vpc: string, nodes: string): NetworkOverrides => ({ vpc: { cidr: vpc }, vSwitches: guideNodes(nodes).slice(0, 1) });

test.each<[string, NetworkOverrides, readonly string[]]>([
  ['a VPC of /16', { vpc: { cidr: '10.10.0.0/16' } }, []],
  ['a VPC of /28', within('10.10.24.0/28', '10.10.24.0/29'), []],
  ['a VPC larger than /16', {}, ['warning vpc-larger-than-recommended']],
  ['a VPC of /8', { vpc: { cidr: '10.0.0.0/8' } }, ['warning vpc-larger-than-recommended']],
  ['a VPC of /7', { vpc: { cidr: '10.0.0.0/7' } }, ['error vpc-prefix', 'warning vpc-public-range']],
  ['a VPC of /29', within('10.10.24.0/29', '10.10.24.0/29'), ['error vpc-prefix']],
  ['a VPC of shared addresses', within('100.64.0.0/16', '100.64.1.0/24'), ['error vpc-range']],
  ['a VPC of multicast addresses', within('230.0.0.0/16', '230.0.1.0/24'), ['error vpc-range']],
  ['a VPC of loopback addresses', within('127.1.0.0/16', '127.1.1.0/24'), ['error vpc-range']],
  ['a VPC of link-local addresses', within('169.254.0.0/16', '169.254.1.0/24'), ['error vpc-range']],
  ['a VPC of public addresses', within('11.0.0.0/16', '11.0.1.0/24'), ['warning vpc-public-range']],
  ['a secondary block of public addresses', { vpc: { cidr: '10.10.0.0/16', secondaryCidrs: ['11.0.0.0/16'] } }, ['warning vpc-public-range']],
  ['a vSwitch of /15', within('10.0.0.0/10', '10.10.0.0/15'), ['warning vpc-larger-than-recommended', 'error vswitch-prefix']],
  ['a vSwitch of /30', within('10.10.0.0/16', '10.10.24.0/30'), ['error vswitch-prefix']],
  ['a vSwitch outside the VPC', within('10.10.0.0/16', '10.11.24.0/24'), ['error vswitch-outside-vpc']],
  ['a vSwitch larger than the VPC', within('10.10.24.0/24', '10.10.0.0/16'), ['error vswitch-outside-vpc']],
  ['a vSwitch in a secondary block', { vpc: { cidr: '10.9.0.0/16', secondaryCidrs: ['10.10.0.0/16'] }, vSwitches: guideVSwitches }, []],
  ['a Service block of /12', { vpc: { cidr: '10.10.0.0/16' }, dataCenter: { serviceCidr: '10.96.0.0/12' } }, ['warning service-range']],
  ['a Service block of public addresses', { vpc: { cidr: '10.10.0.0/16' }, dataCenter: { serviceCidr: '11.0.0.0/20' } }, ['warning service-range']],
  ['an IPv6 Service block', { vpc: { cidr: '10.10.0.0/16' }, dataCenter: { serviceCidr: ['172.21.0.0/20', 'fd00::/112'] } }, []],
  ['on-premises pods in the cloud services', { vpc: { cidr: '10.10.0.0/16' }, dataCenter: { podCidr: '100.100.0.0/16' } }, ['error on-premises-cloud-services']],
  ['Services in the cloud services', { vpc: { cidr: '10.10.0.0/16' }, dataCenter: { serviceCidr: '100.64.0.0/20' } }, ['warning service-range', 'error on-premises-cloud-services']],
  ['a routed network that holds the cloud services', { vpc: { cidr: '10.10.0.0/16' }, routed: [{ name: 'all', cidr: '100.0.0.0/8' }] }, ['error on-premises-cloud-services']],
  ['a site in the cloud services', { vpc: { cidr: '10.10.0.0/16' }, sites: [{ name: 'plant', kind: 'data-center', cidr: '100.72.0.0/16' }] }, ['error on-premises-cloud-services']],
  ['on-premises pods on the addresses of OSS', { region: 'cn-hangzhou', vpc: { cidr: '10.10.0.0/16' }, dataCenter: { podCidr: '100.118.0.0/16' } }, ['error on-premises-cloud-services', 'error oss-addresses']],
  ['the same in another region', { region: 'cn-nanjing', vpc: { cidr: '10.10.0.0/16' }, dataCenter: { podCidr: '100.118.0.0/16' } }, ['error on-premises-cloud-services']],
  ['a VPC on the addresses of OSS', { region: 'cn-hangzhou', ...within('100.118.28.0/24', '100.118.28.0/25') }, ['error vpc-range', 'error oss-addresses', 'error oss-addresses']],
  ['a region that OSS does not list', { region: 'cn-nowhere', vpc: { cidr: '10.10.0.0/16' } }, ['warning oss-addresses-unknown']],
  ["on-premises nodes on Docker's bridge", { vpc: { cidr: '10.10.0.0/16' }, dataCenter: { nodeCidr: '172.17.8.0/24' } }, ['warning docker-bridge']],
])('%s: %j', (_name, overrides, rules) => {
  expect(brief(find(overrides))).toEqual(rules);
});

test('every finding says why, by which source, and what to do', () => {
  const findings = [...find({ vpc: { cidr: '10.0.0.0/7' } }), ...find(within('100.64.0.0/29', '10.0.0.0/30')), ...find({ dataCenter: { serviceCidr: '100.64.0.0/10', nodeCidr: '172.17.0.0/24' } })];
  expect(new Set(findings.map((finding) => finding.rule)).size).toBe(9);
  expect(findings.filter((finding) => [finding.why, finding.source, finding.remediation].some((text) => text === ''))).toEqual([]);
});

test('all ranges of OSS that a block meets are named', () => {
  const [, finding] = find({ region: 'cn-hangzhou', vpc: { cidr: '10.10.0.0/16' }, dataCenter: { podCidr: '100.118.0.0/16' } });
  expect(finding?.message).toBe('data-center pod network 100.118.0.0/16 meets 100.118.28.0/24, 100.118.31.0/24, where OSS of cn-hangzhou has its internal addresses');
  expect(finding?.ranges.map((range) => range.block.toString())).toEqual(['100.118.0.0/16', '100.118.28.0/24', '100.118.31.0/24']);
});
