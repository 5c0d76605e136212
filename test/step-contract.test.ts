import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createAffinityStep } from '@ack-hybrid/calico-affinity';
import { createClusterNetworkReader, createNetworkStep, createVpcNetworkReader } from '@ack-hybrid/cidr-planner';
import { createConnectivityStep, createPreflightStep } from '@ack-hybrid/connectivity-check';
import { runSteps, Secret, StepError, type Step } from '@ack-hybrid/core';
import { createInitScriptStep, createOssStore, extendInitScript } from '@ack-hybrid/init-script-builder';
import { createNodePoolStep } from '@ack-hybrid/nodepool';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { createAddonStep, createCredentialsStep, createEniConfigStep, createPermissionsStep, createPlacementStep } from '@ack-hybrid/terway-config';
import { afterEach, describe, expect, it } from 'vitest';
import { connectClients } from './support/sandbox-clients.ts';

const sandboxes: Sandbox[] = [];
afterEach(async () => {
  for (const sandbox of sandboxes.splice(0)) await sandbox.stop();
});

const script = extendInitScript(readFileSync(fileURLToPath(new URL('../examples/specs/init-node.sh', import.meta.url)), 'utf8'), {});
const intervalMs = 20;

/** Every step of the flow by name, on a fresh set of clients. */
const createSteps = (sandbox: Sandbox) => {
  const clients = connectClients(sandbox);
  const { cloud, kubernetes } = clients;
  const { world } = sandbox;
  const clusterId = world.cluster.id;
  const [nodes, pods] = world.vswitches;
  const { nodeCidr, podCidr, serviceCidr, apiServer } = world.dataCenter;
  const vSwitches = world.vswitches.map(({ id, name, zone, cidr }) => ({ id, name, zone, cidr, role: id === pods?.id ? ('pods' as const) : ('nodes' as const) }));
  const zone = pods?.zone ?? '';
  const steps: Step[] = [
    createNetworkStep({ input: { dataCenter: { nodeCidr, podCidr, serviceCidr }, vpc: { cidr: world.vpc.cidr }, vSwitches }, cluster: createClusterNetworkReader(kubernetes), vpc: { id: world.vpc.id, reader: createVpcNetworkReader(cloud) } }),
    createPreflightStep(clients, { clusterId, vSwitches: vSwitches.map(({ id, zone, role }) => ({ id, zone, use: role })), onPremises: { nodeCidrs: [nodeCidr], podCidrs: [podCidr] }, apiServer }),
    createAffinityStep({ kubernetes }, { timing: { intervalMs } }),
    createPermissionsStep({ cloud }, { clusterId }),
    createAddonStep(clients, { clusterId, intervalMs }),
    createPlacementStep({ kubernetes }),
    createEniConfigStep(clients, { clusterId, vSwitches: { [zone]: [pods?.id ?? ''] }, securityGroupIds: [world.cluster.securityGroupId], serviceCidr }),
    createCredentialsStep(clients, { clusterId }),
    createInitScriptStep({ kubernetes, store: createOssStore(cloud, { bucket: 'contract-scripts' }) }, { clusterId, script: { kind: 'text', text: new Secret(script) }, createBucket: true, vpcId: world.vpc.id, agentRereadMs: 0 }),
    createNodePoolStep(clients, { clusterId, pool: { name: 'cloud', size: 1, vSwitchIds: [nodes?.id ?? ''], instanceTypes: ['ecs.g7.xlarge'] }, timing: { intervalMs } }),
    createConnectivityStep({ kubernetes }, { probes: { apiServer }, runner: { intervalMs } }),
  ];
  return { ...clients, steps };
};

const names = ['network', 'preflight', 'calico-affinity', 'terway-permissions', 'terway-addon', 'terway-placement', 'terway-eni-config', 'terway-credentials', 'init-script', 'node-pool', 'connectivity'];
const readOnly = new Set(['network', 'preflight', 'terway-placement']);

/** A sandbox on which everything before a step is applied. */
const prepare = async (name: string): Promise<Sandbox> => {
  const sandbox = await startSandbox();
  sandboxes.push(sandbox);
  const { steps } = createSteps(sandbox);
  await runSteps(steps.slice(0, names.indexOf(name)));
  return sandbox;
};

const pick = (sandbox: Sandbox, name: string) => {
  const { steps, writes } = createSteps(sandbox);
  const step = steps.find((candidate) => candidate.name === name);
  if (step === undefined) expect.fail(`no step ${name}`);
  return { step, writes };
};

describe.each(names)('the step %s', (name) => {
  it('plans without a write, applies, verifies, and changes nothing when it runs again', async () => {
    const sandbox = await prepare(name);
    const before = await sandbox.snapshot();
    const first = pick(sandbox, name);
    const plan = await first.step.plan();
    expect(first.writes()).toEqual([]);
    expect(await sandbox.snapshot()).toEqual(before);
    expect(plan.changes.length > 0).toBe(!readOnly.has(name));

    expect((await runSteps([first.step])).steps[0]).toMatchObject({ status: readOnly.has(name) ? 'unchanged' : 'applied' });
    expect(first.writes().length > 0).toBe(!readOnly.has(name));

    const second = pick(sandbox, name);
    const report = await runSteps([second.step]);
    expect(report.steps[0]).toMatchObject({ status: 'unchanged', changes: [] });
    expect(report.steps[0]?.checks.filter((check) => check.status === 'fail')).toEqual([]);
    expect(second.writes()).toEqual([]);
  });

  it('stops promptly on abort, in each phase, before it calls anyone', async () => {
    const sandbox = await prepare(name);
    const { step } = pick(sandbox, name);
    const plan = await step.plan();
    const calls = sandbox.calls().length;
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(step.plan({ signal })).rejects.toThrow('enough');
    if (plan.changes.length > 0) await expect(step.apply(plan, { signal })).rejects.toThrow('enough');
    if (step.undo !== undefined) await expect(step.undo({ signal })).rejects.toThrow('enough');
    expect(sandbox.calls().slice(calls).filter((call) => call.actor === 'client' && call.kind === 'write')).toEqual([]);
  });

  it.skipIf(readOnly.has(name))('takes back what it made and nothing else, and finds nothing to take back after that', async () => {
    const sandbox = await prepare(name);
    const before = await sandbox.snapshot();
    await runSteps([pick(sandbox, name).step]);
    expect((await runSteps([pick(sandbox, name).step], { mode: 'undo' })).steps[0]).toMatchObject({ status: 'undone' });
    const after = await sandbox.snapshot();
    expect(after.cluster).toEqual(before.cluster);
    expect(after.cloud).toEqual(before.cloud);

    const again = pick(sandbox, name);
    expect((await runSteps([again.step], { mode: 'undo' })).steps[0]).toMatchObject({ status: 'unchanged' });
    expect(again.writes()).toEqual([]);
  });

  it.skipIf(readOnly.has(name))('has nothing to take back where it never ran', async () => {
    const sandbox = await prepare(name);
    const { step, writes } = pick(sandbox, name);
    expect((await runSteps([step], { mode: 'undo' })).steps[0]).toMatchObject({ status: 'unchanged' });
    expect(writes()).toEqual([]);
  });
});

/** The writes of one undisturbed apply, as the sandbox served them: each is a place where the answer can be lost. */
const writesOf = async (name: string): Promise<{ sandbox: Sandbox; writes: number; cloudCounts: Record<string, number> }> => {
  const sandbox = await prepare(name);
  const earlier = sandbox.calls().length;
  await runSteps([pick(sandbox, name).step]);
  const writes = sandbox.calls().slice(earlier).filter((call) => call.actor === 'client' && call.kind === 'write').length;
  return { sandbox, writes, cloudCounts: countObjects((await sandbox.snapshot()).cloud) };
};

const countObjects = (cloud: Readonly<Record<string, unknown>>): Record<string, number> =>
  Object.fromEntries(Object.entries(cloud).map(([kind, objects]) => [kind, typeof objects === 'object' && objects !== null ? Object.keys(objects).length : 1]));

describe.each(names.filter((name) => !readOnly.has(name)))('the step %s, where the answer to a write is lost', { timeout: 240_000 }, (name) => {
  it.each(['reset-after', 'truncated', 'error-5xx'] as const)('reaches the same end after %s on each write in turn, with no second object', async (kind) => {
    const { writes, cloudCounts } = await writesOf(name);
    for (let nth = 1; nth <= writes; nth++) {
      const sandbox = await prepare(name);
      const before = await sandbox.snapshot();
      const removeFault = sandbox.addFault({ kind, callKind: 'write', actor: 'client', nth });
      const run = await runSteps([pick(sandbox, name).step]).catch((error: unknown) => error);
      removeFault();
      // A run may give up with a clear error; the next one must converge.
      if (StepError.isInstance(run)) await runSteps([pick(sandbox, name).step]);
      const end = await sandbox.snapshot();
      expect(countObjects(end.cloud), `write ${nth} of ${writes}`).toEqual(cloudCounts);
      expect((await runSteps([pick(sandbox, name).step])).steps[0], `write ${nth} of ${writes}`).toMatchObject({ status: 'unchanged' });
      await runSteps([pick(sandbox, name).step], { mode: 'undo' });
      const after = await sandbox.snapshot();
      expect(after.cloud).toEqual(before.cloud);
      expect(after.cluster).toEqual(before.cluster);
      await sandbox.stop();
    }
  });
});
