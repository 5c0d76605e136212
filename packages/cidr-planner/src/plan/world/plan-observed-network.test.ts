import { expect, test } from 'vitest';
import { brief } from '../../testing/findings.ts';
import { buildNetwork } from '../../testing/network.ts';
import { buildCluster, buildVpc } from '../../testing/world.ts';
import { planNetwork } from '../network/plan-network.ts';
import { mergeObserved, planObservedNetwork } from './plan-observed-network.ts';

test('where nothing was read the plan is that of the input', () => {
  expect(planObservedNetwork(buildNetwork(), {})).toEqual(planNetwork(buildNetwork()));
});

test('a world as planned raises no more than the input does', () => {
  const plan = planObservedNetwork(buildNetwork(), { cluster: buildCluster(), vpc: buildVpc() });
  expect([plan.ok, brief(plan.findings)]).toEqual([true, ['warning vpc-larger-than-recommended']]);
});

test('a foreign vSwitch on the on-premises pods is a conflict, though the plan does not know it', () => {
  const vpc = buildVpc({ cidr: '10.0.0.0/8', vSwitches: [...buildVpc().vSwitches, { id: 'vsw-9', name: 'legacy', zone: 'cn-hangzhou-k', cidr: '10.100.7.0/24', availableAddresses: 9 }] });
  const plan = planObservedNetwork(buildNetwork({ vpc: { cidr: '10.0.0.0/8' }, waivers: ['overlap-data-center-vpc'] }), { vpc });
  expect(plan.ok).toBe(false);
  expect(plan.findings[0]?.message).toBe('vSwitch legacy (vsw-9) 10.100.7.0/24 lies inside data-center pod network 10.100.0.0/16; they share 10.100.7.0/24');
});

test('a pool that the plan does not know is judged against the vSwitches', () => {
  const cluster = buildCluster({ ipPools: [{ name: 'second', cidr: '10.10.16.0/20', disabled: false }] });
  const plan = planObservedNetwork(buildNetwork(), { cluster });
  expect(brief(plan.findings)).toEqual([
    'error pod-cidr-differs', 'error overlap-data-center-vswitch', 'error overlap-data-center-vswitch', 'error overlap-data-center-vpc', 'warning vpc-larger-than-recommended',
  ]);
});

test('what exists is judged as it is and can not move', () => {
  const merged = mergeObserved(buildNetwork({ vpc: { cidr: '10.0.0.0/8' } }), { vpc: buildVpc({ secondaryCidrs: ['172.30.0.0/16'] }) });
  expect(merged.vpc).toEqual({ cidr: '10.0.0.0/10', secondaryCidrs: ['172.30.0.0/16'], existing: true });
  expect(merged.vSwitches.map((vSwitch) => `${vSwitch.name} ${vSwitch.id ?? ''} ${vSwitch.existing === true ? 'existing' : 'planned'}`)).toEqual(['nodes-i vsw-nodes existing', 'pods-i vsw-pods existing']);
});

test('a conflict of the input is told even where the VPC that is there has other blocks', () => {
  const plan = planObservedNetwork(buildNetwork({ vpc: { cidr: '10.0.0.0/8' } }), { vpc: buildVpc() });
  expect(brief(plan.findings)).toEqual(['error vpc-differs', 'error overlap-data-center-vpc', 'warning vpc-larger-than-recommended']);
  expect(plan.findings[1]?.fixes[0]?.description).toBe('change VPC from 10.0.0.0/8 to 10.0.0.0/10');
});

test('a conflict of the VPC that is there is told once', () => {
  const plan = planObservedNetwork(buildNetwork({ vpc: { cidr: '10.0.0.0/8' } }), { vpc: buildVpc({ cidr: '10.0.0.0/8' }) });
  expect(brief(plan.findings)).toEqual(['error overlap-data-center-vpc', 'warning vpc-larger-than-recommended']);
  expect(plan.findings[0]?.rebuild?.description).toBe('change VPC from 10.0.0.0/8 to 10.0.0.0/10');
});

test('errors come before warnings, whoever found them', () => {
  const plan = planObservedNetwork(buildNetwork(), { vpc: buildVpc({ cidr: '10.0.0.0/8', routes: [] }) });
  const severities = plan.findings.map((finding) => finding.severity);
  expect(severities).toEqual([...severities].sort());
  expect(plan.ok).toBe(false);
});
