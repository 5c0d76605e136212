import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { viewDaemonPod } from './view-daemon-pod.ts';

const status = (name: string, fields: Partial<V1ContainerStatus> = {}): V1ContainerStatus => ({ name, image: 'i', imageID: 'i', ready: false, restartCount: 0, ...fields });
const pod = (init: V1ContainerStatus[], main: V1ContainerStatus[], ready = false, labels: Record<string, string> = {}): V1Pod => ({
  metadata: { name: 'a', labels, ownerReferences: [{ uid: 'u1', controller: true, kind: 'DaemonSet', name: 'x', apiVersion: 'apps/v1' }] },
  spec: { nodeName: 'dc-1', containers: [] },
  status: { phase: 'Pending', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }], initContainerStatuses: init, containerStatuses: main },
});
const waiting = (reason: string, message?: string) => ({ state: { waiting: { reason, ...(message === undefined ? {} : { message }) } } });
const base = { name: 'a', nodeName: 'dc-1', ready: false, terminating: false };

it.each<[string, V1Pod, object]>([
  ['nothing of one that is on its way', pod([status('install-cni', waiting('PodInitializing'))], [status('calico-node', waiting('ContainerCreating'))]), {}],
  ['a crash loop, with how it ended', pod([], [status('calico-node', { ...waiting('CrashLoopBackOff', 'back-off 40s'), restartCount: 4, lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } })]), { reason: 'CrashLoopBackOff', container: 'calico-node', restarts: 4, message: 'ended with exit code 137 (OOMKilled); back-off 40s' }],
  ['the init container that fails, not the one that waits for it', pod([status('install-cni', waiting('ImagePullBackOff', 'Back-off pulling image "x"'))], [status('calico-node', waiting('PodInitializing'))]), { reason: 'ImagePullBackOff', container: 'install-cni', message: 'Back-off pulling image "x"' }],
  ['how a container ended that is not started again yet', pod([status('install-cni', { state: { terminated: { exitCode: 1 } } })], []), { reason: 'Error', container: 'install-cni', message: 'ended with exit code 1' }],
  ['nothing of an init container that did its work', pod([status('install-cni', { state: { terminated: { exitCode: 0, reason: 'Completed' } } })], [status('calico-node', { state: { running: {} } })]), {}],
  ['the restarts of one that runs again', pod([status('a', { restartCount: 1 })], [status('calico-node', { state: { running: {} }, restartCount: 2 })]), { restarts: 2 }],
  ['its revision and generation, and no trouble of the past once it is Ready', pod([], [status('calico-node', { restartCount: 9, state: { running: {} } })], true, { 'controller-revision-hash': '5d4', 'pod-template-generation': '7' }), { ready: true, revision: '5d4', templateGeneration: '7' }],
])('keeps %s', (_, given, expected) => {
  expect(viewDaemonPod(given, 'u1')).toEqual({ ...base, ...expected });
});

it('cuts what the kubelet says to 200 characters', () => {
  expect(viewDaemonPod(pod([], [status('c', waiting('ErrImagePull', 'x'.repeat(5_000)))]), 'u1')?.message).toHaveLength(200);
});

it('leaves out what another controls', () => {
  expect(viewDaemonPod(pod([], []), 'u2')).toBeUndefined();
});
