import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAlibabaCloud, createKubernetes, runSteps, Secret, type AlibabaCloud, type Kubernetes, type RunReport, type Step } from '@ack-hybrid/core';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { renderCalicoRestore } from '../plan/calico-backup/render-restore.ts';
import { createAddonStep, type AddonInput } from './addon.ts';

let sandbox: Sandbox;
let cloud: AlibabaCloud;
let kubernetes: Kubernetes;
const retry = { minDelayMs: 5, maxDelayMs: 20 };
const pools = 'ippools.crd.projectcalico.org';

beforeAll(async () => {
  sandbox = await startSandbox();
  const { region, accessKeyId, accessKeySecret } = sandbox.world;
  cloud = createAlibabaCloud({ region, credentials: { accessKeyId, accessKeySecret: new Secret(accessKeySecret) }, endpoints: { cs: `http://${sandbox.endpoints.cs}` }, retry });
  kubernetes = createKubernetes({ kind: 'text', text: new Secret(sandbox.kubeconfig) }, { retry });
});
afterAll(async () => {
  await sandbox.stop();
});

const stepOf = (input: Partial<AddonInput> = {}): Step => createAddonStep({ cloud, kubernetes }, { clusterId: sandbox.world.cluster.id, intervalMs: 10, timeoutMs: 10_000, retry, ...input });
const statuses = ({ steps }: RunReport) => steps.map(({ status }) => status);
const from = 'v1.14.2';
const to = 'v1.15.3';

/** What is done to the definition of Calico's pools. */
const definitions = async () => {
  const extensions = await kubernetes.api((sdk) => sdk.ApiextensionsV1Api);
  const custom = await kubernetes.api((sdk) => sdk.CustomObjectsApi);
  return {
    remove: () => extensions.deleteCustomResourceDefinition({ name: pools }),
    restore: async (text: string): Promise<void> => {
      for (const document of text.split('---\n').filter((part) => part !== '')) {
        const object = JSON.parse(document) as { kind: string; metadata: { name: string } };
        const isDefinition = object.kind === 'CustomResourceDefinition';
        const place = isDefinition ? { group: 'apiextensions.k8s.io', version: 'v1', plural: 'customresourcedefinitions' } : { group: 'crd.projectcalico.org', version: 'v1', plural: 'ippools' };
        await custom.createClusterCustomObject({ ...place, body: object });
      }
    },
    count: async (): Promise<number> => ((await custom.listClusterCustomObject({ group: 'crd.projectcalico.org', version: 'v1', plural: 'ippools' })) as { items: unknown[] }).items.length,
  };
};

describe('the add-on on the sandbox', () => {
  it('is installed, upgraded with parameters, and taken back to the world before', async () => {
    const before = await sandbox.snapshot();
    expect(statuses(await runSteps([stepOf({ version: from, config: { IPVlan: 'true' } })]))).toEqual(['applied']);
    const upgrade = stepOf({ version: to, config: { IPVlan: 'false' }, uses: { credentials: 'secret' } });
    expect(statuses(await runSteps([upgrade]))).toEqual(['applied']);
    expect(statuses(await runSteps([upgrade]))).toEqual(['unchanged']);
    await expect(runSteps([stepOf({ version: from })])).rejects.toThrow('v1.14.2 is older');
    await runSteps([upgrade], { mode: 'undo' });
    expect(await sandbox.snapshot()).toEqual(before);
  });

  it.each(['reset-before', 'reset-after'] as const)('converges where each write once loses its connection (%s)', async (kind) => {
    const before = await sandbox.snapshot();
    const lost = async (operations: readonly string[], run: () => Promise<unknown>): Promise<void> => {
      const start = sandbox.calls().length;
      const lifts = operations.map((operation) => sandbox.addFault({ operation, kind, actor: 'client', nth: 1, times: 1 }));
      await run();
      for (const lift of lifts) lift();
      const hit = sandbox.calls().slice(start).filter(({ status }) => status === 0);
      expect([...new Set(hit.map(({ operation }) => operation))].sort()).toEqual([...operations].sort());
    };
    const steps = { install: stepOf({ version: from }), upgrade: stepOf({ version: to }), modify: stepOf({ config: { IPVlan: 'false' } }) };
    await lost(['create configmaps', 'InstallClusterAddons', 'patch configmaps'], () => runSteps([steps.install]));
    await lost(['UpgradeClusterAddons', 'patch configmaps'], () => runSteps([steps.upgrade]));
    await lost(['ModifyClusterAddon', 'patch configmaps'], () => runSteps([steps.modify]));
    expect(statuses(await runSteps([steps.modify]))).toEqual(['unchanged']);
    await lost(['UnInstallClusterAddons', 'delete configmaps'], () => runSteps([steps.modify], { mode: 'undo' }));
    expect(await sandbox.snapshot()).toEqual(before);
  });

  it('of somebody else gets its parameters back and keeps its version', async () => {
    const { client, sdk } = await cloud.client('cs', () => import('@alicloud/cs20151215'));
    const clusterId = sandbox.world.cluster.id;
    const instance = async () => (await client.getClusterAddonInstance(clusterId, 'terway-eniip')).body;
    await client.installClusterAddons(clusterId, new sdk.InstallClusterAddonsRequest({ body: [new sdk.InstallClusterAddonsRequestBody({ name: 'terway-eniip', version: from, config: '{"IPVlan":"true"}' })] }));
    const step = stepOf({ version: to, config: { IPVlan: 'false' } });
    await runSteps([stepOf()]);
    await runSteps([step]);
    expect(await instance()).toMatchObject({ version: to, config: '{"IPVlan":"false"}', state: 'active' });
    const undone = await runSteps([step], { mode: 'undo' });
    expect(undone.steps[0]?.changes.map(({ summary }) => summary)).toEqual(['give back IPVlan', 'remove the note of our change; v1.15.3 stays, where v1.14.2 was before: Container Service has no downgrade']);
    expect(await instance()).toMatchObject({ version: to, config: '{"IPVlan":"true"}', state: 'active' });
    await client.unInstallClusterAddons(clusterId, new sdk.UnInstallClusterAddonsRequest({ addons: [new sdk.UnInstallClusterAddonsRequestAddons({ name: 'terway-eniip' })] }));
    await expect.poll(async () => (await client.listClusterAddonInstances(clusterId)).body?.addons).toEqual([]);
  });

  it('raises an alarm where Calico’s pools go while it is installed; what was backed up brings them back, and the alarm ends', async () => {
    const { remove, restore, count } = await definitions();
    const had = await count();
    expect(had).toBeGreaterThan(0);
    let backup = '';
    let removed: Promise<unknown> | undefined;
    const step = stepOf({ onBackup: (text) => void (backup += text) });
    const result = await step.apply(await step.plan(), { onProgress: (message) => void (message === 'add-on terway-eniip: install' && (removed = remove())) });
    await removed;
    const failing = async () => (await step.verify(result)).filter(({ status }) => status === 'fail').map(({ name, message }) => `${name}: ${message}`);
    const alarm = await failing();
    expect(alarm.join('\n')).toContain(`${pools} (removed)`);
    expect(alarm.map((line) => line.split(':')[0])).toEqual(['calico-crds-unchanged', 'calico-resources-unchanged']);
    expect(backup).not.toMatch(/"kind":"Secret"|resourceVersion|managedFields/);

    await restore(renderCalicoRestore(backup, [pools, `${pools}/*`]));
    expect(await count()).toBe(had);
    expect(await failing()).toEqual([]);
    await step.undo?.();
  });

  it('says what the service says where its installation fails', async () => {
    const lift = sandbox.addFault({ service: 'kubernetes', actor: 'agent', operation: 'create daemonsets', kind: 'error-5xx' });
    await expect(runSteps([stepOf()])).rejects.toMatchObject({ cause: { code: 'AddonFailed', message: expect.stringMatching(/^the installation of terway-eniip failed: .*\(task T-/s) } });
    lift();
    await runSteps([stepOf()], { mode: 'undo' });
  });
});
