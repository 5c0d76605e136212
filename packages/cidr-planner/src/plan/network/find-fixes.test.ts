import { expect, test } from 'vitest';
import { buildNetwork, guideNodes } from '../../testing/network.ts';
import type { NetworkOverrides } from '../../testing/network.ts';
import { proposeFixes } from './find-fixes.ts';
import { readNetwork } from './read-network.ts';
import type { Network } from './read-network.ts';
import { findBlockFindings } from '../rules/block-rules.ts';
import { findOverlapFindings } from '../rules/overlap-rules.ts';

const propose = (overrides: NetworkOverrides, rule: string): readonly string[] => {
  const network: Network = readNetwork(buildNetwork(overrides));
  const finding = [...findOverlapFindings(network), ...findBlockFindings(network)].find((one) => one.rule === rule);
  return finding ? proposeFixes(network, finding).map((changes) => changes.map((one) => `${one.path}=${one.to}`).join(' ')) : expect.fail(`no finding of ${rule}`);
};

test('a VPC shrinks to the largest block around its vSwitches before it shrinks to the recommended size', () => {
  expect(propose({ vpc: { cidr: '10.0.0.0/8' } }, 'overlap-data-center-vpc').slice(0, 2)).toEqual(['vpc.cidr=10.0.0.0/10', 'vpc.cidr=10.10.0.0/16']);
});

test('a VPC grows to a vSwitch outside it only after the vSwitch was asked to move', () => {
  const proposals = propose({ vpc: { cidr: '10.10.0.0/16' }, vSwitches: guideNodes('10.11.0.0/24') }, 'vswitch-outside-vpc');
  expect(proposals.slice(0, 2)).toEqual(['vSwitches[0].cidr=10.10.255.0/24', 'vpc.cidr=10.10.0.0/15']);
});

test('a vSwitch that is in the way of a smaller VPC is settled again inside it', () => {
  const proposals = propose({ vpc: { cidr: '10.0.0.0/8' }, vSwitches: guideNodes('10.100.3.0/24') }, 'overlap-data-center-vpc');
  expect(proposals[0]).toBe('vpc.cidr=10.0.0.0/10 vSwitches[0].cidr=10.63.255.0/24');
});

test('nothing is proposed for what exists or belongs to the data center', () => {
  const vSwitches = guideNodes('10.10.24.0/24').map((vSwitch) => ({ ...vSwitch, existing: true }));
  expect(propose({ vpc: { cidr: '10.0.0.0/8', existing: true }, vSwitches }, 'overlap-data-center-vpc')).toEqual([]);
  expect(propose({ dataCenter: { nodeCidr: '10.100.8.0/24' } }, 'overlap-data-center-nodes-pods')).toEqual([]);
});

test('a vSwitch that exists keeps the whole VPC in its place', () => {
  const vSwitches = guideNodes('10.10.24.0/24').map((vSwitch) => ({ ...vSwitch, existing: true }));
  expect(propose({ dataCenter: { podCidr: '10.0.0.0/8' }, vSwitches }, 'overlap-data-center-vpc')).toEqual([]);
});

test('a moved block avoids the refused ranges and the bridge of Docker', () => {
  const proposals = propose({ dataCenter: { podCidr: ['10.0.0.0/8', '192.168.0.0/17', '192.168.128.0/17', '172.16.0.0/16'], nodeCidr: '172.20.0.0/24', serviceCidr: '172.21.0.0/20' } }, 'overlap-data-center-vpc');
  expect(proposals[0]).toBe('vpc.cidr=172.18.0.0/16 vSwitches[0].cidr=172.18.24.0/24 vSwitches[1].cidr=172.18.25.0/24');
});

test('vSwitches that no one block can hold are laid out afresh, the largest first, as the last resort', () => {
  const vSwitches = [{ name: 'n', cidr: '10.10.24.0/24', zone: 'z', role: 'nodes' as const }, { name: 'p', cidr: '10.200.0.0/17', zone: 'z', role: 'pods' as const }];
  const proposals = propose({ vpc: { cidr: '10.0.0.0/8' }, vSwitches }, 'overlap-data-center-vpc');
  expect(proposals).toEqual(['vpc.cidr=10.0.0.0/15 vSwitches[1].cidr=10.1.128.0/17 vSwitches[0].cidr=10.1.127.0/24']);
});
