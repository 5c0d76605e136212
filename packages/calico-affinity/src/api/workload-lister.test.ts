import { PermissionError, type ApiCall } from '@ack-hybrid/core';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readPath, type JsonObject } from '../plan/json.ts';
import { cannedServer, connectCanned, refusal } from '../testing/canned-answers.ts';
import { createWorkloadLister } from './workload-lister.ts';

const connect = (onCall?: (call: ApiCall) => void) => createWorkloadLister(connectCanned(3, onCall));
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
    nock(cannedServer).get(daemonSets).query({ limit: '500' }).reply(200, { metadata: {}, items: [object] });
    const calls: ApiCall[] = [];
    expect(await connect((call) => calls.push(call)).listWorkloads('DaemonSet', (seen) => seen)).toEqual([object]);
    expect(calls.map(({ kind, operation }) => [kind, operation])).toEqual([['read', 'list daemonsets']]);
  });

  it.each([
    ['Deployment', '/apis/apps/v1/deployments'],
    ['StatefulSet', '/apis/apps/v1/statefulsets'],
  ] as const)('lists every %s of all namespaces', async (kind, address) => {
    nock(cannedServer).get(address).query({ limit: '500' }).reply(200, { metadata: {}, items: [{ metadata: { name: 'a' } }] });
    expect(await connect().listWorkloads(kind, nameOf)).toEqual(['a']);
  });

  it('lists those of one namespace where it is told so, and names it where access is missing', async () => {
    const deployments = '/apis/apps/v1/namespaces/kube-system/deployments';
    nock(cannedServer).get(deployments).query({ limit: '500' }).reply(200, { metadata: {}, items: [{ metadata: { name: 'a' } }] });
    expect(await connect().listWorkloads('Deployment', nameOf, { namespace: 'kube-system' })).toEqual(['a']);
    nock(cannedServer).get(deployments).query({ limit: '500' }).reply(403, refusal(403, 'Forbidden'));
    const error = await connect().listWorkloads('Deployment', nameOf, { namespace: 'kube-system' }).then(() => undefined, (thrown: unknown) => thrown);
    expect(PermissionError.isInstance(error) && error.message).toContain('list deployments kube-system');
  });

  it('reads page by page, and leaves out what has no view', async () => {
    const page = (names: readonly string[], token?: string) => ({ metadata: token === undefined ? {} : { continue: token }, items: names.map((name) => ({ metadata: { name } })) });
    nock(cannedServer).get(daemonSets).query({ limit: '500' }).reply(200, page(['a', 'b'], 'more')).get(daemonSets).query({ limit: '500', continue: 'more' }).reply(200, page(['c']));
    expect(await connect().listWorkloads('DaemonSet', (object) => (nameOf(object) === 'b' ? undefined : nameOf(object)))).toEqual(['a', 'c']);
  });

  it('starts again where the continue token has expired', async () => {
    const first = { metadata: { continue: 'old' }, items: [{ metadata: { name: 'a' } }] };
    nock(cannedServer).get(daemonSets).query({ limit: '500' }).times(2).reply(200, first);
    nock(cannedServer).get(daemonSets).query({ limit: '500', continue: 'old' }).reply(410, refusal(410, 'Expired')).get(daemonSets).query({ limit: '500', continue: 'old' }).reply(200, { metadata: {}, items: [] });
    expect(await connect().listWorkloads('DaemonSet', nameOf)).toEqual(['a']);
  });

  it('takes null for an empty list', async () => {
    nock(cannedServer).get(daemonSets).query({ limit: '500' }).reply(200, { metadata: {}, items: null });
    expect(await connect().listWorkloads('DaemonSet', nameOf)).toEqual([]);
  });

  it('names the verb and the kind that access is missing for', async () => {
    nock(cannedServer).get(daemonSets).query({ limit: '500' }).reply(403, refusal(403, 'Forbidden'));
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
  nock(cannedServer).get('/api/v1/nodes').query({ limit: '500' }).reply(200, { metadata: {}, items: [{ metadata: { name: 'dc-1', labels: { a: '1' } } }] });
  expect(await connect().listNodes()).toEqual([{ name: 'dc-1', labels: { a: '1' }, taints: [], ready: false }]);
});
