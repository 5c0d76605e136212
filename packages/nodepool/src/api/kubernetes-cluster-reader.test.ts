import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createKubernetes, Secret } from '@ack-hybrid/core';
import { createClusterReader } from './kubernetes-cluster-reader.ts';

const kubeconfig = `apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: 'http://127.0.0.1:1', insecure-skip-tls-verify: true } }]
users: [{ name: u, user: { token: t } }]
contexts: [{ name: x, context: { cluster: c, user: u } }]
current-context: x
`;
const reader = createClusterReader(createKubernetes({ kind: 'text', text: new Secret(kubeconfig) }, { retry: { minDelayMs: 1, maxDelayMs: 2 } }));
const server = () => nock('http://127.0.0.1:1');

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.enableNetConnect());

describe('the cluster reader', () => {
  it('reads nodes page after page', async () => {
    server()
      .get('/api/v1/nodes')
      .query({ limit: '500' })
      .reply(200, {
        metadata: { continue: 'more' },
        items: [{ metadata: { name: 'a', labels: { x: 'y' } }, spec: { providerID: 'cn-hangzhou.i-1' }, status: { conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }] } }],
      });
    server()
      .get('/api/v1/nodes')
      .query({ limit: '500', continue: 'more' })
      .reply(200, {
        metadata: {},
        items: [{ metadata: { name: 'b' }, status: { conditions: [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: 'no CNI' }] } }, { metadata: { name: 'c' } }],
      });
    expect(await reader.listNodes()).toEqual([
      { name: 'a', labels: { x: 'y' }, providerId: 'cn-hangzhou.i-1', ready: true, notReadyReason: '' },
      { name: 'b', labels: {}, providerId: '', ready: false, notReadyReason: 'KubeletNotReady: no CNI' },
      { name: 'c', labels: {}, providerId: '', ready: false, notReadyReason: 'no Ready condition yet' },
    ]);
  });

  it('reads the list anew where its continue token has expired', async () => {
    const named = (name: string) => ({ metadata: { name }, status: { conditions: [{ type: 'Ready', status: 'True' }] } });
    server().get('/api/v1/nodes').query({ limit: '500' }).reply(200, { metadata: { continue: 'old' }, items: [named('a')] });
    server().get('/api/v1/nodes').query({ limit: '500', continue: 'old' }).reply(410, { kind: 'Status', reason: 'Expired', code: 410, message: 'too old' });
    server().get('/api/v1/nodes').query({ limit: '500' }).reply(200, { metadata: {}, items: [named('a')] });
    expect((await reader.listNodes()).map((node) => node.name)).toEqual(['a']);
  });

  it('does not take a pod that is going for a Ready one', async () => {
    const status = { conditions: [{ type: 'Ready', status: 'True' }] };
    server()
      .get('/api/v1/pods')
      .query({ limit: '500' })
      .reply(200, {
        items: [
          { metadata: { name: 'p', namespace: 'kube-system', labels: { app: 'terway-eniip' } }, spec: { nodeName: 'a', containers: [] }, status },
          { metadata: { name: 'q', namespace: 'kube-system', deletionTimestamp: '2026-01-01T00:00:00Z' }, spec: { containers: [] }, status },
        ],
      });
    expect(await reader.listPods()).toEqual([
      { name: 'p', namespace: 'kube-system', nodeName: 'a', labels: { app: 'terway-eniip' }, ready: true },
      { name: 'q', namespace: 'kube-system', nodeName: '', labels: {}, ready: false },
    ]);
  });
});
