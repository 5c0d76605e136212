import { expect, test } from 'vitest';
import { brief } from '../../testing/findings.ts';
import { buildNetwork } from '../../testing/network.ts';
import { buildBorder, buildCen, buildCluster, buildVpc } from '../../testing/world.ts';
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

test('the free addresses that were read say how many further nodes fit', () => {
  const observed = { vpc: buildVpc({ vSwitches: buildVpc().vSwitches.map((vSwitch) => ({ ...vSwitch, availableAddresses: vSwitch.name === 'pods-i' ? 60 : 9999 })) }) };
  const input = buildNetwork({ demand: { podsPerNode: 20 } });
  expect(mergeObserved(input, observed).vSwitches.map((vSwitch) => vSwitch.freeAddresses)).toEqual([252, 60]);
  expect(planObservedNetwork(input, observed).capacity.zones[0]?.furtherNodes).toBe(2);
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

test('a member of the CEN that the plan does not know is judged as a site', () => {
  const member = { id: 'vpc-2', type: 'VPC', region: 'cn-shanghai' };
  const routes = [...buildCen().routes, { destination: '10.10.25.0/24', status: 'Rejected', memberId: 'vpc-2' }, { destination: '100.64.0.0/10', status: 'Active', memberId: 'vpc-2' }];
  const border = buildBorder({ cens: [buildCen({ members: [...buildCen().members, member], routes })] });
  expect(mergeObserved(buildNetwork(), { vpc: buildVpc(), border }).sites).toEqual([{ name: 'VPC vpc-2', kind: 'vpc', cidr: ['10.10.25.0/24'] }]);
  expect(brief(planObservedNetwork(buildNetwork(), { vpc: buildVpc(), border }).findings)).toContain('error cen-identical-prefix');
});

test('a summary that the border router of the data center announces is no further site', () => {
  const border = buildBorder({ cens: [buildCen({ routes: [{ destination: '10.96.0.0/11', status: 'Active', memberId: 'vbr-1' }] })] });
  expect(mergeObserved(buildNetwork(), { vpc: buildVpc(), border }).sites).toBeUndefined();
});

test('the custom routes that are there count against the quota of the table', () => {
  const routes = Array.from({ length: 201 }, (_, index) => ({ tableId: 'vtb-1', destination: `172.30.${index}.0/24`, type: 'Custom', nextHop: 'Attachment:tr-1' }));
  expect(brief(planObservedNetwork(buildNetwork(), { vpc: buildVpc({ routes }) }).findings)).toContain('error custom-routes');
});

test('an IPv6 block of the VPC that meets the pods on premises is told', () => {
  const input = buildNetwork({ dataCenter: { podCidr: ['10.100.0.0/16', 'fd00:10::/48'] } });
  expect(brief(planObservedNetwork(input, { vpc: buildVpc({ ipv6Cidrs: ['fd00:10::/56'] }) }).findings)).toContain('warning ipv6-overlap-observed');
});

test("the cluster's own Service block is judged where the input names none", () => {
  const input = buildNetwork();
  const unnamed = { ...input, dataCenter: { nodeCidr: input.dataCenter.nodeCidr, podCidr: input.dataCenter.podCidr } };
  const plan = planObservedNetwork(unnamed, { cluster: buildCluster({ serviceCidrs: ['10.10.24.0/22'] }) });
  expect(brief(plan.findings).filter((line) => line.includes('service'))).toEqual(['error overlap-service-vswitch', 'error overlap-service-vswitch', 'error overlap-service-vpc', 'warning service-cidr-differs']);
});
