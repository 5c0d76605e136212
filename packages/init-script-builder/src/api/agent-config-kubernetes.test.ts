import { createServer, type Server } from 'node:http';
import { ConflictError, createKubernetes, PermissionError, Secret } from '@ack-hybrid/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAgentConfigStore } from './agent-config-kubernetes.ts';
import type { AgentConfigStore } from './port.ts';

interface Received {
  readonly method: string;
  readonly url: string;
  readonly type: string | undefined;
  readonly body: unknown;
}

let server: Server;
let received: Received[];
let answers: { readonly status: number; readonly body: string }[];
let store: AgentConfigStore;

const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ack-agent-config', namespace: 'kube-system', resourceVersion: '7', annotations: { a: 'b' } }, data: { isInit: 'true' } };
const status = (code: number, reason: string): { status: number; body: string } => ({ status: code, body: JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message: 'words of the server', code }) });

beforeEach(async () => {
  received = [];
  answers = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ method: request.method ?? '', url: request.url ?? '', type: request.headers['content-type'], body: body === '' ? undefined : JSON.parse(body) });
      const answer = answers.shift() ?? { status: 200, body: JSON.stringify(object) };
      response.writeHead(answer.status, { 'content-type': answer.body.startsWith('<') ? 'text/html' : 'application/json' }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const kubeconfig = JSON.stringify({
    apiVersion: 'v1', kind: 'Config', 'current-context': 'x',
    clusters: [{ name: 'x', cluster: { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'x', user: { token: 't' } }], contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
  });
  store = createAgentConfigStore(createKubernetes({ kind: 'text', text: new Secret(kubeconfig) }, { retry: { minDelayMs: 1, maxDelayMs: 2, attempts: 3 } }));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const observed = { data: {}, annotations: {}, resourceVersion: '7' };
const path = '/api/v1/namespaces/kube-system/configmaps';

describe('the ConfigMap of the agent', () => {
  it('is read with its version', async () => {
    expect(await store.read()).toEqual({ data: { isInit: 'true' }, annotations: { a: 'b' }, resourceVersion: '7', managedFields: [] });
    expect(received).toMatchObject([{ method: 'GET', url: `${path}/ack-agent-config` }]);
  });

  it('may be absent, or empty', async () => {
    answers.push(status(404, 'NotFound'), { status: 200, body: JSON.stringify({ ...object, data: undefined, metadata: { resourceVersion: '1' } }) });
    expect(await store.read()).toBeUndefined();
    expect(await store.read()).toEqual({ data: {}, annotations: {}, resourceVersion: '1', managedFields: [] });
  });

  it('is made under our field manager', async () => {
    await store.create({ data: { addNodeScriptPath: 'u' }, annotations: { a: 'b' } });
    expect(received).toEqual([{ method: 'POST', url: `${path}?fieldManager=ack-hybrid&fieldValidation=Strict`, type: 'application/json', body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ack-agent-config', namespace: 'kube-system', annotations: { a: 'b' } }, data: { addNodeScriptPath: 'u' } } }]);
  });

  it('is patched by merge, as it was read', async () => {
    await store.patch(observed, { data: { addNodeScriptPath: null }, annotations: { a: null, b: 'c' } });
    expect(received).toEqual([{ method: 'PATCH', url: `${path}/ack-agent-config?fieldManager=ack-hybrid&fieldValidation=Strict`, type: 'application/merge-patch+json', body: { metadata: { resourceVersion: '7', annotations: { a: null, b: 'c' } }, data: { addNodeScriptPath: null } } }]);
  });

  it('keeps its data where only annotations change', async () => {
    await store.patch(observed, { data: {}, annotations: { a: null } });
    expect(received[0]?.body).toEqual({ metadata: { resourceVersion: '7', annotations: { a: null } } });
  });

  it('is deleted as it was read', async () => {
    await store.delete(observed);
    expect(received).toMatchObject([{ method: 'DELETE', body: { preconditions: { resourceVersion: '7' } } }]);
  });

  it('gives a conflict where it has changed, and names a missing right', async () => {
    answers.push(status(409, 'Conflict'), status(403, 'Forbidden'));
    await expect(store.patch(observed, { data: {}, annotations: {} })).rejects.toSatisfy((error) => ConflictError.isInstance(error));
    await expect(store.read()).rejects.toSatisfy((error) => PermissionError.isInstance(error) && error.missing === 'get configmaps kube-system/ack-agent-config');
  });

  it.each([
    ['a gateway page', { status: 502, body: '<html>bad gateway</html>' }],
    ['throttling', status(429, 'TooManyRequests')],
    ['a busy server', status(503, 'ServiceUnavailable')],
  ])('is read again after %s', async (_title, answer) => {
    answers.push(answer);
    expect(await store.read()).toMatchObject({ resourceVersion: '7' });
    expect(received).toHaveLength(2);
  });
});
