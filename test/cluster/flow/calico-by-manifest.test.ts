import { runSteps } from '@ack-hybrid/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runMainJob } from '../../support/main-job.ts';
import { createSteps, names } from '../../support/flow-steps.ts';
import { calicoByManifest } from './calico-objects.ts';
import { intervalMs, nodesWith, startHybridCluster, type HybridCluster } from './hybrid-cluster.ts';
import { cloudNodes, onPremisesNames } from './on-premises-objects.ts';

describe('the seven steps on a real control plane, with Calico by its own manifest', () => {
  let cluster: HybridCluster;
  let before: { readonly cluster: Record<string, unknown>; readonly cloud: unknown };
  beforeAll(async () => {
    cluster = await startHybridCluster({ objects: await calicoByManifest('10.100.0.0/16') });
    before = { cluster: await cluster.rest(), cloud: (await cluster.sandbox.snapshot()).cloud };
  });
  afterAll(() => cluster?.stop());

  it('begin with calico-node on every node, where the real controllers put it', async () => {
    expect(await nodesWith(cluster.api, 'calico-node')).toEqual(onPremisesNames);
    expect(await nodesWith(cluster.api, 'kube-proxy')).toEqual(onPremisesNames);
  });

  it('reach five nodes with Calico and three with Terway', async () => {
    const { steps } = createSteps(cluster.sandbox, { size: 3, intervalMs });
    const report = await runSteps(steps);
    expect(report.steps.map((step) => step.name)).toEqual(names);
    await cluster.rest();
    expect(await nodesWith(cluster.api, 'calico-node')).toEqual(onPremisesNames);
    expect(await nodesWith(cluster.api, 'terway-eniip')).toEqual(cloudNodes);
    expect(await nodesWith(cluster.api, 'kube-proxy')).toEqual([...cloudNodes, ...onPremisesNames]);
  });

  it('change nothing when they run again', async () => {
    const { steps, writes } = createSteps(cluster.sandbox, { size: 3, intervalMs });
    const report = await runSteps(steps);
    expect(report.steps.map((step) => [step.name, step.status, step.changes.length])).toEqual(names.map((name) => [name, 'unchanged', 0]));
    expect(writes()).toEqual([]);
  });

  it('are taken back, object by object', async () => {
    const { steps } = createSteps(cluster.sandbox, { size: 3, intervalMs });
    await runSteps(steps, { mode: 'undo' });
    expect(await cluster.rest()).toEqual(before.cluster);
    expect((await cluster.sandbox.snapshot()).cloud).toEqual(before.cloud);
  });

  it('do the same as the main job, a process of its own', async () => {
    const { control } = cluster.sandbox;
    const applied = await runMainJob(['--sandbox', control, '--apply']);
    expect(applied.code, applied.output).toBe(0);
    expect(applied.report?.secondRun.writes).toBe(0);
    const podsOf = (isCloud: boolean) => applied.report?.nodes.filter(({ labels }) => (labels['alibabacloud.com/external'] === 'true') === isCloud).map(({ pods }) => pods);
    expect(podsOf(true)).toEqual(Array(2).fill(['kube-proxy', 'terway-eniip']));
    expect(podsOf(false)).toEqual(Array(5).fill(['calico-node', 'kube-proxy']));
    const undone = await runMainJob(['--sandbox', control, '--undo']);
    expect(undone.code, undone.output).toBe(0);
    expect(await cluster.rest()).toEqual(before.cluster);
    expect((await cluster.sandbox.snapshot()).cloud).toEqual(before.cloud);
  });
});
