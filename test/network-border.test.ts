import { planObservedNetwork } from '../packages/cidr-planner/src/plan/world/plan-observed-network.ts';
import { createBorderReader, createVpcNetworkReader } from '@ack-hybrid/cidr-planner';
import { createAlibabaCloud, Secret } from '@ack-hybrid/core';
import { startSandbox } from '@ack-hybrid/sandbox';
import { expect, onTestFinished, test } from 'vitest';
import { borderWorld } from '../packages/sandbox/src/cloud/testing/border-world.testing.ts';

test('a conflict of the CEN in the sandbox becomes a finding of the plan', async () => {
  const sandbox = await startSandbox({ world: borderWorld });
  onTestFinished(() => sandbox.stop());
  const { world, endpoints } = sandbox;
  const cloud = createAlibabaCloud({
    region: world.region,
    credentials: { accessKeyId: world.accessKeyId, accessKeySecret: new Secret(world.accessKeySecret) },
    endpoints: { vpc: `http://${endpoints.vpc}`, cbn: `http://${endpoints.cbn}` },
  });
  const [vpc, border] = await Promise.all([createVpcNetworkReader(cloud).readVpc(world.vpc.id), createBorderReader(cloud).readBorder(world.vpc.id)]);
  expect(border.unread).toEqual([]);
  expect(vpc.ipv6Cidrs).toEqual(['2408:4005:1::/56']);
  const { nodeCidr, podCidr, serviceCidr } = world.dataCenter;
  const vSwitches = world.vswitches.map(({ name, zone, cidr }) => ({ name, zone, cidr, role: 'nodes' as const }));
  const plan = planObservedNetwork({ dataCenter: { nodeCidr, podCidr, serviceCidr }, vpc: { cidr: world.vpc.cidr }, vSwitches }, { vpc, border });
  const rules = plan.findings.map((finding) => finding.rule);
  expect(rules).toEqual(expect.arrayContaining(['cen-route-conflict', 'cen-identical-prefix']));
  expect(rules).not.toContain('vbr-route-missing');
});
