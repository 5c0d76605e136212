import { ApiError, ConflictError, createKubernetes, PermissionError, type ApiCall } from '@ack-hybrid/core';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readPath } from '../plan/json.ts';
import { cannedServer, connectCanned, refusal } from '../testing/canned-answers.ts';
import { createKubernetesCni } from './kubernetes-cni.ts';

const connect = (onCall?: (call: ApiCall) => void) => createKubernetesCni(connectCanned(3, onCall));
const reference = { namespace: 'kube-system', name: 'calico-node' };
const daemonSetAddress = '/apis/apps/v1/namespaces/kube-system/daemonsets/calico-node';
const installationAddress = '/apis/operator.tigera.io/v1/installations/default';
const failureOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => undefined, (error: unknown) => error);

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.enableNetConnect());

describe('reading', () => {
  it('gives an object as the server sent it, fields that no model knows included', async () => {
    const object = { metadata: { name: 'calico-node' }, spec: { template: { spec: { affinity: { fieldOfTomorrow: [1] } } } } };
    nock(cannedServer).get(daemonSetAddress).reply(200, object);
    expect(await connect().readDaemonSet(reference)).toEqual(object);
  });

  it('gives nothing for what is not there, also where the cluster does not know the kind', async () => {
    nock(cannedServer).get(daemonSetAddress).reply(404, refusal(404, 'NotFound'));
    nock(cannedServer).get('/api/v1/namespaces/kube-system/configmaps/calico-config').reply(404, refusal(404, 'NotFound'));
    nock(cannedServer).get(installationAddress).reply(404, '404 page not found\n');
    const port = connect();
    expect(await Promise.all([port.readDaemonSet(reference), port.readConfigMap({ namespace: 'kube-system', name: 'calico-config' }), port.readInstallation('default')])).toEqual([undefined, undefined, undefined]);
  });

  it.each<[string, number, string | object, Record<string, string>]>([
    ['a 429', 429, refusal(429, 'TooManyRequests'), { 'retry-after': '0' }],
    ['a 503', 503, refusal(503, 'ServiceUnavailable'), {}],
    ['the page of a gateway', 502, '<html>Bad Gateway</html>', { 'content-type': 'text/html' }],
  ])('reads again after %s', async (_, code, body, headers) => {
    nock(cannedServer).get(daemonSetAddress).reply(code, body, headers).get(daemonSetAddress).reply(200, { metadata: {} });
    expect(await connect().readDaemonSet(reference)).toEqual({ metadata: {} });
  });

  it('reads again after half a body', async () => {
    nock(cannedServer).get(daemonSetAddress).reply(200, '{"metadata": {"na', { 'content-type': 'application/json' }).get(daemonSetAddress).reply(200, { metadata: {} });
    expect(await connect().readDaemonSet(reference)).toEqual({ metadata: {} });
  });

  it('reads a ConfigMap, and goes on without one that may not be read', async () => {
    const [address, place] = ['/api/v1/namespaces/kube-system/configmaps/calico-config', { namespace: 'kube-system', name: 'calico-config' }];
    nock(cannedServer).get(address).reply(200, { metadata: place, data: { calico_backend: 'none' } });
    expect(readPath((await connect().readConfigMap(place)) ?? {}, ['data', 'calico_backend'])).toBe('none');
    nock(cannedServer).get(address).reply(403, refusal(403, 'Forbidden'));
    expect(await connect().readConfigMap(place)).toBeUndefined();
    nock(cannedServer).get(address).times(3).reply(500, refusal(500, 'InternalError'));
    expect(ApiError.isInstance(await failureOf(connect().readConfigMap(place)))).toBe(true);
  });

  it('names the verb and the object that access is missing for', async () => {
    nock(cannedServer).get(daemonSetAddress).reply(403, refusal(403, 'Forbidden'));
    const error = await failureOf(connect().readDaemonSet(reference));
    expect(PermissionError.isInstance(error) && error.message).toContain('get daemonsets kube-system/calico-node');
  });

  it('lists nodes page by page, and keeps what placement needs', async () => {
    const node = (name: string, rest: object) => ({ metadata: { name }, ...rest });
    nock(cannedServer)
      .get('/api/v1/nodes')
      .query({ limit: '500' })
      .reply(200, { metadata: { continue: 'more' }, items: [node('dc-1', { status: { conditions: [{ type: 'Ready', status: 'True' }] } })] })
      .get('/api/v1/nodes')
      .query({ limit: '500', continue: 'more' })
      .reply(200, { metadata: {}, items: [{ metadata: { name: 'ecs-1', labels: { a: '1' } }, spec: { providerID: 'cn-hangzhou.i-1', taints: [{ key: 't', value: 'v', effect: 'NoSchedule' }, { key: 'u', effect: 'NoExecute' }] } }] });
    expect(await connect().listNodes()).toEqual([
      { name: 'dc-1', labels: {}, taints: [], ready: true },
      { name: 'ecs-1', labels: { a: '1' }, taints: [{ key: 't', value: 'v', effect: 'NoSchedule' }, { key: 'u', effect: 'NoExecute' }], providerId: 'cn-hangzhou.i-1', ready: false },
    ]);
  });

  it('starts a list again whose continue token has expired, and gives up where that does not end', async () => {
    const first = { metadata: { continue: 'old' }, items: [{ metadata: { name: 'a' } }] };
    nock(cannedServer).get('/api/v1/nodes').query({ limit: '500' }).times(2).reply(200, first);
    nock(cannedServer).get('/api/v1/nodes').query({ limit: '500', continue: 'old' }).reply(410, refusal(410, 'Expired')).get('/api/v1/nodes').query({ limit: '500', continue: 'old' }).reply(200, { metadata: {}, items: [{ metadata: { name: 'b' } }] });
    expect((await connect().listNodes()).map((node) => node.name)).toEqual(['a', 'b']);
    nock(cannedServer).get('/api/v1/nodes').query({ limit: '500' }).times(4).reply(410, refusal(410, 'Expired'));
    expect(await failureOf(connect().listNodes())).toMatchObject({ status: 410 });
  });

  it('lists the pods that the DaemonSet controls and that have not ended', async () => {
    const pod = (name: string, uid: string, rest: object = {}, phase = 'Running') => ({
      metadata: { name, ownerReferences: [{ uid, controller: true, kind: 'DaemonSet', name: 'x', apiVersion: 'apps/v1' }], ...rest },
      spec: { nodeName: `on-${name}`, containers: [] },
      status: { phase, conditions: [{ type: 'Ready', status: phase === 'Running' ? 'True' : 'False' }] },
    });
    nock(cannedServer)
      .get('/api/v1/namespaces/kube-system/pods')
      .query({ labelSelector: 'k8s-app=calico-node', limit: '500' })
      .reply(200, {
        metadata: {},
        items: [pod('a', 'u1'), pod('b', 'u1', { deletionTimestamp: '2026-01-01T00:00:00Z' }), pod('c', 'u1', {}, 'Failed'), pod('d', 'u2'), pod('e', 'u1', {}, 'Pending'), { ...pod('f', 'u1'), spec: { containers: [] } }, { ...pod('g', 'u1'), spec: { containers: [] }, status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes are available.' }] } }],
      });
    const daemonSet = { metadata: { namespace: 'kube-system', uid: 'u1' }, spec: { selector: { matchLabels: { 'k8s-app': 'calico-node' } } } };
    expect(await connect().listDaemonPods(daemonSet)).toEqual([
      { name: 'a', nodeName: 'on-a', ready: true, terminating: false },
      { name: 'b', nodeName: 'on-b', ready: true, terminating: true },
      { name: 'e', nodeName: 'on-e', ready: false, terminating: false },
      { name: 'g', nodeName: '', ready: false, terminating: false, unscheduled: '0/3 nodes are available.' },
    ]);
  });
});

describe('patching', () => {
  const patch = { metadata: { resourceVersion: '7', annotations: null }, spec: { x: [1] } };
  const merge = { reqheaders: { 'content-type': 'application/merge-patch+json' } };

  it.each([
    ['a DaemonSet', { kind: 'workload', reference: { kind: 'DaemonSet', ...reference } }, daemonSetAddress, 'patch daemonsets kube-system/calico-node'],
    ['an Installation', { kind: 'installation', name: 'default' }, installationAddress, 'patch installations default'],
  ] as const)('sends a merge patch of %s as it is, with the field manager and strict validation', async (_, target, address, operation) => {
    const calls: ApiCall[] = [];
    nock(cannedServer, merge).patch(address, patch).query({ fieldManager: 'ack-hybrid', fieldValidation: 'Strict' }).reply(200, { done: true });
    expect(await connect((call) => calls.push(call)).patch(target, patch)).toEqual({ done: true });
    expect(calls).toEqual([{ service: 'kubernetes', operation, kind: 'write' }]);
    nock(cannedServer, merge).patch(address, patch).query({ fieldManager: 'ack-hybrid', fieldValidation: 'Strict', dryRun: 'All' }).reply(200, { dry: true });
    expect(await connect((call) => calls.push(call)).patch(target, patch, { dryRun: true })).toEqual({ dry: true });
    expect(calls[1]).toEqual({ service: 'kubernetes', operation, kind: 'read' });
  });

  const patchOnce = () => connect().patch({ kind: 'workload', reference: { kind: 'DaemonSet', ...reference } }, patch);
  const answer = (code: number, body: string | object) => nock(cannedServer).patch(daemonSetAddress).query(true).reply(code, body);

  it('tells a conflict', async () => {
    answer(409, refusal(409, 'Conflict', 'the object has been modified'));
    expect(ConflictError.isInstance(await failureOf(patchOnce()))).toBe(true);
  });

  it('does not send a write again whose outcome is unknown', async () => {
    answer(502, '<html>Bad Gateway</html>');
    const error = await failureOf(patchOnce());
    expect(ApiError.isInstance(error) && [error.outcome, error.retryable]).toEqual(['unknown', true]);
  });

  it('sends a write again that was throttled, since nothing was done', async () => {
    answer(429, refusal(429, 'TooManyRequests'));
    answer(200, { done: true });
    expect(await patchOnce()).toEqual({ done: true });
  });
});

it('loads the client on the first call, not when it is made', () => {
  const unread = createKubernetesCni(createKubernetes({ kind: 'path', path: '/no/such/kubeconfig' }));
  expect(Object.keys(unread)).toContain('patch');
});
