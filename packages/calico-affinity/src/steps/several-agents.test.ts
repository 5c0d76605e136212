import { describe, expect, it } from 'vitest';
import { calicoNode as listedCalico, cilium, ciliumEnvoy, cniWorkload, flannel, policyOnly } from '../plan/cni/cni-objects.testing.ts';
import { readPath, withPath, type JsonObject } from '../plan/json.ts';
import { byManifest, byOperator, cloudNode, manifestKey, premisesNode } from '../testing/cluster.ts';
import { FakeCalico } from '../testing/fake-calico.ts';
import type { CalicoAffinityOptions } from './affinity-options.ts';
import { createAffinityStepOn } from './affinity-step.ts';

const stepOn = (cluster: FakeCalico, options: CalicoAffinityOptions = {}) => createAffinityStepOn(cluster, { timing: { intervalMs: 1, conflictDelayMs: 1, rolloutTimeoutMs: 500 }, ...options });
const clusterOf = (objects: Readonly<Record<string, JsonObject>>): FakeCalico => {
  const cluster = new FakeCalico();
  cluster.nodes.push(premisesNode('dc-1'), premisesNode('dc-2'), cloudNode('ecs-1'));
  for (const [key, object] of Object.entries(objects)) cluster.put(key, object);
  return cluster;
};
const withCilium = () => clusterOf({ 'DaemonSet kube-system/cilium': cilium(), 'DaemonSet kube-system/cilium-envoy': ciliumEnvoy() });
const withCanal = () => clusterOf({ 'DaemonSet kube-system/calico-node': listedCalico('kube-system/calico-node', policyOnly), 'DaemonSet kube-flannel/kube-flannel-ds': flannel() });
const written = (cluster: FakeCalico): readonly string[] => cluster.writes.map(({ target }) => (target.kind === 'installation' ? target.name : target.reference.name));
const failureOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => undefined, (error: unknown) => error);

describe('a CNI of several DaemonSets', () => {
  it.each([
    ['Cilium with Envoy', withCilium, ['cilium-envoy', 'cilium']],
    ['Canal in two', withCanal, ['calico-node', 'kube-flannel-ds']],
  ])('%s leaves the cloud and comes back in the opposite order', async (_, build, order) => {
    const cluster = build();
    const before = cluster.snapshot();
    const plan = await stepOn(cluster).plan();
    expect(plan.changes.map(({ target }) => target.split('/')[1])).toEqual(order);
    expect(plan.checks?.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(cluster.dryRuns).toHaveLength(2);
    const result = await stepOn(cluster).apply(plan);
    expect(written(cluster)).toEqual(order);
    expect(result.agents.map(({ changed, onPremisesNodes }) => [changed, onPremisesNodes])).toEqual([[true, ['dc-1', 'dc-2']], [true, ['dc-1', 'dc-2']]]);
    const checks = await stepOn(cluster).verify(result);
    expect(checks.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 'pass'));
    expect((await stepOn(cluster).apply(plan)).changed).toBe(false);
    cluster.writes.length = 0;
    expect(await stepOn(cluster).undo?.()).toHaveLength(2);
    expect(written(cluster)).toEqual([...order].reverse());
    expect(cluster.snapshot()).toEqual(before);
  });

  it('is judged whole before the first is written', async () => {
    const cluster = withCilium();
    const flux = { 'kustomize.toolkit.fluxcd.io/name': 'cni', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' };
    cluster.put('DaemonSet kube-system/cilium', withPath(cilium(), ['metadata', 'labels'], flux));
    expect(await failureOf(stepOn(cluster).apply(await stepOn(cluster).plan()))).toMatchObject({ reason: 'owner-reverts' });
    expect(cluster.writes).toEqual([]);
  });

  it('is not gone on with where the rollout of the first one does not end', async () => {
    const cluster = withCilium();
    cluster.rolling = false;
    expect(await failureOf(stepOn(cluster).apply(await stepOn(cluster).plan()))).toMatchObject({ code: 'WaitTimeout' });
    expect(written(cluster)).toEqual(['cilium-envoy']);
  });

  it('is gone on with after a run that died in between', async () => {
    const cluster = withCilium();
    cluster.rolling = false;
    await failureOf(stepOn(cluster).apply(await stepOn(cluster).plan()));
    cluster.rolling = true;
    cluster.roll('DaemonSet kube-system/cilium-envoy');
    const result = await stepOn(cluster).apply(await stepOn(cluster).plan());
    expect(result.agents.map(({ changed }) => changed)).toEqual([false, true]);
  });
});

describe('what a rollout does to pods', () => {
  it('is told from what ailed them before it, by the pods right before the write', async () => {
    const cluster = byManifest();
    // One pod is ill from the beginning; another falls ill with the change, and doesn't come back.
    const ill = (nodeName: string) => ({ name: `calico-node-${nodeName}`, nodeName, ready: false, terminating: false, reason: 'CrashLoopBackOff' });
    cluster.oddPods.push(ill('dc-1'));
    cluster.rolling = false;
    const patch = cluster.patch.bind(cluster);
    cluster.patch = async (target, body, options) => {
      const answer = await patch(target, body, options);
      if (options?.dryRun !== true) {
        const generation = readPath(cluster.objects.get(manifestKey) ?? {}, ['metadata', 'generation']);
        cluster.objects.set(manifestKey, withPath(cluster.objects.get(manifestKey) ?? {}, ['status'], { observedGeneration: generation, desiredNumberScheduled: 3, updatedNumberScheduled: 1, numberReady: 1, numberAvailable: 1 }));
        cluster.oddPods.push(ill('dc-2'));
      }
      return answer;
    };
    const step = stepOn(cluster, { timing: { intervalMs: 1, conflictDelayMs: 1, rolloutTimeoutMs: 5_000, podReadyTimeoutMs: 50 } });
    const error = await failureOf(step.apply(await step.plan()));
    expect(error).toMatchObject({ reason: 'rollout-stalled', nodes: ['dc-2'] });
    expect(String((error as Error & { remediation: string }).remediation)).toMatch(/undo/);
  });
});

describe('the option allComponents', () => {
  const typhaKey = 'Deployment calico-system/calico-typha';
  const driverKey = 'DaemonSet calico-system/csi-node-driver';
  const owner = { kind: 'Installation', name: 'default' };
  const operated = () => {
    const cluster = byOperator();
    cluster.put(typhaKey, cniWorkload('calico-system/calico-typha', { owner, containers: { 'calico-typha': 'quay.io/calico/typha:v3.32.0' }, spec: { tolerations: [{ operator: 'Exists' }] } }));
    cluster.put(driverKey, cniWorkload('calico-system/csi-node-driver', { owner, containers: { 'calico-csi': 'quay.io/calico/csi:v3.32.0' }, spec: { tolerations: [{ operator: 'Exists' }] } }));
    return cluster;
  };
  const affinityOf = (cluster: FakeCalico, key: string): string => JSON.stringify(readPath(cluster.objects.get(key) ?? {}, ['spec', 'template', 'spec', 'affinity']));

  it('is off: what belongs on premises besides is named by warnings', async () => {
    const { changes, checks } = await stepOn(operated()).plan();
    expect(changes).toHaveLength(1);
    expect(checks?.filter(({ name }) => name.endsWith('-placement')).map(({ name, status }) => `${name} ${status}`)).toEqual(['csi-node-driver-placement warn', 'typha-placement warn']);
  });

  it('keeps them all on premises at the Installation, proves it, and takes it back', async () => {
    const cluster = operated();
    const before = cluster.snapshot();
    const step = stepOn(cluster, { allComponents: true });
    const plan = await step.plan();
    expect(plan.changes.map(({ target }) => target)).toEqual(['Installation default', 'Installation default, csiNodeDriverDaemonSet', 'Installation default, typhaDeployment']);
    expect(plan.desired.components.map(({ workload }) => workload.name)).toEqual(['csi-node-driver', 'calico-typha']);
    const result = await step.apply(plan);
    expect(result.workloads.map(({ changed }) => changed)).toEqual([true, true]);
    for (const key of [typhaKey, driverKey]) expect(affinityOf(cluster, key)).toContain('alibabacloud.com/external');
    expect((await step.verify(result)).filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(await step.apply(plan)).toMatchObject({ changed: false });
    expect(await step.undo?.()).toHaveLength(3);
    expect(cluster.snapshot()).toEqual(before);
  });

  it('fails the proof where one of them is on a cloud node', async () => {
    const cluster = operated();
    const step = stepOn(cluster, { allComponents: true });
    const result = await step.apply(await step.plan());
    cluster.listPods = async () => [{ name: 'typha-x', nodeName: 'ecs-1', terminating: false }];
    expect((await step.verify(result)).filter(({ status }) => status === 'fail').length).toBeGreaterThan(0);
  });

  it('writes nothing at all where one of them must not be written', async () => {
    const cluster = byManifest();
    cluster.put('Deployment kube-system/calico-typha', cniWorkload('kube-system/calico-typha', { owner: { kind: 'Addon', name: 'x' }, containers: { 'calico-typha': 'quay.io/calico/typha:v3.32.0' } }));
    const step = stepOn(cluster, { allComponents: true });
    expect((await step.plan()).checks?.filter(({ status }) => status === 'fail').map(({ name }) => name)).toEqual(['workload-owner']);
    expect(await failureOf(step.apply(await step.plan()))).toMatchObject({ reason: 'owner-unknown' });
    expect(cluster.writes).toEqual([]);
  });

  it('needs the search', () => {
    expect(() => stepOn(byManifest(), { allComponents: true, namespace: 'kube-system', name: 'calico-node' })).toThrow(/allComponents/);
    expect(() => stepOn(byManifest(), { namespace: 'kube-system', name: 'calico-node' })).not.toThrow();
  });
});
