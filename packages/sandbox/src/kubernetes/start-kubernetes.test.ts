import { setHeaderOptions, PatchStrategy, Watch, makeInformer } from '@kubernetes/client-node';
import type { V1DaemonSet, V1Pod } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, loadConfig, refusal, startTestCluster } from './test-cluster.testing.ts';
import type { TestCluster } from './test-cluster.testing.ts';

const calico = { name: 'calico-node', namespace: 'kube-system' };
const exclusion = {
  spec: {
    template: {
      spec: {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] }] }],
            },
          },
        },
      },
    },
  },
};
const merge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

describe('a started cluster', () => {
  let cluster: TestCluster;
  beforeEach(async () => {
    cluster = await startTestCluster();
  });
  afterEach(async () => {
    await cluster.kubernetes.stop();
  });

  const podsOf = async (labelSelector: string): Promise<V1Pod[]> => (await cluster.core.listNamespacedPod({ namespace: 'kube-system', labelSelector })).items;
  const addCloudNode = (name: string): Promise<unknown> =>
    cluster.core.createNode({
      body: {
        metadata: { name, labels: { 'kubernetes.io/os': 'linux', 'alibabacloud.com/external': 'true' } },
        status: { addresses: [{ type: 'InternalIP', address: '10.10.24.7' }], conditions: [{ type: 'Ready', status: 'True' }] },
      },
    });

  it('begins at rest: every node Ready, calico-node Running on each, every status counted', async () => {
    const set = await cluster.apps.readNamespacedDaemonSet(calico);
    expect(set.status).toMatchObject({ desiredNumberScheduled: 3, currentNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3, numberMisscheduled: 0, observedGeneration: 1 });
    const pods = await podsOf('k8s-app=calico-node');
    expect(pods.map((pod) => [pod.spec?.nodeName, pod.status?.phase]).sort()).toEqual([
      ['dc-control-1', 'Running'],
      ['dc-worker-1', 'Running'],
      ['dc-worker-2', 'Running'],
    ]);
    const deployment = await cluster.apps.readNamespacedDeployment({ name: 'coredns', namespace: 'kube-system' });
    expect(deployment.status?.readyReplicas).toBe(2);
  });

  it('puts calico-node on a cloud node until the affinity excludes it, and then takes it away', async () => {
    await addCloudNode('cloud-1');
    await eventually(() => podsOf('k8s-app=calico-node'), (pods) => pods.some((pod) => pod.spec?.nodeName === 'cloud-1' && pod.status?.phase === 'Running'));
    await cluster.apps.patchNamespacedDaemonSet({ ...calico, body: exclusion }, merge);
    const done = await eventually(
      () => cluster.apps.readNamespacedDaemonSet(calico),
      ({ status, metadata }) => status?.observedGeneration === metadata?.generation && status?.updatedNumberScheduled === 3 && status?.numberAvailable === 3,
    );
    expect(done.status?.desiredNumberScheduled).toBe(3);
    expect((await podsOf('k8s-app=calico-node')).map((pod) => pod.spec?.nodeName)).not.toContain('cloud-1');
  });

  it('shows equal snapshots before a change and after it was taken back', async () => {
    const before = cluster.kubernetes.snapshot();
    await cluster.apps.patchNamespacedDaemonSet({ ...calico, body: exclusion }, merge);
    await eventually(() => cluster.apps.readNamespacedDaemonSet(calico), ({ status }) => status?.updatedNumberScheduled === 3 && status.observedGeneration === 2);
    expect(cluster.kubernetes.snapshot()).not.toEqual(before);
    await cluster.apps.patchNamespacedDaemonSet({ ...calico, body: { spec: { template: { spec: { affinity: null } } } } }, merge);
    await addCloudNode('cloud-1');
    await cluster.core.deleteNode({ name: 'cloud-1' });
    await eventually(
      () => cluster.apps.readNamespacedDaemonSet(calico),
      ({ status }) => status?.updatedNumberScheduled === 3 && status.observedGeneration === 3 && status.numberAvailable === 3 && status.desiredNumberScheduled === 3,
    );
    await eventually(() => cluster.core.listPodForAllNamespaces(), ({ items }) => items.every((pod) => pod.spec?.nodeName !== 'cloud-1' && pod.status?.phase === 'Running'));
    expect(cluster.kubernetes.snapshot()).toEqual(before);
  });

  it('tells the administrator from the agent and records what each asked', async () => {
    const agent = loadConfig(cluster.kubernetes, 'agent');
    const { CoreV1Api } = await import('@kubernetes/client-node');
    cluster.calls.length = 0;
    await cluster.core.listNode();
    await agent.makeApiClient(CoreV1Api).createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name: 'x' } } });
    await cluster.core.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name: 'y' } }, dryRun: 'All' });
    expect(cluster.calls.map(({ operation, kind, actor, status }) => [operation, kind, actor, status])).toEqual([
      ['list nodes', 'read', 'client', 200],
      ['create configmaps', 'write', 'agent', 201],
      ['create configmaps', 'read', 'client', 201],
    ]);
  });

  it('streams changes to a watch and ends it when the server stops', async () => {
    const seen: string[] = [];
    const { metadata } = await cluster.core.listNamespacedConfigMap({ namespace: 'default' });
    const closed = new Promise<void>((resolve) => {
      void new Watch(cluster.config).watch(
        '/api/v1/namespaces/default/configmaps',
        { resourceVersion: metadata?.resourceVersion },
        (type: string, object: { metadata: { name: string } }) => seen.push(`${type} ${object.metadata.name}`),
        () => resolve(),
      );
    });
    await cluster.core.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name: 'a' } } });
    await cluster.core.patchNamespacedConfigMap({ name: 'a', namespace: 'default', body: { data: { k: 'v' } } }, merge);
    await cluster.core.deleteNamespacedConfigMap({ name: 'a', namespace: 'default' });
    await eventually(() => Promise.resolve(seen), (lines) => lines.length === 3);
    expect(seen).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
    await cluster.kubernetes.stop();
    await closed;
  });

  it('serves an informer', async () => {
    const informer = makeInformer<V1DaemonSet>(cluster.config, '/apis/apps/v1/namespaces/kube-system/daemonsets', () => cluster.apps.listNamespacedDaemonSet({ namespace: 'kube-system' }));
    const names = new Set<string>();
    informer.on('add', (set) => names.add(set.metadata?.name ?? ''));
    await informer.start();
    await eventually(() => Promise.resolve(names), (found) => found.size === 2);
    await informer.stop();
    expect([...names].sort()).toEqual(['calico-node', 'kube-proxy']);
  });

  it('answers 401 to an unknown token', async () => {
    const stranger = loadConfig(cluster.kubernetes, 'admin');
    stranger.users = stranger.users.map((user) => ({ ...user, token: 'nobody' }));
    const { CoreV1Api } = await import('@kubernetes/client-node');
    expect(await refusal(stranger.makeApiClient(CoreV1Api).listNode())).toMatchObject({ code: 401 });
  });
});
