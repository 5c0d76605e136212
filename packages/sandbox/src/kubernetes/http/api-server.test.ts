import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxFault } from '../../types.ts';
import { refusal, startTestCluster } from '../test-cluster.testing.ts';
import type { TestCluster } from '../test-cluster.testing.ts';

describe('the server under faults', () => {
  let cluster: TestCluster;
  beforeEach(async () => {
    cluster = await startTestCluster();
  });
  afterEach(async () => {
    await cluster.kubernetes.stop();
  });

  const create = (): Promise<unknown> => cluster.core.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name: 'x' } } });
  const isThere = async (): Promise<boolean> => (await cluster.core.listNamespacedConfigMap({ namespace: 'default', fieldSelector: 'metadata.name=x' })).items.length === 1;

  it.each<[kind: SandboxFault['kind'], done: boolean, status: number]>([
    ['reset-before', false, 0],
    ['reset-after', true, 0],
    ['error-5xx', false, 500],
    ['html-502', false, 502],
    ['truncated', true, 201],
    ['throttle', false, 429],
    ['timeout', true, 0],
  ])('fails the call by %s, with the write done: %s', async (kind, done, status) => {
    cluster.addFault({ service: 'kubernetes', operation: 'create configmaps', kind, times: 1, delayMs: 20 });
    await expect(create()).rejects.toThrow();
    expect(cluster.calls.at(-1)).toMatchObject({ operation: 'create configmaps', kind: 'write', status });
    expect(await isThere()).toBe(done);
  });

  it('answers a throttled call in the API server\'s own words, with Retry-After', async () => {
    cluster.addFault({ kind: 'throttle', times: 1 });
    const error: unknown = await create().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 429, headers: { 'retry-after': '1' } });
    expect(cluster.calls.at(-1)).toMatchObject({ errorCode: 'TooManyRequests' });
    await create();
  });

  it('resets a watch', async () => {
    cluster.addFault({ operation: 'watch nodes', kind: 'reset-after' });
    const token = cluster.config.getCurrentUser()?.token ?? '';
    await expect(fetch(`${cluster.kubernetes.url}/api/v1/nodes?watch=1`, { headers: { authorization: `Bearer ${token}` } })).rejects.toThrow();
  });

  it('answers health and version without a token, everything else not', async () => {
    const paths = ['/readyz', '/version', '/api', '/apis/apps/v1/daemonsets'];
    const statuses = await Promise.all(paths.map(async (path) => (await fetch(`${cluster.kubernetes.url}${path}`)).status));
    expect(statuses).toEqual([200, 200, 401, 401]);
  });

  it('refuses a body that is no JSON', async () => {
    const token = cluster.config.getCurrentUser()?.token ?? '';
    const answer = await fetch(`${cluster.kubernetes.url}/api/v1/namespaces`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: '{' });
    expect(await answer.json()).toMatchObject({ code: 400, reason: 'BadRequest' });
  });

  it('refuses a body of more than 3 MiB', async () => {
    const body = { metadata: { name: 'x' }, data: { big: 'x'.repeat(3 * 1024 * 1024) } };
    expect(await refusal(cluster.core.createNamespacedConfigMap({ namespace: 'default', body }))).toMatchObject({ code: 413, reason: 'RequestEntityTooLarge' });
  });

  it('refuses a create with a resourceVersion', async () => {
    const body = { metadata: { name: 'x', resourceVersion: '5' } };
    expect(await refusal(cluster.core.createNamespacedConfigMap({ namespace: 'default', body }))).toMatchObject({ code: 400, message: 'resourceVersion should not be set on objects to be created' });
  });
});
