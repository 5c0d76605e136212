import { CoordinationV1Api, CoreV1Api, KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../sandbox.ts';
import type { Sandbox } from '../types.ts';
import { createKubeletClient, type KubeletClient } from './kubelet-client.ts';

let sandbox: Sandbox;
let client: KubeletClient;
const config = new KubeConfig();
beforeAll(async () => {
  // Pods stay Pending for long: nothing else writes their status.
  sandbox = await startSandbox({ timing: { podReadyMs: 600_000 } });
  config.loadFromString(sandbox.kubeconfig);
  client = createKubeletClient(sandbox.kubeconfig);
});
afterAll(() => sandbox.stop());

const namespace = 'kube-system';
const createPod = (name: string): Promise<V1Pod> =>
  config.makeApiClient(CoreV1Api).createNamespacedPod({ namespace, body: { metadata: { name }, spec: { nodeName: 'dc-worker-1', containers: [{ name: 'main', image: 'image' }] } } });
const readPod = (name: string): Promise<V1Pod> => config.makeApiClient(CoreV1Api).readNamespacedPod({ namespace, name });
const ofEarlier = (pod: V1Pod): V1Pod => ({ ...pod, metadata: { ...pod.metadata, uid: 'of-an-earlier-pod' } });

describe('the calls of the kubelets', () => {
  it('see the nodes and pods of the cluster', async () => {
    expect((await client.listNodes()).map((node) => node.metadata?.name)).toEqual(sandbox.world.dataCenter.nodes.map((node) => node.name));
    expect((await client.listPods()).length).toBeGreaterThan(0);
    expect(await client.readEniConfig()).toBeUndefined();
  });

  it('make a lease that the node owns, and renew it', async () => {
    const [node] = await client.listNodes();
    const [name, uid] = [node?.metadata?.name ?? '', node?.metadata?.uid ?? ''];
    const read = () => config.makeApiClient(CoordinationV1Api).readNamespacedLease({ name, namespace: 'kube-node-lease' });
    await client.renewLease({ name, uid }, Date.UTC(2026, 0, 1), 40);
    expect((await read()).metadata?.ownerReferences).toMatchObject([{ kind: 'Node', name, uid }]);
    await client.renewLease({ name, uid }, Date.UTC(2026, 0, 1, 0, 0, 10), 40);
    expect((await read()).spec).toMatchObject({ holderIdentity: name, leaseDurationSeconds: 40 });
    expect(new Date((await read()).spec?.renewTime ?? 0).getTime()).toBe(Date.UTC(2026, 0, 1, 0, 0, 10));
  });

  it('write the status of the pod that was seen, never that of another one by its name', async () => {
    const pod = await createPod('written');
    await client.patchPodStatus(ofEarlier(pod), { phase: 'Failed' });
    expect((await readPod('written')).status?.phase).toBe('Pending');
    await client.patchPodStatus(pod, { phase: 'Running' });
    await expect(client.patchPodStatus(pod, { containerStatuses: 'none' })).rejects.toMatchObject({ code: expect.any(Number) as number });
    expect((await readPod('written')).status?.phase).toBe('Running');
  });

  it('take away the pod that was seen, and take none of another one', async () => {
    const pod = await createPod('ended');
    await client.confirmDeletion(ofEarlier(pod));
    expect((await readPod('ended')).metadata?.name).toBe('ended');
    await client.confirmDeletion(pod);
    await expect(readPod('ended')).rejects.toMatchObject({ code: 404 });
    await client.confirmDeletion(pod);
    await client.patchPodStatus(pod, { phase: 'Running' });
  });

  it('write nothing of a node that is gone', async () => {
    await client.patchNodeStatus('nobody', { conditions: [] });
    expect((await client.listNodes()).some((node) => node.metadata?.name === 'nobody')).toBe(false);
  });
});
