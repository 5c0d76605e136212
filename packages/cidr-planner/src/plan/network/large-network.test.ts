import { expect, test } from 'vitest';
import { applyFixes } from './apply-fixes.ts';
import type { NetworkInput } from './network-input.ts';
import { planNetwork } from './plan-network.ts';

/** 500 vSwitches and 200 sites, each of which has the block of a vSwitch. */
const large: NetworkInput = {
  dataCenter: { nodeCidr: '192.168.0.0/24', podCidr: '10.100.0.0/16', serviceCidr: '172.21.0.0/20' },
  vpc: { cidr: '10.0.0.0/11' },
  vSwitches: Array.from({ length: 500 }, (_, index) => ({ name: `v${index}`, cidr: `10.${10 + Math.floor(index / 250)}.${index % 250}.0/24`, zone: 'z', role: 'nodes' })),
  sites: Array.from({ length: 200 }, (_, index) => ({ name: `s${index}`, kind: 'vpc', cidr: `10.10.${index}.0/24` })),
};

test('hundreds of conflicts are all named, and some of the fixes are left out', () => {
  const { findings } = planNetwork(large);
  const errors = findings.filter((finding) => finding.severity === 'error');
  expect(errors).toHaveLength(400);
  const withFixes = errors.filter((finding) => finding.fixes.length > 0).length;
  expect([withFixes > 0, withFixes < 20]).toEqual([true, true]);
});

test('they are all mended at once', () => {
  const mended = applyFixes(large);
  if (mended.none) expect.fail(mended.why);
  expect([mended.plan.ok, mended.applied.length]).toEqual([true, 1]);
});
