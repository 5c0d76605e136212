import { createKubernetes, PermissionError, Secret, type ApiCall } from '@ack-hybrid/core';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readPath, type JsonObject } from '../plan/json.ts';
import { createWorkloadLister } from './workload-lister.ts';

const server = 'http://dc.invalid';
const kubeconfig = `apiVersion: v1
kind: Config
clusters: [{name: dc, cluster: {server: "${server}", insecure-skip-tls-verify: true}}]
users: [{name: admin, user: {token: "t"}}]
contexts: [{name: dc, context: {cluster: dc, user: admin}}]
current-context: dc
`;
const connect = (onCall?: (call: ApiCall) => void) => createWorkloadLister(createKubernetes({ kind: 'text', text: new Secret(kubeconfig) }, { onCall, retry: { attempts: 3, minDelayMs: 1, maxDelayMs: 2 } }));
const status = (code: number, reason: string) => ({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: reason });
const nameOf = (object: JsonObject) => readPath(object, ['metadata', 'name']);
const daemonSets = '/apis/apps/v1/daemonsets';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.enableNetConnect());

describe('listing workloads', () => {
  it('gives each object to the view as the server sent it, fields that no model knows included, and reads only', async () => {
    const object = { metadata: { name: 'calico-node' }, spec: { template: { spec: { fieldOfTomorrow: [1], affinity: { nodeAffinity: { x: 1 } } } } } };
    nock(server).get(daemonSets).query({ limit: '500' }).reply(200, { metadata: {}, items: [object] });
    const calls: ApiCall[] = [];
    expect(await connect((call) => calls.push(call)).listWorkloads('DaemonSet', (seen) => seen)).toEqual([object]);
    expect(calls.map(({ kind, operation }) => [kind, operation])).toEqual([['read', 'list daemonsets']]);
  });

  it.each([
    ['Deployment', '/apis/apps/v1/deployments'],
    ['StatefulSet', '/apis/apps/v1/statefulsets'],
  ] as const)('lists every %s of all namespaces', async (kind, address) => {
    nock(server).get(address).query({ limit: '500' }).reply(200, { metadata: {}, items: [{ metadata: { name: 'a' } }] });
    expect(await connect().listWorkloads(kind, nameOf)).toEqual(['a']);
  });

  it('reads page by page, and leaves out what has no view', async () => {
    const page = (names: readonly string[], token?: string) => ({ metadata: token === undefined ? {} : { continue: token }, items: names.map((name) => ({ metadata: { name } })) });
    nock(server).get(daemonSets).query({ limit: '500' }).reply(200, page(['a', 'b'], 'more')).get(daemonSets).query({ limit: '500', continue: 'more' }).reply(200, page(['c']));
    expect(await connect().listWorkloads('DaemonSet', (object) => (nameOf(object) === 'b' ? undefined : nameOf(object)))).toEqual(['a', 'c']);
  });

  it('starts again where the continue token has expired', async () => {
    const first = { metadata: { continue: 'old' }, items: [{ metadata: { name: 'a' } }] };
    nock(server).get(daemonSets).query({ limit: '500' }).times(2).reply(200, first);
    nock(server).get(daemonSets).query({ limit: '500', continue: 'old' }).reply(410, status(410, 'Expired')).get(daemonSets).query({ limit: '500', continue: 'old' }).reply(200, { metadata: {}, items: [] });
    expect(await connect().listWorkloads('DaemonSet', nameOf)).toEqual(['a']);
  });

  it('takes null for an empty list', async () => {
    nock(server).get(daemonSets).query({ limit: '500' }).reply(200, { metadata: {}, items: null });
    expect(await connect().listWorkloads('DaemonSet', nameOf)).toEqual([]);
  });

  it('names the verb and the kind that access is missing for', async () => {
    nock(server).get(daemonSets).query({ limit: '500' }).reply(403, status(403, 'Forbidden'));
    const error = await connect().listWorkloads('DaemonSet', nameOf).then(() => undefined, (thrown: unknown) => thrown);
    expect(PermissionError.isInstance(error) && error.message).toContain('list daemonsets');
  });

  it('stops where it is aborted', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(connect().listWorkloads('DaemonSet', nameOf, { signal: controller.signal })).rejects.toThrow('enough');
  });
});

it('lists nodes as placement sees them', async () => {
  nock(server).get('/api/v1/nodes').query({ limit: '500' }).reply(200, { metadata: {}, items: [{ metadata: { name: 'dc-1', labels: { a: '1' } } }] });
  expect(await connect().listNodes()).toEqual([{ name: 'dc-1', labels: { a: '1' }, taints: [], ready: false }]);
});
