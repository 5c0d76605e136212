import { expect, test } from 'vitest';
import { brief } from '../../testing/findings.ts';
import { buildNetwork } from '../../testing/network.ts';
import type { NetworkOverrides } from '../../testing/network.ts';
import type { SiteInput } from '../network/network-input.ts';
import { readNetwork } from '../network/read-network.ts';
import { findSiteFindings } from './site-rules.ts';

const find = (overrides: NetworkOverrides) => findSiteFindings(readNetwork(buildNetwork(overrides)));
const site = (cidr: SiteInput['cidr'], name = 'branch'): SiteInput => ({ name, kind: 'vpc', cidr });
const reduced = { protectionLevel: 'reduced' } as const;

test.each<[string, NetworkOverrides, readonly string[]]>([
  ['no site', {}, []],
  ['a site apart', { sites: [site('10.200.0.0/16')] }, []],
  ['a site with the block of a vSwitch', { sites: [site('10.10.24.0/24')] }, ['error cen-identical-prefix', 'error overlap-site-vpc']],
  ['a site inside a vSwitch', { sites: [site('10.10.24.128/25')] }, ['error cen-overlap', 'error overlap-site-vpc']],
  ['a site inside a vSwitch, protection reduced', { cen: reduced, sites: [site('10.10.24.128/25')] }, ['error cen-overlap', 'warning overlap-site-vpc']],
  ['a site that holds a vSwitch and the VPC, protection reduced', { cen: reduced, sites: [site('10.0.0.0/9')] }, ['warning cen-overlap', 'warning cen-overlap', 'warning cen-overlap', 'warning overlap-site-vpc']],
  ['a site with the block of the VPC, protection reduced', { cen: reduced, sites: [site('10.0.0.0/10')] }, ['warning cen-overlap', 'warning cen-overlap', 'error overlap-site-vpc']],
  ['a site in the VPC and no vSwitch', { sites: [site('10.20.0.0/16')] }, ['error overlap-site-vpc']],
  ['the same, waived', { waivers: ['overlap-site-vpc'], sites: [site('10.20.0.0/16')] }, ['warning overlap-site-vpc']],
  ['a site with the block of the on-premises pods', { sites: [site('10.100.0.0/16')] }, ['error cen-identical-prefix']],
  ['a site inside the on-premises pods', { sites: [site('10.100.4.0/24')] }, ['error cen-overlap']],
  ['the same, protection reduced', { cen: reduced, sites: [site('10.100.4.0/24')] }, ['warning cen-overlap']],
  ['identical blocks, protection reduced', { cen: reduced, sites: [site('10.100.0.0/16')] }, ['error cen-identical-prefix']],
  ['a site in the Service block', { sites: [site('172.21.8.0/24')] }, ['error overlap-site-service']],
  ['two sites with one block', { sites: [site('10.200.0.0/16'), site('10.200.0.0/16', 'plant')] }, ['error cen-identical-prefix']],
  ['two sites that overlap', { sites: [site('10.200.0.0/16'), site('10.200.3.0/24', 'plant')] }, ['error cen-overlap']],
  ['two blocks of one site that overlap', { sites: [site(['10.200.0.0/16', '10.200.3.0/24'])] }, []],
  ['IPv6 blocks of two sites', { sites: [site(['10.200.0.0/16', 'fd00::/48']), site(['10.201.0.0/16', 'fd00::/56'], 'plant')] }, ['error cen-overlap']],
  ['a site and IPv6 pods of the data center', { dataCenter: { podCidr: ['10.100.0.0/16', 'fd00:1::/48'] }, sites: [site('fd00:1::/48')] }, ['error cen-identical-prefix']],
  ['a site with a known default', { sites: [site('10.244.0.0/16')] }, ['warning known-default']],
])('%s is judged', (_name, { dataCenter, ...overrides }, rules) => {
  // The Service block of the guide is a default, too; it would be in every row.
  const serviceCidr = '172.21.0.0/19';
  expect(brief(find({ ...overrides, dataCenter: { serviceCidr, ...dataCenter } }))).toEqual(rules);
});

test.each([
  ['172.17.0.0/16', "the default of Docker's bridge"],
  ['10.96.0.0/12', "the default of kubeadm's Service block"],
  ['10.244.0.0/16', "the default of Flannel's pod network"],
  ['192.168.0.0/16', "the default of Calico's IP pool"],
  ['172.21.0.0/20', "the default of ACK's Service block"],
])('two sites that both have %s collide, and the finding says that it is %s', (cidr, owner) => {
  const findings = find({ dataCenter: { nodeCidr: '11.0.0.0/24', podCidr: '11.1.0.0/16', serviceCidr: '11.2.0.0/16' }, sites: [site(cidr, 'a'), site(cidr, 'b')] });
  expect(brief(findings)).toEqual(['error cen-identical-prefix', 'warning known-default', 'warning known-default']);
  expect(findings[0]?.message).toBe(`site a ${cidr} and site b are the same block; they share ${cidr}, ${owner}`);
});

test('a finding names both blocks with their paths', () => {
  const [finding] = find({ sites: [site(['10.200.0.0/16', '10.10.24.0/25'])] });
  expect(finding?.message).toBe('site branch 2 10.10.24.0/25 lies inside vSwitch nodes-i 10.10.24.0/24; they share 10.10.24.0/25');
  expect(finding?.ranges.map((range) => range.path)).toEqual(['sites[0].cidr[1]', 'vSwitches[0].cidr']);
});
