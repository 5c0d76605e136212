import { request } from 'node:http';
import type { ClientRequest } from 'node:http';
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

  /** Posts to the ConfigMaps of `default` without a client library in between; `write` gets the open request. */
  const post = (write: (request: ClientRequest) => void): Promise<{ readonly status: number; readonly body: string }> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${cluster.config.getCurrentUser()?.token ?? ''}`, 'content-type': 'application/json' };
      const posting = request(`${cluster.kubernetes.url}/api/v1/namespaces/default/configmaps`, { method: 'POST', headers }, (response) => {
        response.setEncoding('utf8');
        let body = '';
        response.on('data', (text: string) => (body += text));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
      posting.on('error', reject);
      write(posting);
    });

  it.each([
    ['one byte more than 3 MiB', 3 * 1024 * 1024 + 1, 413, { kind: 'Status', status: 'Failure', reason: 'RequestEntityTooLarge', message: 'Request entity too large: limit is 3145728' }],
    ['3 MiB', 3 * 1024 * 1024, 400, { kind: 'Status', status: 'Failure', reason: 'BadRequest' }],
  ])('reads a body of %s to its end and answers it', async (_title, size, code, status) => {
    const answer = await post((posting) => posting.end(Buffer.alloc(size, 'x')));
    expect([answer.status, JSON.parse(answer.body)]).toEqual([code, expect.objectContaining({ ...status, code })]);
    expect(cluster.calls.at(-1)).toMatchObject({ operation: 'create configmaps', status: code, errorCode: status.reason });
  });

  it('lives on where a client leaves in the middle of its body', async () => {
    const left = post((posting) => {
      posting.setHeader('content-length', 1000);
      posting.write('{', () => posting.destroy());
    });
    await expect(left).rejects.toThrow();
    expect((await cluster.core.listNamespace()).items.length).toBeGreaterThan(0);
    expect(cluster.calls.filter((call) => call.kind === 'write')).toEqual([]);
  });

  it('stops while a body is on its way', async () => {
    const cut = post((posting) => {
      posting.setHeader('content-length', 1000);
      posting.write('{', () => void cluster.kubernetes.stop());
    });
    await expect(cut).rejects.toThrow();
  });

  it('refuses a create with a resourceVersion', async () => {
    const body = { metadata: { name: 'x', resourceVersion: '5' } };
    expect(await refusal(cluster.core.createNamespacedConfigMap({ namespace: 'default', body }))).toMatchObject({ code: 500, message: 'resourceVersion should not be set on objects to be created' });
  });
});
