import { setHeaderOptions, PatchStrategy } from '@kubernetes/client-node';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually, refusal, startTestCluster } from '../test-cluster.testing.ts';
import type { TestCluster, TestClusterOptions } from '../test-cluster.testing.ts';

const merge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

describe('the controllers', () => {
  let cluster: TestCluster;
  const start = async (options?: TestClusterOptions): Promise<void> => {
    cluster = await startTestCluster(options);
  };
  afterEach(async () => {
    await cluster.kubernetes.stop();
  });

  it('run a pod that does something, serve its log and keep it from starting again', async () => {
    await start({ podRuntime: { run: (pod, nodeName) => ((pod.metadata as { name: string }).name === 'probe' ? Promise.resolve({ exitCode: 3, log: `one\non ${nodeName}\n` }) : undefined) } });
    await cluster.core.createNamespacedPod({
      namespace: 'default',
      body: { metadata: { name: 'probe' }, spec: { restartPolicy: 'Never', nodeName: 'dc-worker-1', containers: [{ name: 'probe', image: 'busybox' }] } },
    });
    const address = { name: 'probe', namespace: 'default' };
    const pod = await eventually(() => cluster.core.readNamespacedPod(address), ({ status }) => status?.phase === 'Failed');
    expect(pod.status?.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(3);
    expect(await cluster.core.readNamespacedPodLog(address)).toBe('one\non dc-worker-1\n');
    expect(await cluster.core.readNamespacedPodLog({ ...address, tailLines: 1 })).toBe('on dc-worker-1\n');
  });

  it('leave a pod Pending that no node fits, and say so', async () => {
    await start();
    await cluster.core.createNamespacedPod({ namespace: 'default', body: { metadata: { name: 'lost' }, spec: { nodeSelector: { no: 'where' }, containers: [{ name: 'a', image: 'b' }] } } });
    const pod = await eventually(() => cluster.core.readNamespacedPod({ name: 'lost', namespace: 'default' }), ({ status }) => (status?.conditions ?? []).length > 0);
    expect(pod.status).toMatchObject({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] });
  });

  it('keep a pod of the pod network waiting on a cloud node until Terway has addresses for its zone', async () => {
    await start();
    await cluster.core.createNode({
      body: {
        metadata: { name: 'cloud-1', labels: { 'kubernetes.io/os': 'linux', 'topology.kubernetes.io/zone': 'cn-hangzhou-i' } },
        status: { addresses: [{ type: 'InternalIP', address: '10.10.24.7' }], conditions: [{ type: 'Ready', status: 'True' }] },
      },
    });
    await cluster.core.createNamespacedPod({ namespace: 'default', body: { metadata: { name: 'web' }, spec: { nodeName: 'cloud-1', containers: [{ name: 'a', image: 'b' }] } } });
    const read = (): ReturnType<TestCluster['core']['readNamespacedPod']> => cluster.core.readNamespacedPod({ name: 'web', namespace: 'default' });
    await eventually(read, ({ status }) => status?.containerStatuses?.[0]?.state?.waiting?.reason === 'ContainerCreating');
    await cluster.core.createNamespacedConfigMap({
      namespace: 'kube-system',
      body: { metadata: { name: 'eni-config' }, data: { eni_conf: JSON.stringify({ vswitches: { 'cn-hangzhou-i': ['vsw-bp1sandboxpods00001'] } }) } },
    });
    expect((await eventually(read, ({ status }) => status?.phase === 'Running')).status?.podIP).toBe('10.10.25.100');
  });

  it('taint a node that is cordoned or not Ready', async () => {
    await start();
    await cluster.core.patchNode({ name: 'dc-worker-1', body: { spec: { unschedulable: true } } }, merge);
    await cluster.core.createNode({ body: { metadata: { name: 'new' } } });
    const taints = async (name: string): Promise<string[]> => ((await cluster.core.readNode({ name })).spec?.taints ?? []).map(({ key }) => key);
    await eventually(() => taints('dc-worker-1'), (keys) => keys.includes('node.kubernetes.io/unschedulable'));
    await eventually(() => taints('new'), (keys) => keys.includes('node.kubernetes.io/not-ready'));
    await cluster.core.patchNode({ name: 'dc-worker-1', body: { spec: { unschedulable: null } } }, merge);
    await eventually(() => taints('dc-worker-1'), (keys) => keys.length === 0);
  });

  it('move the pods of a Deployment when their node goes', async () => {
    await start();
    const pods = async (): Promise<(string | undefined)[]> =>
      (await cluster.core.listNamespacedPod({ namespace: 'kube-system', labelSelector: 'k8s-app=kube-dns', fieldSelector: 'status.phase=Running' })).items.map(({ spec }) => spec?.nodeName);
    const before = await pods();
    const gone = before[0] ?? '';
    await cluster.core.deleteNode({ name: gone });
    const after = await eventually(pods, (nodes) => nodes.length === 2 && !nodes.includes(gone));
    expect(after).toHaveLength(2);
  });

  it('evict within the disruption budget only', async () => {
    await start();
    const pods = (await cluster.core.listNamespacedPod({ namespace: 'kube-system', labelSelector: 'k8s-app=kube-dns' })).items;
    const evict = (name: string): Promise<unknown> => cluster.core.createNamespacedPodEviction({ name, namespace: 'kube-system', body: { metadata: { name, namespace: 'kube-system' } } });
    await cluster.core.patchNode({ name: 'dc-worker-1', body: { spec: { unschedulable: true } } }, merge);
    await cluster.core.patchNode({ name: 'dc-worker-2', body: { spec: { unschedulable: true } } }, merge);
    await cluster.core.patchNode({ name: 'dc-control-1', body: { spec: { unschedulable: true } } }, merge);
    await evict(pods[0]?.metadata?.name ?? '');
    expect(await refusal(evict(pods[1]?.metadata?.name ?? ''))).toMatchObject({ code: 429, message: "Cannot evict pod as it would violate the pod's disruption budget." });
  });

  it('empty a namespace that is deleted and furnish a new one', async () => {
    await start();
    await cluster.core.createNamespace({ body: { metadata: { name: 'new' } } });
    await eventually(() => cluster.core.listNamespacedServiceAccount({ namespace: 'new' }), ({ items }) => items.length === 1);
    await cluster.core.deleteNamespace({ name: 'new' });
    await eventually(() => cluster.core.listNamespace(), ({ items }) => items.every(({ metadata }) => metadata?.name !== 'new'));
    expect((await cluster.core.listNamespacedServiceAccount({ namespace: 'new' })).items).toEqual([]);
  });

  it('delete what a deleted owner owned', async () => {
    await start();
    await cluster.apps.deleteNamespacedDeployment({ name: 'coredns', namespace: 'kube-system' });
    await eventually(() => cluster.core.listNamespacedPod({ namespace: 'kube-system', labelSelector: 'k8s-app=kube-dns' }), ({ items }) => items.length === 0);
    expect((await cluster.apps.listNamespacedReplicaSet({ namespace: 'kube-system', labelSelector: 'k8s-app=kube-dns' })).items).toEqual([]);
  });

  it('run a Job to its end', async () => {
    await start({ podRuntime: { run: (pod) => ((pod.spec as { restartPolicy?: string }).restartPolicy === 'Never' ? Promise.resolve({ exitCode: 0, log: 'ok' }) : undefined) } });
    await cluster.batch.createNamespacedJob({ namespace: 'default', body: { metadata: { name: 'task' }, spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'b' }] } } } } });
    const job = await eventually(() => cluster.batch.readNamespacedJob({ name: 'task', namespace: 'default' }), ({ status }) => (status?.conditions ?? []).length > 0);
    expect(job.status).toMatchObject({ succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] });
  });

  it('take back a change of calico-node where the operator owns it, and carry the Installation\'s affinity into it', async () => {
    await start({ dataCenter: { calico: 'operator' } });
    const address = { name: 'calico-node', namespace: 'calico-system' };
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] }] }] } } };
    const read = (): ReturnType<TestCluster['apps']['readNamespacedDaemonSet']> => cluster.apps.readNamespacedDaemonSet(address);
    await cluster.apps.patchNamespacedDaemonSet({ ...address, body: { spec: { template: { spec: { affinity } } } } }, merge);
    await eventually(read, ({ metadata, spec }) => metadata?.generation === 3 && spec?.template.spec?.affinity === undefined);
    await cluster.custom.patchClusterCustomObject(
      { group: 'operator.tigera.io', version: 'v1', plural: 'installations', name: 'default', body: { spec: { calicoNodeDaemonSet: { spec: { template: { spec: { affinity } } } } } } },
      merge,
    );
    const set = await eventually(read, ({ spec }) => spec?.template.spec?.affinity !== undefined);
    expect(set.spec?.template.spec?.affinity).toMatchObject(affinity);
    await eventually(read, ({ status }) => status?.updatedNumberScheduled === 3 && status.numberAvailable === 3);
  });
});
