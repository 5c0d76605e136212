import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAlibabaCloud, createKubernetes, runSteps, Secret, type AlibabaCloud, type ApiCall, type Kubernetes, type Step } from '@ack-hybrid/core';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { createAddonStep } from './addon.ts';
import { createCredentialsStep } from './credentials.ts';
import { createEniConfigStep } from './eni-config.ts';
import { createPermissionsStep } from './permissions.ts';
import { createPlacementStep } from './placement.ts';

let sandbox: Sandbox;
let cloud: AlibabaCloud;
let kubernetes: Kubernetes;
const calls: ApiCall[] = [];
const retry = { minDelayMs: 5, maxDelayMs: 20 };

beforeAll(async () => {
  sandbox = await startSandbox();
  const { region, accessKeyId, accessKeySecret } = sandbox.world;
  const onCall = (call: ApiCall): void => void calls.push(call);
  const endpoints = Object.fromEntries((['cs', 'ecs', 'vpc', 'ram'] as const).map((service) => [service, `http://${sandbox.endpoints[service]}`]));
  cloud = createAlibabaCloud({ region, credentials: { accessKeyId, accessKeySecret: new Secret(accessKeySecret) }, endpoints, retry, onCall });
  kubernetes = createKubernetes({ kind: 'text', text: new Secret(sandbox.kubeconfig) }, { retry, onCall });
});
afterAll(async () => {
  await sandbox.stop();
});
beforeEach(() => {
  calls.length = 0;
});

const allSteps = (form: 'secret' | 'config-map' = 'secret'): Step[] => {
  const clusterId = sandbox.world.cluster.id;
  return [
    createPermissionsStep({ cloud }, { clusterId, retry }),
    createAddonStep({ cloud, kubernetes }, { clusterId, intervalMs: 20, timeoutMs: 10_000, retry }),
    createPlacementStep({ kubernetes }),
    createEniConfigStep({ cloud, kubernetes }, { clusterId, vSwitches: { 'cn-hangzhou-i': ['vsw-bp1sandboxpods00001'] }, securityGroupIds: [sandbox.world.cluster.securityGroupId], serviceCidr: sandbox.world.dataCenter.serviceCidr, retry }),
    createCredentialsStep({ cloud, kubernetes }, { clusterId, form, retry }),
  ] as Step[];
};

describe('the five steps on the sandbox', () => {
  it.each(['secret', 'config-map'] as const)('apply, write nothing the second time, and undo to the world before, with credentials in the form %s', async (form) => {
    const before = await sandbox.snapshot();
    const steps = allSteps(form);

    const plan = await runSteps(steps, { mode: 'plan' });
    expect(plan.steps.map(({ changes }) => changes.length > 0)).toEqual([true, true, false, true, true]);
    expect(calls.filter(({ kind }) => kind === 'write')).toEqual([]);

    const first = await runSteps(steps);
    expect(first.steps.map(({ status }) => status)).toEqual(['applied', 'applied', 'unchanged', 'applied', 'applied']);

    calls.length = 0;
    const second = await runSteps(steps);
    expect(second.steps.map(({ status }) => status)).toEqual(['unchanged', 'unchanged', 'unchanged', 'unchanged', 'unchanged']);
    expect(calls.filter(({ kind }) => kind === 'write')).toEqual([]);

    await runSteps(steps, { mode: 'undo' });
    expect(await sandbox.snapshot()).toEqual(before);
    calls.length = 0;
    await runSteps(steps, { mode: 'undo' });
    expect(calls.filter(({ kind }) => kind === 'write')).toEqual([]);
  });

  const applied = ['CreatePolicy', 'CreateUser', 'AttachPolicyToUser', 'InstallClusterAddons', 'create configmaps', 'patch configmaps', 'CreateAccessKey', 'create secrets'];
  const undone = ['DeleteAccessKey', 'delete secrets', 'patch configmaps', 'UnInstallClusterAddons', 'delete configmaps', 'DetachPolicyFromUser', 'DeleteUser', 'DeletePolicy'];
  /** Every first call of each of these operations loses its connection. */
  const breakEach = (operations: readonly string[], kind: 'reset-before' | 'reset-after') => {
    const from = sandbox.calls().length;
    const lifts = operations.map((operation) => sandbox.addFault({ operation, kind, nth: 1, times: 1 }));
    return () => {
      for (const lift of lifts) lift();
      const hit = sandbox.calls().slice(from).filter(({ status }) => status === 0);
      return [...new Set(hit.map(({ operation }) => operation))].sort();
    };
  };

  it.each(['reset-before', 'reset-after'] as const)('converge, and undo wholly, where each kind of write once loses its connection (%s)', async (kind) => {
    const before = await sandbox.snapshot();
    const steps = allSteps();
    const liftApplied = breakEach(applied, kind);
    expect((await runSteps(steps)).ok).toBe(true);
    expect(liftApplied()).toEqual([...applied].sort());

    calls.length = 0;
    await runSteps(steps);
    expect(calls.filter((call) => call.kind === 'write')).toEqual([]);

    const liftUndone = breakEach(undone, kind);
    await runSteps(steps, { mode: 'undo' });
    expect(liftUndone()).toEqual([...undone].sort());
    expect(await sandbox.snapshot()).toEqual(before);
  });

  it.each([0, 1, 2])('a part of them is applied and undone without the others (%i)', async (index) => {
    const before = await sandbox.snapshot();
    const [permissions, addon, , eniConfig, credentials] = allSteps() as [Step, Step, Step, Step, Step];
    const alone = [[permissions], [addon, eniConfig], [permissions, credentials]][index] ?? [];
    await runSteps(alone);
    const own = alone.at(-1) as Step;
    expect((await runSteps([own], { mode: 'undo' })).steps[0]?.status).toBe('undone');
    await runSteps(alone, { mode: 'undo' });
    expect(await sandbox.snapshot()).toEqual(before);
  });
});
