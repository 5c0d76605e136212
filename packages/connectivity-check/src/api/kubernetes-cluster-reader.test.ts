import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ApiCall } from '@ack-hybrid/core';
import { apiServer, nockCluster } from '../testing/nock-cluster.testing.ts';
import { createClusterReader } from './kubernetes-cluster-reader.ts';

const calls: ApiCall[] = [];
const reader = createClusterReader(nockCluster(calls));

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  calls.length = 0;
});
afterAll(() => nock.enableNetConnect());

describe('the cluster reader', () => {
  it('reads the version', async () => {
    apiServer().get('/version').reply(200, { gitVersion: 'v1.33.2', major: '1', minor: '33' });
    expect(await reader.readVersion()).toBe('v1.33.2');
  });

  it('reads the agent with its plain settings only', async () => {
    apiServer()
      .get('/apis/apps/v1/namespaces/kube-system/deployments/ack-cluster-agent')
      .reply(200, {
        spec: { replicas: 2, selector: {}, template: { spec: { containers: [{ name: 'a', args: ['--x'], env: [{ name: 'E', value: 'v' }, { name: 'S', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] }] } } },
        status: { availableReplicas: 1 },
      });
    expect(await reader.readAgentDeployment()).toEqual({ replicas: 2, available: 1, settings: ['--x', 'v', ''] });
  });

  it('tells a cluster without an agent', async () => {
    apiServer().get('/apis/apps/v1/namespaces/kube-system/deployments/ack-cluster-agent').reply(404, { kind: 'Status', reason: 'NotFound', message: 'not found', code: 404 });
    expect(await reader.readAgentDeployment()).toBeUndefined();
  });

  it('asks what it may do as a read that stores nothing', async () => {
    let body: unknown;
    apiServer().post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', (sent) => ((body = sent), true)).query({ dryRun: 'All' }).reply(201, { spec: {}, status: { allowed: true } });
    expect(await reader.mayDo({ verb: 'get', group: '', resource: 'pods/log', namespace: 'kube-system' })).toBe(true);
    expect(body).toMatchObject({ spec: { resourceAttributes: { verb: 'get', group: '', resource: 'pods', subresource: 'log', namespace: 'kube-system' } } });
    expect(calls.map((call) => call.kind)).toEqual(['read']);
  });

  it('asks for the right to one object, where the right is to that one alone', async () => {
    let body: unknown;
    apiServer().post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', (sent) => ((body = sent), true)).query(true).reply(201, { spec: {}, status: { allowed: false } });
    expect(await reader.mayDo({ verb: 'get', group: 'apps', resource: 'daemonsets', name: 'calico-node' })).toBe(false);
    expect(body).toMatchObject({ spec: { resourceAttributes: { verb: 'get', group: 'apps', resource: 'daemonsets', name: 'calico-node' } } });
  });
});
