import { describe, expect, it } from 'vitest';
import type { PodRun } from '../../halves.ts';
import type { Pod } from '../kube-types.ts';
import { nodesKey, podsKey } from '../pod-state.ts';
import { createFor, createNode, testPlane } from '../test-cluster.testing.ts';
import { createKubelet } from './kubelet.ts';

const createPod = (plane: ReturnType<typeof testPlane>, spec: object): Pod =>
  createFor(plane.cluster, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'n' }, spec: { nodeName: 'a', containers: [{ name: 'c', image: 'i' }], ...spec } }) as Pod;
const read = ({ cluster }: ReturnType<typeof testPlane>): Pod | undefined => cluster.store.get(podsKey, 'n', 'p') as Pod | undefined;

describe('the kubelet', () => {
  it('starts a pod once its time has come, and asks to be woken for it', () => {
    const plane = { ...testPlane(), timing: { taskMs: 0, bootMs: 0, podReadyMs: 60_000, tickMs: 1, latencyMs: 0 } };
    createNode(plane.cluster, 'a', {}, { podCIDR: '10.0.1.0/24' });
    createPod(plane, {});
    createKubelet()(plane);
    expect([read(plane)?.status?.phase, plane.wakes.length]).toEqual(['Pending', 1]);
  });

  it('starts a pod of the host network on a node that is not Ready, and no other', () => {
    const plane = testPlane();
    const node = createNode(plane.cluster, 'a', {}, { podCIDR: '10.0.1.0/24' });
    plane.cluster.store.put(nodesKey, { ...node, status: { addresses: [{ type: 'InternalIP', address: '10.0.0.1' }], conditions: [{ type: 'Ready', status: 'False' }] } });
    createPod(plane, {});
    const kubelet = createKubelet();
    kubelet(plane);
    expect(read(plane)?.status).toMatchObject({ phase: 'Pending', containerStatuses: [{ state: { waiting: { reason: 'ContainerCreating' } } }] });
    const live = read(plane);
    if (live === undefined) expect.unreachable();
    plane.cluster.store.put(podsKey, { ...live, spec: { ...live.spec, hostNetwork: true } });
    kubelet(plane);
    expect(read(plane)?.status).toMatchObject({ phase: 'Running', podIP: '10.0.0.1' });
  });

  it.each<[string, PodRun, string]>([
    ['Never', { exitCode: 0, log: 'done' }, 'Succeeded'],
    ['Never', { exitCode: 2, log: 'done' }, 'Failed'],
    ['Always', { exitCode: 2, log: 'done' }, 'Running'],
  ])('leaves a pod with restartPolicy %s after %j %s', async (restartPolicy, run, phase) => {
    const plane = testPlane({ run: () => Promise.resolve(run) });
    createNode(plane.cluster, 'a', {}, { podCIDR: '10.0.1.0/24' });
    const pod = createPod(plane, { restartPolicy });
    createKubelet()(plane);
    expect(read(plane)?.status?.phase).toBe('Running');
    await Promise.resolve();
    await Promise.resolve();
    expect([read(plane)?.status?.phase, plane.logs.get(pod.metadata.uid ?? '')]).toEqual([phase, 'done']);
  });

  it.each([
    ['of its node\'s block', {}, '10.0.1.2'],
    ['of its node on the host network', { hostNetwork: true }, '10.0.0.1'],
  ])('hands the runtime the pod as stored, with the address %s', (_title, spec, podIP) => {
    const runs: unknown[] = [];
    const plane = testPlane({
      run(pod, nodeName) {
        runs.push([pod, nodeName]);
        return undefined;
      },
    });
    createNode(plane.cluster, 'a', {}, { podCIDR: '10.0.1.0/24' });
    createPod(plane, spec);
    createKubelet()(plane);
    expect(runs).toEqual([[read(plane), 'a']]);
    expect(read(plane)?.status).toMatchObject({ phase: 'Running', podIP, hostIP: '10.0.0.1' });
  });

  it('takes a deleted pod away, unless a finalizer holds it', () => {
    const plane = testPlane();
    createNode(plane.cluster, 'a', {}, { podCIDR: '10.0.1.0/24' });
    const pod = createPod(plane, {});
    const deleted = { ...pod, metadata: { ...pod.metadata, deletionTimestamp: 'now', finalizers: ['x'] } };
    plane.cluster.store.put(podsKey, deleted);
    const kubelet = createKubelet();
    kubelet(plane);
    expect(read(plane)).toBeDefined();
    plane.cluster.store.put(podsKey, { ...deleted, metadata: { ...deleted.metadata, finalizers: [] } });
    kubelet(plane);
    expect(read(plane)).toBeUndefined();
  });
});
