import { describe, expect, test } from 'vitest';
import { brief } from '../../testing/findings.ts';
import { buildNetwork, guideNodes } from '../../testing/network.ts';
import type { NetworkOverrides } from '../../testing/network.ts';
import { readNetwork } from '../network/read-network.ts';
import { findOverlapFindings } from './overlap-rules.ts';
import type { RawFinding } from './finding.ts';

const find = (overrides: NetworkOverrides): readonly RawFinding[] => findOverlapFindings(readNetwork(buildNetwork(overrides)));

test("the guide's network with a VPC of /10 has no overlap", () => {
  expect(find({})).toEqual([]);
});

test.each<[string, NetworkOverrides, readonly string[]]>([
  ['an on-premises block inside the VPC', { vpc: { cidr: '10.0.0.0/8' } }, ['error overlap-data-center-vpc']],
  ['an on-premises block that is the VPC block', { dataCenter: { podCidr: '10.0.0.0/10' } }, ['error overlap-data-center-vswitch', 'error overlap-data-center-vswitch', 'error overlap-data-center-vpc']],
  ['an on-premises block on a vSwitch', { dataCenter: { podCidr: '10.10.24.0/22' } }, ['error overlap-data-center-vswitch', 'error overlap-data-center-vswitch', 'error overlap-data-center-vpc']],
  ['on-premises nodes on a vSwitch', { dataCenter: { nodeCidr: '10.10.24.128/25' } }, ['error overlap-data-center-vswitch', 'error overlap-data-center-vpc']],
  ['on-premises nodes and pods', { dataCenter: { nodeCidr: '10.100.8.0/24' } }, ['error overlap-data-center-nodes-pods']],
  ['the Service block and on-premises pods', { dataCenter: { serviceCidr: '10.100.0.0/20' } }, ['error overlap-data-center-service']],
  ['the Service block and a vSwitch', { dataCenter: { serviceCidr: '10.10.16.0/20' } }, ['error overlap-service-vswitch', 'error overlap-service-vswitch', 'error overlap-service-vpc']],
  ['the Service block and the VPC alone', { dataCenter: { serviceCidr: '10.20.0.0/20' } }, ['error overlap-service-vpc']],
  ['a routed network and a vSwitch', { routed: [{ name: 'branch', cidr: '10.10.25.0/24' }] }, ['error overlap-data-center-vswitch', 'error overlap-data-center-vpc']],
  ['a routed network and the Service block', { routed: [{ name: 'branch', cidr: '172.16.0.0/12' }] }, ['error overlap-data-center-service']],
  ['a routed network that holds the on-premises nodes', { routed: [{ name: 'site', cidr: '192.168.0.0/16' }] }, []],
  ['two vSwitches', { vSwitches: guideNodes('10.10.25.128/25') }, ['error overlap-vswitch-vswitch']],
  ['two blocks of the VPC', { vpc: { secondaryCidrs: ['10.63.0.0/16'] } }, ['error overlap-vpc-secondary']],
  ['a secondary block and the on-premises pods', { vpc: { secondaryCidrs: ['10.96.0.0/12'] } }, ['error overlap-data-center-vpc']],
  ['blocks of different families', { dataCenter: { podCidr: ['10.100.0.0/16', '::/0'] } }, []],
])('%s are judged', (_name, overrides, rules) => {
  expect(brief(find(overrides))).toEqual(rules);
});

describe('a waiver', () => {
  const waivers = ['overlap-data-center-vpc', 'overlap-service-vpc'] as const;

  test('turns containment in the VPC into a warning', () => {
    const [finding] = find({ vpc: { cidr: '10.0.0.0/8' }, waivers });
    expect(finding).toMatchObject({ severity: 'warning', waived: true, intersection: '10.100.0.0/16' });
    expect(finding?.waiverHint).toBeUndefined();
  });

  test('does the same for the Service block', () => {
    expect(brief(find({ dataCenter: { serviceCidr: '10.20.0.0/20' }, waivers }))).toEqual(['warning overlap-service-vpc']);
  });

  test('does not accept an on-premises block that is the VPC or holds it', () => {
    const vSwitches = guideNodes('10.10.24.0/24');
    expect(brief(find({ dataCenter: { podCidr: '10.0.0.0/10' }, vSwitches, waivers }))).toContain('error overlap-data-center-vpc');
    expect(brief(find({ dataCenter: { podCidr: '10.0.0.0/8' }, vSwitches, waivers }))).toContain('error overlap-data-center-vpc');
  });

  test('leaves a conflict with a vSwitch an error', () => {
    expect(brief(find({ dataCenter: { podCidr: '10.10.24.0/22' }, waivers }))).toEqual([
      'error overlap-data-center-vswitch', 'error overlap-data-center-vswitch', 'warning overlap-data-center-vpc',
    ]);
  });
});

test('a finding names both blocks, what they share, and why it matters', () => {
  const [finding] = find({ vpc: { cidr: '10.0.0.0/8' } });
  expect(finding?.message).toMatchInlineSnapshot(`"data-center pod network 10.100.0.0/16 lies inside VPC 10.0.0.0/8; they share 10.100.0.0/16"`);
  expect(finding?.ranges.map((range) => range.path)).toEqual(['dataCenter.podCidr', 'vpc.cidr']);
  expect(finding?.why).toMatchInlineSnapshot(`"Whoever announces the whole VPC block to the data center draws the on-premises addresses into the cloud, and any vSwitch that is ever made in the shared part cuts them off."`);
  expect(finding?.waiverHint).toMatchInlineSnapshot(`"Where no vSwitch will ever be made in 10.100.0.0/16 and nobody announces 10.0.0.0/8, the waiver overlap-data-center-vpc turns this into a warning."`);
});

test('the larger block is named as the one that holds the other', () => {
  const messages = find({ dataCenter: { podCidr: '10.10.0.0/16' } }).map((finding) => finding.message);
  expect(messages).toEqual([
    'vSwitch nodes-i 10.10.24.0/24 lies inside data-center pod network 10.10.0.0/16; they share 10.10.24.0/24',
    'vSwitch pods-i 10.10.25.0/24 lies inside data-center pod network 10.10.0.0/16; they share 10.10.25.0/24',
    'data-center pod network 10.10.0.0/16 lies inside VPC 10.0.0.0/10; they share 10.10.0.0/16',
  ]);
});
