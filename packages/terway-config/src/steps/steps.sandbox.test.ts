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
});
