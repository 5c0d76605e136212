import { runSteps, type Step } from '@ack-hybrid/core';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startControlPlane, type ControlPlane } from '../../control-plane/start-control-plane.ts';
import { connectClients } from '../../support/sandbox-clients.ts';
import { connectAs } from '../rbac/accounts.ts';
import { stepsOf } from '../rbac/package-runs.ts';
import { openAdministrator, type ClusterAdministrator, type ClusterObject } from './cluster-administrator.ts';
import { createDaemonSet, playDaemonSetController, prepareNamespace } from './kube-system-objects.ts';

const namespace = 'kube-system';
const configMap = (name: string, values: Readonly<Record<string, string>>): ClusterObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: values });

describe('somebody declares, by server-side apply, a field that we change', () => {
  let controlPlane: ControlPlane;
  let administrator: ClusterAdministrator;
  let sandbox: Sandbox;
  let steps: ReturnType<typeof stepsOf>;
  const stopping = new AbortController();

  beforeAll(async () => {
    controlPlane = await startControlPlane({ kind: 'api' });
    administrator = openAdministrator(controlPlane.kubeconfig);
    sandbox = await startSandbox({ kubeconfig: controlPlane.kubeconfig, timing: { taskMs: 10, tickMs: 20 } });
    steps = stepsOf({ sandbox, cloud: connectClients(sandbox).cloud, kubernetes: connectAs(controlPlane), administrator });
    await prepareNamespace(administrator);
    await createDaemonSet(administrator);
    void playDaemonSetController(administrator, stopping.signal);
    await runSteps(steps.terway.slice(0, 2));
  });
  afterAll(async () => {
    stopping.abort();
    await sandbox?.stop();
    await controlPlane?.stop();
  });

  const stepNamed = (name: string) => steps.terway.find((step) => step.name === name) ?? expect.fail(`no step ${name}`);
  const warningOf = async (step: Step) => ((await step.plan()).checks ?? []).filter(({ name }) => name.endsWith('-applied')).map(({ status, message }) => `${status}: ${message.split(':')[0] ?? ''}`);

  interface Case {
    readonly what: string;
    readonly step: () => Step;
    readonly theirs: ClusterObject;
    readonly field: string;
    readonly warning: string;
  }
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'theirs', operator: 'Exists' }] }] } } };
  const cases: readonly Case[] = [
    { what: 'eni_conf', step: () => stepNamed('terway-eni-config'), theirs: configMap('eni-config', { eni_conf: '{"version":"1","max_pool_size":7}' }), field: '.data.eni_conf', warning: 'warn: eni_conf of ConfigMap kube-system/eni-config is applied by gitops' },
    {
      what: 'the access key',
      step: () => stepNamed('terway-credentials'),
      theirs: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'alibaba-addon-secret', namespace }, data: { 'access-key-id': '', 'access-key-secret': '' } },
      field: '.data.access-key-id',
      warning: 'warn: the access key in Secret kube-system/alibaba-addon-secret is applied by gitops',
    },
    { what: 'addNodeScriptPath', step: () => steps.initScript, theirs: configMap('ack-agent-config', { addNodeScriptPath: 'https://their.example/init.sh' }), field: '.data.addNodeScriptPath', warning: 'warn: addNodeScriptPath of ConfigMap kube-system/ack-agent-config is applied by gitops' },
    {
      what: "Calico's affinity",
      step: () => steps.affinity,
      theirs: { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'calico-node', namespace }, spec: { template: { spec: { affinity } } } },
      field: '.spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution',
      warning: 'warn: the affinity of DaemonSet kube-system/calico-node is applied by gitops',
    },
  ];

  it.each(cases)('$what: the plan says whose it is, and nobody loses it without a word', async ({ step, theirs, field, warning }) => {
    expect(await warningOf(step())).toEqual([]);
    expect((await administrator.apply(theirs, { manager: 'gitops', force: true })).status).toBeLessThan(300);
    expect(await warningOf(step())).toEqual([warning]);

    await runSteps([step()]);
    // Their next apply is told that the field is ours now; it takes nothing back unless it is forced.
    const refused = await administrator.apply(theirs, { manager: 'gitops' });
    expect(refused).toMatchObject({ status: 409, body: { reason: 'Conflict', details: { causes: expect.arrayContaining([expect.objectContaining({ reason: 'FieldManagerConflict', message: expect.stringContaining('"ack-hybrid"') as string, field })]) as unknown } } });
    expect((await runSteps([step()])).steps[0]?.status).toBe('unchanged');

    // Forced, it does, and our next plan says so and whose it is again.
    expect((await administrator.apply(theirs, { manager: 'gitops', force: true })).status).toBe(200);
    expect((await step().plan()).changes.length).toBeGreaterThan(0);
    expect(await warningOf(step())).toEqual([warning]);

    await runSteps([step()], { mode: 'undo' });
    // What they set stands: the undo takes back nothing of theirs, and their apply meets no conflict.
    expect((await administrator.apply(theirs, { manager: 'gitops' })).status).toBe(200);
  });
});
