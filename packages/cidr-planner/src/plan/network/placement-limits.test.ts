import { expect, test } from 'vitest';
import { buildNetwork } from '../../testing/network.ts';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import { clampPrefix, placementLimits, vpcPrefixes, vSwitchPrefixes } from './placement-limits.ts';
import { readNetwork } from './read-network.ts';

test.each([[4, vpcPrefixes, 8], [30, vpcPrefixes, 28], [12, vSwitchPrefixes, 16], [30, vSwitchPrefixes, 29], [24, vSwitchPrefixes, 24]])('the legal prefix nearest to /%i of %o is /%i', (prefix, limits, legal) => {
  expect(clampPrefix(prefix, limits)).toBe(legal);
});

test.each([
  ['a free place', '10.0.0.0/10', true, true],
  ['the pods of the data center', '10.100.0.0/16', false, false],
  ['what holds them', '10.0.0.0/8', false, false],
  ['the Service block', '172.21.0.0/20', false, false],
  ['the cloud services', '100.64.0.0/16', false, false],
])('%s: a VPC %s, a vSwitch', (_what, text, vpc, vSwitch) => {
  const limits = placementLimits(readNetwork(buildNetwork()));
  expect([limits.vpc.admits(parseCidrBlock(text)), limits.vSwitch.admits(parseCidrBlock(text))]).toEqual([vpc, vSwitch]);
});

test('a waiver lets a VPC hold what is on premises, and a vSwitch still not meet it', () => {
  const limits = placementLimits(readNetwork(buildNetwork({ waivers: ['overlap-data-center-vpc'] })));
  expect([limits.vpc.admits(parseCidrBlock('10.0.0.0/8')), limits.vpc.admits(parseCidrBlock('10.100.8.0/24')), limits.vSwitch.admits(parseCidrBlock('10.100.8.0/24'))]).toEqual([true, false, false]);
});
