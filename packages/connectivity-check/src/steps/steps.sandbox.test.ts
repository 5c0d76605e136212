import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { ApiError, createAlibabaCloud, runSteps, Secret, VerificationError, type Check } from '@ack-hybrid/core';
import { readRegisteredCluster } from '../api/alibaba-cloud-reader.ts';
import type { PreflightInput } from '../run-preflight.ts';
import { startHybridSandbox, type HybridSandbox } from '../testing/hybrid-sandbox.testing.ts';
import { createConnectivityStep } from './connectivity-step.ts';
import { createPreflightStep } from './preflight-step.ts';

describe('preflight and connectivity in the sandbox', () => {
  let hybrid: HybridSandbox;
  afterEach(() => hybrid.stop());

  const inputOf = ({ world }: HybridSandbox['sandbox'], changes: Partial<PreflightInput> = {}): PreflightInput => ({
    clusterId: world.cluster.id,
    onPremises: { nodeCidrs: [world.dataCenter.nodeCidr], podCidrs: [world.dataCenter.podCidr] },
    vSwitches: world.vswitches.map((vSwitch, index) => ({ id: vSwitch.id, zone: vSwitch.zone, use: index === 0 ? ('nodes' as const) : ('pods' as const) })),
    apiServer: world.dataCenter.apiServer,
    ...changes,
  });
  const connectivityOf = () =>
    createConnectivityStep(hybrid, { probes: { apiServer: hybrid.sandbox.world.dataCenter.apiServer }, runner: { intervalMs: 30, podTimeoutMs: 30_000, retryDelayMs: 5 } });
  const writes = () => hybrid.sandbox.calls().filter((call) => call.actor === 'client' && call.kind === 'write').length;
  const failed = (checks: readonly Check[]) => checks.filter((check) => check.status === 'fail').map((check) => check.name);

  it('passes, proves every path, writes nothing the second time and leaves the world as it was', async () => {
    hybrid = await startHybridSandbox();
    const before = await hybrid.sandbox.snapshot();
    const written = writes();
    expect((await readRegisteredCluster(hybrid.cloud, hybrid.sandbox.world.cluster.id)).vpcId).toBe(hybrid.sandbox.world.vpc.id);
    const steps = () => [createPreflightStep(hybrid, inputOf(hybrid.sandbox)), connectivityOf()];
    await runSteps(steps(), { mode: 'plan' });
    expect(writes()).toBe(written);
    const first = await runSteps(steps());
    expect(first.steps.flatMap((step) => step.checks).filter((check) => check.status !== 'pass')).toEqual([]);
    expect(first.steps.map((step) => step.status)).toEqual(['unchanged', 'applied']);
    const after = writes();
    const second = await runSteps(steps());
    expect(second.steps.map((step) => step.status)).toEqual(['unchanged', 'unchanged']);
    expect(writes()).toBe(after);
    await runSteps(steps(), { mode: 'undo' });
    expect(await hybrid.sandbox.snapshot()).toEqual(before);
  }, 60_000);

  it('keeps one report and no pod where the answer to every kind of write is lost once', async () => {
    hybrid = await startHybridSandbox();
    const before = await hybrid.sandbox.snapshot();
    const operations = ['create pods', 'create configmaps', 'delete pods', 'delete configmaps'];
    for (const operation of operations) hybrid.sandbox.addFault({ service: 'kubernetes', operation, kind: 'reset-after', times: 1 });
    expect((await runSteps([connectivityOf()])).ok).toBe(true);
    await runSteps([connectivityOf()], { mode: 'undo' });
    expect(await hybrid.sandbox.snapshot()).toEqual(before);
    const lost = hybrid.sandbox.calls().filter((call) => call.status === 0).map((call) => call.operation);
    expect(lost.sort()).toEqual([...operations].sort());
  }, 60_000);

  it('names the closed paths where the security group keeps the data centre out, before and after', async () => {
    const rules = (cidrs: readonly string[]) => cidrs.map((cidr) => ({ direction: 'ingress' as const, policy: 'accept' as const, protocol: 'all' as const, ports: '-1/-1', cidr, priority: 1 }));
    hybrid = await startHybridSandbox({ securityGroups: [{ id: 'sg-bp1sandboxnodes00001', name: 'hybrid-nodes', rules: rules(['10.0.0.0/10', '100.64.0.0/10']) }] });
    const plan = await createPreflightStep(hybrid, inputOf(hybrid.sandbox)).plan();
    expect(failed(plan.checks ?? [])).toEqual(['security-groups-ingress']);
    const step = connectivityOf();
    const checks = await step.verify(await step.apply(await step.plan()));
    expect(failed(checks)).toEqual(['node-to-node-on-premises-to-cloud', 'node-to-pod-on-premises-to-cloud', 'pod-to-pod-on-premises-to-cloud']);
  }, 60_000);

  it('finds before the first write that a zone of nodes does not sell the instance type, and says which one does', async () => {
    hybrid = await startHybridSandbox();
    const { world } = hybrid.sandbox;
    expect(world.vswitches[0]?.zone).toBe('cn-hangzhou-i');
    const written = writes();
    const planOf = async (...instanceTypes: readonly string[]) => {
      const plan = await createPreflightStep(hybrid, inputOf(hybrid.sandbox, { instanceTypes })).plan();
      return plan.checks?.filter((check) => check.name === 'instance-types-in-zones').map(({ status, message }) => [status, message]);
    };
    expect(await planOf('ecs.g7.xlarge')).toEqual([['pass', 'cn-hangzhou-i sells ecs.g7.xlarge']]);
    expect(await planOf('ecs.g7.xlarge', 'ecs.c7.large')).toEqual([['warn', 'zone cn-hangzhou-i sells ecs.g7.xlarge, but not ecs.c7.large']]);
    expect(await planOf('ecs.c7.large')).toEqual([['fail', 'zone cn-hangzhou-i does not sell ecs.c7.large']]);

    const steps = [createPreflightStep(hybrid, inputOf(hybrid.sandbox, { instanceTypes: ['ecs.c7.large'] })), connectivityOf()];
    const thrown: unknown = await runSteps(steps).catch((error: { cause?: unknown }) => error.cause);
    expect(VerificationError.isInstance(thrown) && inspect(thrown.checks)).toContain('ecs.c7.large is sold in cn-hangzhou-h');
    expect(writes()).toBe(written);
  }, 60_000);

  it('gives one clear error each for a cluster, a region and a credential that do not exist', async () => {
    hybrid = await startHybridSandbox();
    const { world, endpoints } = hybrid.sandbox;
    const planOf = (changes: Partial<PreflightInput>, cloud = hybrid.cloud) => createPreflightStep({ ...hybrid, cloud }, inputOf(hybrid.sandbox, changes)).plan();
    await expect(planOf({ clusterId: `c${'0'.repeat(32)}` })).rejects.toThrow(/there is no cluster c0+ in cn-hangzhou/);

    const all = { cs: `http://${endpoints.cs}`, vpc: `http://${endpoints.vpc}`, ecs: `http://${endpoints.ecs}` };
    const credentials = { accessKeyId: world.accessKeyId, accessKeySecret: new Secret(world.accessKeySecret) };
    const elsewhere = createAlibabaCloud({ region: 'cn-nowhere', credentials, endpoints: all });
    expect((await planOf({}, elsewhere)).checks).toEqual([expect.objectContaining({ name: 'registered-cluster', status: 'fail', remediation: 'Set the region to cn-hangzhou.' })]);

    const stranger = createAlibabaCloud({ region: world.region, credentials: { ...credentials, accessKeySecret: new Secret('canary-of-a-secret') }, endpoints: all });
    const error: unknown = await planOf({}, stranger).catch((thrown: unknown) => thrown);
    expect(ApiError.isInstance(error) && [error.errorCode, error.remediation]).toEqual(['SignatureDoesNotMatch', expect.stringContaining('access key')]);
    expect(inspect(error, { depth: 9 })).not.toContain('canary');
  }, 60_000);
});
