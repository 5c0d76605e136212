import { runSteps } from '@ack-hybrid/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSteps, names } from '../../support/flow-steps.ts';
import { calicoByOperator } from './calico-objects.ts';
import { startCalicoOperator, type CalicoOperator } from './calico-operator.ts';
import { intervalMs, nodesWith, startHybridCluster, type HybridCluster } from './hybrid-cluster.ts';
import { cloudNodes, onPremisesNames } from './on-premises-objects.ts';

const installation = '/apis/operator.tigera.io/v1/installations/default';
const override = (affinity: unknown) => ({ spec: { calicoNodeDaemonSet: { spec: { template: { spec: { affinity } } } } } });

describe('the seven steps on a real control plane, with Calico by an operator', () => {
  let cluster: HybridCluster;
  let operator: CalicoOperator;
  let before: { readonly cluster: Record<string, unknown>; readonly cloud: unknown };
  beforeAll(async () => {
    cluster = await startHybridCluster({ objects: await calicoByOperator('10.100.0.0/16') });
    operator = await startCalicoOperator(cluster.api);
    await cluster.rest();
    expect(await nodesWith(cluster.api, 'calico-node')).toEqual(onPremisesNames);
    before = { cluster: await cluster.rest(), cloud: (await cluster.sandbox.snapshot()).cloud };
  });
  afterAll(async () => {
    await operator?.stop();
    await cluster?.stop();
  });

  it.each([
    ['a key that nodeAffinity does not have', { nodeAffinity: { required: {} } }, /unknown field "spec\.calicoNodeDaemonSet\.spec\.template\.spec\.affinity\.nodeAffinity\.required"/],
    ['an expression without its operator', { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a' }] }] } } }, /operator: Required value/],
  ])('stand on a definition that refuses %s', async (_title, affinity, message) => {
    const answer = await cluster.api.send('PATCH', `${installation}?fieldValidation=Strict&dryRun=All`, override(affinity), 'application/merge-patch+json');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body['message']).toMatch(message);
  });

  it('reach five nodes with Calico and three with Terway, by the Installation alone', async () => {
    const { steps } = createSteps(cluster.sandbox, { size: 3, intervalMs });
    const report = await runSteps(steps);
    expect(report.steps.find((step) => step.name === 'calico-affinity')?.changes.map((change) => change.target)).toEqual(['Installation default']);
    await cluster.rest();
    expect(await nodesWith(cluster.api, 'calico-node')).toEqual(onPremisesNames);
    expect(await nodesWith(cluster.api, 'terway-eniip')).toEqual(cloudNodes);
    expect(await nodesWith(cluster.api, 'kube-proxy')).toEqual([...cloudNodes, ...onPremisesNames]);
    expect(operator.reverted()).toBe(0);
  });

  it('change nothing when they run again', async () => {
    const { steps, writes } = createSteps(cluster.sandbox, { size: 3, intervalMs });
    const report = await runSteps(steps);
    expect(report.steps.map((step) => [step.name, step.status])).toEqual(names.map((name) => [name, 'unchanged']));
    expect(writes()).toEqual([]);
  });

  it('are taken back, object by object, the Installation with them', async () => {
    const { steps } = createSteps(cluster.sandbox, { size: 3, intervalMs });
    await runSteps(steps, { mode: 'undo' });
    expect(await cluster.rest()).toEqual(before.cluster);
    expect((await cluster.sandbox.snapshot()).cloud).toEqual(before.cloud);
  });
});
