import { ConflictError } from '@ack-hybrid/core';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { origin } from '../testing/nock-cloud.ts';
import { nockKubernetes } from '../testing/nock-kubernetes.ts';
import { createRestartPort } from './kubernetes-objects-terway.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const port = () => createRestartPort(nockKubernetes());
const daemonSet = '/apis/apps/v1/namespaces/kube-system/daemonsets/terway-eniip';
const pods = '/api/v1/namespaces/kube-system/pods';
const failure = (code: number, reason: string) => ({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, code, message: reason });

describe('createRestartPort', () => {
  it('sets annotations of the template by a merge patch that holds the resourceVersion', async () => {
    const sent: unknown[] = [];
    nock(origin, { reqheaders: { 'content-type': /merge-patch/ } })
      .patch(daemonSet, (body) => sent.push(body) > 0)
      .query({ fieldManager: 'ack-hybrid', fieldValidation: 'Strict' })
      .reply(200, {});
    await port().annotateTemplate('7', { a: 'b', c: null });
    expect(sent).toEqual([{ metadata: { resourceVersion: '7' }, spec: { template: { metadata: { annotations: { a: 'b', c: null } } } } }]);
  });

  it('tells a conflict', async () => {
    nock(origin).patch(daemonSet).query(true).reply(409, failure(409, 'Conflict'));
    await expect(port().annotateTemplate('7', {})).rejects.toSatisfy(ConflictError.isInstance);
  });

  it('deletes that very pod, and takes one that is gone for deleted', async () => {
    const sent: unknown[] = [];
    nock(origin).delete(`${pods}/terway-a`, (body) => sent.push(body) > 0).reply(200, {});
    nock(origin).delete(`${pods}/terway-b`).reply(404, failure(404, 'NotFound'));
    await port().deletePod({ name: 'terway-a', uid: 'u' });
    await port().deletePod({ name: 'terway-b', uid: 'u' });
    expect(sent).toEqual([{ preconditions: { uid: 'u' } }]);
  });
});
