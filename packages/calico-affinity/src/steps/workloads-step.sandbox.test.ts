import { createKubernetes, runSteps, Secret, type ApiCall } from '@ack-hybrid/core';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { afterEach, expect, it } from 'vitest';
import { createOnPremisesWorkloadsStep } from './workloads-step.ts';

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.stop());

const metadata = (name: string) => ({ name, namespace: 'kube-system', labels: { app: name, tier: 'ours' } });
const spec = (app: string) => ({ selector: { matchLabels: { app } }, template: { metadata: { labels: { app } }, spec: { containers: [{ name: app, image: `registry.example.com/${app}:1` }] } } });

it('workloads by name and by labels over all namespaces, on a real API: planned, kept, unchanged, set back', async () => {
  sandbox = await startSandbox();
  const calls: ApiCall[] = [];
  const kubernetes = createKubernetes({ kind: 'text', text: new Secret(sandbox.kubeconfig) }, { onCall: (call) => calls.push(call) });
  const apps = await kubernetes.api((sdk) => sdk.AppsV1Api);
  const namespace = 'kube-system';
  await apps.createNamespacedDaemonSet({ namespace, body: { metadata: metadata('speaker'), spec: spec('speaker') } });
  await apps.createNamespacedDeployment({ namespace, body: { metadata: metadata('gate'), spec: { replicas: 2, ...spec('gate') } } });
  await apps.createNamespacedDeployment({ namespace, body: { metadata: metadata('store'), spec: { replicas: 1, ...spec('store') } } });
  const settled = async () => (await apps.readNamespacedDeploymentStatus({ namespace, name: 'gate' })).status?.availableReplicas;
  await expect.poll(settled, { timeout: 10_000 }).toBe(2);

  const step = createOnPremisesWorkloadsStep(
    { kubernetes },
    {
      workloads: [{ kind: 'DaemonSet', selector: 'tier=ours' }, { kind: 'Deployment', namespace, name: 'store' }, { kind: 'Deployment', namespace, selector: 'tier=ours' }],
      timing: { intervalMs: 20, rolloutTimeoutMs: 20_000 },
    },
  );
  const writes = () => calls.filter((call) => call.kind === 'write').map((call) => call.operation);
  const planned = await runSteps([step], { mode: 'plan' });
  expect(planned.steps[0]?.changes).toHaveLength(3);
  expect(planned.steps[0]?.checks.filter((check) => check.status !== 'pass')).toEqual([]);
  expect(writes()).toEqual([]);

  const applied = await runSteps([step]);
  expect(applied.steps[0]).toMatchObject({ status: 'applied' });
  expect(applied.steps[0]?.checks.filter((check) => check.status !== 'pass')).toEqual([]);
  const patched = ['patch daemonsets kube-system/speaker', 'patch deployments kube-system/store', 'patch deployments kube-system/gate'];
  expect(writes()).toEqual(patched);
  expect((await runSteps([step])).steps[0]).toMatchObject({ status: 'unchanged' });
  expect(writes()).toEqual(patched);

  expect((await runSteps([step], { mode: 'undo' })).steps[0]).toMatchObject({ status: 'undone' });
  const read = await apps.readNamespacedDeployment({ namespace, name: 'gate' });
  expect(read.spec?.template.spec?.affinity).toBeUndefined();
  expect(Object.keys(read.metadata?.annotations ?? {}).filter((key) => key.startsWith('ack-hybrid.io/'))).toEqual([]);
});
