import { createKubernetes, runSteps, Secret, type ApiCall } from '@ack-hybrid/core';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { afterEach, describe, expect, it } from 'vitest';
import { createAffinityStep } from './affinity-step.ts';

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.stop());

describe.each(['manifest', 'operator'] as const)('the step on a real API, Calico by %s', (calico) => {
  it('plans without a write, applies, changes nothing the second time, and leaves the cluster as it was', async () => {
    sandbox = await startSandbox({ world: { dataCenter: { calico } } });
    const calls: ApiCall[] = [];
    const kubernetes = createKubernetes({ kind: 'text', text: new Secret(sandbox.kubeconfig) }, { onCall: (call) => calls.push(call) });
    const step = createAffinityStep({ kubernetes }, { timing: { intervalMs: 20, rolloutTimeoutMs: 15_000 } });
    const writes = () => calls.filter((call) => call.kind === 'write').map((call) => call.operation);

    const before = await sandbox.snapshot();
    const planned = await runSteps([step], { mode: 'plan' });
    expect(planned.steps[0]?.changes).toHaveLength(1);
    expect(await sandbox.snapshot()).toEqual(before);

    const applied = await runSteps([step]);
    expect(applied.steps[0]).toMatchObject({ status: 'applied' });
    expect(applied.steps[0]?.checks.filter((check) => check.status === 'fail')).toEqual([]);
    const owner = calico === 'manifest' ? 'patch daemonsets kube-system/calico-node' : 'patch installations default';
    expect(writes()).toEqual([owner]);

    expect((await runSteps([step])).steps[0]).toMatchObject({ status: 'unchanged' });
    expect(writes()).toEqual([owner]);

    expect((await runSteps([step], { mode: 'undo' })).steps[0]).toMatchObject({ status: 'undone' });
    expect((await runSteps([step], { mode: 'undo' })).steps[0]).toMatchObject({ status: 'unchanged', changes: [] });
    expect(writes()).toEqual([owner, owner]);
    expect(await sandbox.snapshot()).toEqual(before);
  });

  it('keeps kube-controllers on premises, too, at its owner, where allComponents says so', async () => {
    sandbox = await startSandbox({ world: { dataCenter: { calico } } });
    const kubernetes = createKubernetes({ kind: 'text', text: new Secret(sandbox.kubeconfig) });
    const step = createAffinityStep({ kubernetes }, { allComponents: true, timing: { intervalMs: 20, rolloutTimeoutMs: 15_000 } });
    const custom = await kubernetes.api((sdk) => sdk.CustomObjectsApi);
    const place = calico === 'manifest' ? 'kube-system' : 'calico-system';
    const affinity = async () => {
      const { spec } = (await custom.getNamespacedCustomObject({ group: 'apps', version: 'v1', namespace: place, plural: 'deployments', name: 'calico-kube-controllers' })) as { spec: { template: { spec: { affinity?: object } } } };
      return JSON.stringify(spec.template.spec.affinity);
    };
    const before = await affinity();
    const applied = (await runSteps([step])).steps[0];
    expect(applied?.changes.map(({ target }) => target)).toEqual(
      calico === 'manifest' ? ['DaemonSet kube-system/calico-node', 'Deployment kube-system/calico-kube-controllers'] : ['Installation default', 'Installation default, calicoKubeControllersDeployment'],
    );
    expect(applied?.checks.filter((check) => check.status === 'fail')).toEqual([]);
    expect(await affinity()).toContain('alibabacloud.com/external');
    expect((await runSteps([step])).steps[0]).toMatchObject({ status: 'unchanged' });
    expect((await runSteps([step], { mode: 'undo' })).steps[0]?.changes).toHaveLength(2);
    expect(await affinity()).toBe(before);
  });
});

describe('the step against a network and nodes that misbehave', () => {
  const connect = (started: Sandbox, calls: ApiCall[] = []) =>
    createKubernetes({ kind: 'text', text: new Secret(started.kubeconfig) }, { onCall: (call) => calls.push(call), retry: { minDelayMs: 1, maxDelayMs: 5 } });
  const timing = { intervalMs: 20, conflictDelayMs: 1, rolloutTimeoutMs: 15_000 };

  it.each(['reset-before', 'reset-after', 'html-502', 'throttle', 'error-5xx'] as const)('converges where the write meets a %s', async (kind) => {
    sandbox = await startSandbox();
    const step = createAffinityStep({ kubernetes: connect(sandbox) }, { timing });
    const before = await sandbox.snapshot();
    const plan = await step.plan();
    sandbox.addFault({ service: 'kubernetes', operation: 'patch daemonsets', kind, times: 1 });
    expect(await step.apply(plan)).toMatchObject({ changed: true });
    sandbox.addFault({ service: 'kubernetes', operation: 'patch daemonsets', kind, times: 1 });
    expect(await step.undo?.()).toHaveLength(1);
    expect(await sandbox.snapshot()).toEqual(before);
  });

  it('takes Calico from a cloud node that has it, and brings it back', async () => {
    sandbox = await startSandbox();
    const kubernetes = connect(sandbox);
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    const name = 'cn-hangzhou.10.10.24.7';
    await core.createNode({
      body: {
        metadata: { name, labels: { 'kubernetes.io/os': 'linux', 'kubernetes.io/hostname': name, 'alibabacloud.com/external': 'true' } },
        spec: { providerID: 'cn-hangzhou.i-bp1joinedbyhand' },
        status: { conditions: [{ type: 'Ready', status: 'True' }] },
      },
    });
    const podsThere = async () => (await core.listNamespacedPod({ namespace: 'kube-system', labelSelector: 'k8s-app=calico-node', fieldSelector: `spec.nodeName=${name}` })).items.length;
    await expect.poll(podsThere, { timeout: 10_000 }).toBe(1);
    const step = createAffinityStep({ kubernetes }, { timing });
    const plan = await step.plan();
    expect(plan.desired.agents[0]?.preview.lose).toEqual([name]);
    const checks = await step.verify(await step.apply(plan));
    expect(checks.filter((check) => check.status !== 'pass')).toEqual([]);
    expect(await podsThere()).toBe(0);
    expect((await step.undo?.())?.[0]?.summary).toContain('comes back to 1 node');
    await expect.poll(podsThere, { timeout: 10_000 }).toBe(1);
  });

  it('looks for what Calico left of a cloud node where the option says so', async () => {
    sandbox = await startSandbox();
    const kubernetes = connect(sandbox);
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    const name = 'cn-hangzhou.10.10.24.8';
    await core.createNode({
      body: {
        metadata: { name, labels: { 'kubernetes.io/os': 'linux', 'alibabacloud.com/external': 'true' }, annotations: { 'projectcalico.org/IPv4IPIPTunnelAddr': '10.100.7.1' } },
        spec: { providerID: 'cn-hangzhou.i-bp1oncecalico' },
      },
    });
    const named = async (options: object) => {
      const step = createAffinityStep({ kubernetes }, { timing, ...options });
      return (await step.verify(await step.apply(await step.plan()))).filter((check) => check.name.startsWith('calico-leftovers'));
    };
    expect(await named({})).toEqual([]);
    const found = await named({ leftovers: { onPremisesPods: ['10.100.0.0/16'] } });
    expect(found.some((check) => check.status !== 'pass' && check.message.includes(name)), JSON.stringify(found)).toBe(true);
  });
});
