import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '@ack-hybrid/core';
import { origin } from '../testing/nock-cloud.ts';
import { nockKubernetes } from '../testing/nock-kubernetes.ts';
import { createConfigMaps, createSecrets } from './kubernetes-objects.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const base = '/api/v1/namespaces/kube-system';
const strict = { fieldManager: 'ack-hybrid', fieldValidation: 'Strict' };
const status = (code: number, reason: string) => ({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: reason });

describe.each([
  { kind: 'ConfigMap', path: `${base}/configmaps`, of: (value: string) => value, open: () => createConfigMaps(nockKubernetes()), value: 'v' as never },
  { kind: 'Secret', path: `${base}/secrets`, of: (value: string) => Buffer.from(value).toString('base64'), open: () => createSecrets(nockKubernetes()), value: new Secret('v') as never },
])('$kind, on the wire', ({ kind, path, of, open, value }) => {
  it('reads metadata and data', async () => {
    nock(origin).get(`${path}/x`).reply(200, { metadata: { resourceVersion: '7', annotations: { a: '1' } }, data: { k: of('v') } });
    const found = await open().read('x');
    expect(found).toMatchObject({ resourceVersion: '7', annotations: { a: '1' }, labels: {} });
    const held: readonly unknown[] = Object.values(found?.data ?? {});
    expect(held.map((item) => (Secret.isInstance(item) ? item.reveal() : item))).toEqual(['v']);
  });

  it('gives nothing where there is none', async () => {
    nock(origin).get(`${path}/x`).reply(404, status(404, 'NotFound'));
    expect(await open().read('x')).toBeUndefined();
  });

  it('creates with field manager and strict validation', async () => {
    const scope = nock(origin)
      .post(path, (body: { kind: string; metadata: object; data: object }) => {
        expect(body).toMatchObject({ kind, metadata: { name: 'x', namespace: 'kube-system', labels: { l: '1' } }, data: { k: of('v') } });
        expect(body.metadata).not.toHaveProperty('annotations');
        return true;
      })
      .query(strict)
      .reply(201, {});
    await open().create('x', { labels: { l: '1' }, annotations: {}, data: { k: value } });
    expect(scope.isDone()).toBe(true);
  });

  it('patches by merge under the resourceVersion that was read, null for what goes', async () => {
    const scope = nock(origin, { reqheaders: { 'content-type': 'application/merge-patch+json' } })
      .patch(`${path}/x`, { metadata: { resourceVersion: '7', annotations: { a: null } }, data: { k: of('v'), gone: null } })
      .query(strict)
      .reply(200, {});
    await open().patch('x', '7', { data: { k: value, gone: null }, annotations: { a: null } });
    expect(scope.isDone()).toBe(true);
  });

  it('says that someone was faster', async () => {
    nock(origin).patch(`${path}/x`).query(true).reply(409, status(409, 'Conflict'));
    await expect(open().patch('x', '7', {})).rejects.toMatchObject({ name: 'ConflictError' });
  });

  it('deletes what was read and nothing newer; what is gone is gone', async () => {
    const scope = nock(origin).delete(`${path}/x`, { preconditions: { resourceVersion: '7' } }).reply(404, status(404, 'NotFound'));
    await open().remove('x', '7');
    expect(scope.isDone()).toBe(true);
  });

  it('names the missing RBAC verb', async () => {
    nock(origin).get(`${path}/x`).reply(403, status(403, 'Forbidden'));
    await expect(open().read('x')).rejects.toMatchObject({ missing: `get ${kind.toLowerCase()}s kube-system/x` });
  });

  it('reads again after a gateway page', async () => {
    nock(origin).get(`${path}/x`).reply(502, '<html></html>', { 'content-type': 'text/html' });
    nock(origin).get(`${path}/x`).reply(200, { metadata: { resourceVersion: '7' } });
    expect((await open().read('x'))?.data).toEqual({});
  });
});
