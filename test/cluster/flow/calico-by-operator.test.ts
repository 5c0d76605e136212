import { createAffinityStep } from '@ack-hybrid/calico-affinity';
import { runSteps } from '@ack-hybrid/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSteps, names } from '../../support/flow-steps.ts';
import { connectClients } from '../../support/sandbox-clients.ts';
import { calicoByOperator } from './calico-objects.ts';
import { startCalicoOperator, type CalicoOperator } from './calico-operator.ts';
import { createNode, intervalMs, nodesWith, startHybridCluster, type HybridCluster } from './hybrid-cluster.ts';
import { cloudNodes, ecsNodes, onPremisesNames } from './on-premises-objects.ts';

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

  it('keep Typha, kube-controllers and csi-node-driver on premises with calico-node by one step, where allComponents says so', async () => {
    const step = createAffinityStep(connectClients(cluster.sandbox), { allComponents: true, timing: { intervalMs } });
    const nodesOf = async (app: string): Promise<readonly string[]> => {
      const { items } = await cluster.api.demand<{ items: { spec: { nodeName?: string } }[] }>('GET', `/api/v1/namespaces/calico-system/pods?labelSelector=k8s-app%3D${app}`);
      return items.map(({ spec: pod }) => pod.nodeName ?? '');
    };
    const affinityOf = async (name: string) => JSON.stringify((await cluster.api.demand<{ spec: { template: { spec: { affinity?: object } } } }>('GET', `/apis/apps/v1/namespaces/calico-system/deployments/${name}`)).spec.template.spec.affinity);
    const overridden = async () => Object.keys((await cluster.api.demand<{ spec: object }>('GET', installation)).spec).filter((part) => /DaemonSet|Deployment/.test(part)).sort();
    // ECS nodes of their own, as after the undo there are none.
    for (const node of ecsNodes) await createNode(cluster.api, node);
    await cluster.rest();
    for (const name of ['calico-node', 'csi-node-driver']) expect(await nodesWith(cluster.api, name)).toEqual([...cloudNodes, ...onPremisesNames]);
    expect(await overridden()).toEqual([]);
    const { spec } = await cluster.api.demand<{ spec: object }>('GET', installation);
    const [applied] = (await runSteps([step])).steps;
    expect(applied?.changes.map((change) => change.target)).toEqual(['Installation default', ...['csiNodeDriverDaemonSet', 'calicoKubeControllersDeployment', 'typhaDeployment'].map((part) => `Installation default, ${part}`)]);
    expect(applied?.checks.filter((check) => check.status === 'fail')).toEqual([]);
    await cluster.rest();
    expect(await overridden()).toEqual(['calicoKubeControllersDeployment', 'calicoNodeDaemonSet', 'csiNodeDriverDaemonSet', 'typhaDeployment']);
    for (const name of ['calico-node', 'csi-node-driver']) expect(await nodesWith(cluster.api, name)).toEqual(onPremisesNames);
    for (const name of ['calico-typha', 'calico-kube-controllers']) {
      expect(await affinityOf(name), name).toContain('alibabacloud.com/external');
      const nodes = await nodesOf(name);
      expect(nodes.length, name).toBe(1);
      expect(onPremisesNames, name).toContain(nodes[0]);
    }
    expect((await runSteps([step])).steps[0]?.status).toBe('unchanged');
    expect(operator.reverted()).toBe(0);
    await runSteps([step], { mode: 'undo' });
    await cluster.rest();
    expect((await cluster.api.demand<{ spec: object }>('GET', installation)).spec).toEqual(spec);
    for (const name of ['calico-node', 'csi-node-driver']) expect(await nodesWith(cluster.api, name)).toEqual([...cloudNodes, ...onPremisesNames]);
  });
});
