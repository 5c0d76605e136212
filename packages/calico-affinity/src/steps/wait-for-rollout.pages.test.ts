import nock from 'nock';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKubernetesCni } from '../api/kubernetes-cni.ts';
import { cannedServer, connectCanned } from '../testing/canned-answers.ts';
import { calicoNode, premisesNode } from '../testing/cluster.ts';
import { waitForRollout } from './wait-for-rollout.ts';

beforeAll(() => nock.disableNetConnect());
afterAll(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const count = 5_000;
const pageSize = 500;
const names = Array.from({ length: count }, (_, index) => `dc-${index}`);

/** Serves a list by pages of 500, as the API server does. */
const servePages = (path: string, query: Record<string, string>, items: readonly object[]) =>
  nock(cannedServer)
    .persist()
    .get(path)
    .query((asked) => Object.entries(query).every(([key, value]) => asked[key] === value) && asked['limit'] === String(pageSize))
    .reply((uri) => {
      const start = Number(new URL(uri, cannedServer).searchParams.get('continue') ?? 0);
      const rest = start + pageSize;
      return [200, { metadata: rest < items.length ? { continue: String(rest) } : {}, items: items.slice(start, rest) }];
    });

it('reads 5,000 pods by ten pages a look, the nodes once before it gives a node up, and names that node', async () => {
  const object = calicoNode('kube-system', { metadata: { generation: 2, annotations: { 'deprecated.daemonset.template.generation': '2' } } });
  const status = { observedGeneration: 2, desiredNumberScheduled: count, updatedNumberScheduled: 18, numberReady: count - 1, numberAvailable: count - 1 };
  nock(cannedServer).persist().get('/apis/apps/v1/namespaces/kube-system/daemonsets/calico-node').reply(200, { ...object, status });
  servePages('/api/v1/nodes', {}, names.map((name) => ({ metadata: { name, labels: { 'kubernetes.io/os': 'linux' } }, status: { conditions: [{ type: 'Ready', status: 'True' }] } })));
  servePages('/api/v1/namespaces/kube-system/pods', { labelSelector: 'k8s-app=calico-node' }, names.map((name, index) => ({
    metadata: { name: `calico-node-${index}`, labels: { 'pod-template-generation': index < 18 ? '2' : '1' }, ownerReferences: [{ uid: 'uid-1', controller: true, kind: 'DaemonSet', name: 'calico-node', apiVersion: 'apps/v1' }] },
    spec: { nodeName: name, containers: [] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: index === 17 ? 'False' : 'True' }],
      containerStatuses: [{ name: 'calico-node', image: 'i', imageID: 'i', ready: index !== 17, restartCount: 3, state: index === 17 ? { waiting: { reason: 'CrashLoopBackOff' } } : { running: {} } }],
    },
  })));
  const calls = new Map<string, number>();
  const port = createKubernetesCni(connectCanned(1, ({ operation }) => calls.set(operation, (calls.get(operation) ?? 0) + 1)));
  let clock = 0;
  const wait = { reference: { namespace: 'kube-system', name: 'calico-node' }, nodes: names.map((name) => premisesNode(name)), isRendered: () => true, now: () => (clock += 10_000) };
  const progress: string[] = [];
  const error: unknown = await waitForRollout(port, wait, { timing: { intervalMs: 1, podReadyTimeoutMs: 60_000 } }, { onProgress: (message) => progress.push(message) }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ reason: 'rollout-stalled', nodes: ['dc-17'], message: expect.stringContaining('dc-17: pod calico-node-17 has not been Ready') as string });
  expect(progress).toEqual(['calico-node: 18 of 5000 updated, 4999 ready, 4999 available, 4982 left; replacing dc-17 (CrashLoopBackOff)']);
  const looks = calls.get('get daemonsets kube-system/calico-node') ?? 0;
  expect([...calls]).toEqual([
    ['get daemonsets kube-system/calico-node', looks],
    ['list pods kube-system', looks * 10],
    ['list nodes', 10],
  ]);
  expect(looks).toBeLessThanOrEqual(3);
});
