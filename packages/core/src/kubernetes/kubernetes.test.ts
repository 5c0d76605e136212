import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nock from 'nock';
import { afterAll, afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAlibabaCloud } from '../alibaba/alibaba-cloud.ts';
import type { ApiCall } from '../api-call.ts';
import { ConflictError } from '../errors/conflict-error.ts';
import { HybridError } from '../errors/hybrid-error.ts';
import { NotFoundError } from '../errors/not-found-error.ts';
import { PermissionError } from '../errors/permission-error.ts';
import { Secret } from '../secret.ts';
import { createKubernetes, type KubernetesSource } from './kubernetes.ts';

const kubeconfig = (server: string, token = 'canary-token') => `apiVersion: v1
kind: Config
clusters: [{name: dc, cluster: {server: "${server}", insecure-skip-tls-verify: true}}]
users: [{name: admin, user: {token: "${token}"}}]
contexts: [{name: dc, context: {cluster: dc, user: admin}}]
current-context: dc
`;

const readNode = async (source: KubernetesSource, onCall?: (call: ApiCall) => void) => {
  const kubernetes = createKubernetes(source, { retry: { attempts: 3, minDelayMs: 1, maxDelayMs: 2 }, onCall });
  const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
  const node = await kubernetes.call({ verb: 'get', resource: 'nodes', object: 'n1' }, () => core.readNode({ name: 'n1' }));
  return node.metadata?.name;
};

const failureOf = async (promise: Promise<unknown>): Promise<HybridError> => {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (!HybridError.isInstance(error)) expect.fail(`no HybridError but ${String(error)}`);
  return error;
};

const status = (code: number, reason: string, message: string) => JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message });
const text = (server: string): KubernetesSource => ({ kind: 'text', text: new Secret(kubeconfig(server)) });

const servers: Server[] = [];
const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

afterEach(async () => {
  nock.cleanAll();
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('createKubernetes', () => {
  it('reads with the token of the kubeconfig, and counts the call', async () => {
    const calls: ApiCall[] = [];
    const tokens: (string | undefined)[] = [];
    const server = await serve((request, response) => {
      tokens.push(request.headers.authorization);
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ kind: 'Node', apiVersion: 'v1', metadata: { name: 'n1' } }));
    });
    expect(await readNode(text(server), (call) => calls.push(call))).toBe('n1');
    expect(tokens).toEqual(['Bearer canary-token']);
    expect(calls).toEqual([{ service: 'kubernetes', operation: 'get nodes n1', kind: 'read' }]);
  });

  it.each([
    ['429', 429, 'TooManyRequests'],
    ['503', 503, 'ServiceUnavailable'],
    ['500', 500, 'InternalError'],
  ])('reads again after %s', async (_, code, reason) => {
    nock('http://dc.invalid').get('/api/v1/nodes/n1').reply(code, status(code, reason, 'later')).get('/api/v1/nodes/n1').reply(200, { metadata: { name: 'n1' } });
    expect(await readNode(text('http://dc.invalid'))).toBe('n1');
  });

  it('reads again after a reset connection', async () => {
    let requests = 0;
    const server = await serve((request, response) => {
      if (++requests === 1) request.socket.destroy();
      else response.setHeader('content-type', 'application/json').end('{"metadata": {"name": "n1"}}');
    });
    expect(await readNode(text(server))).toBe('n1');
  });

  it.each([
    [404, 'NotFound', NotFoundError],
    [409, 'AlreadyExists', ConflictError],
    [409, 'Conflict', ConflictError],
    [403, 'Forbidden', PermissionError],
  ])('%s %s is an error of its own, with the words of the API server', async (code, reason, Class) => {
    nock('http://dc.invalid').get('/api/v1/nodes/n1').reply(code, status(code, reason, 'nodes "n1" is so'));
    const error = await failureOf(readNode(text('http://dc.invalid')));
    expect(Class.isInstance(error)).toBe(true);
    expect(error.message).toBe(`kubernetes get nodes n1 failed: nodes "n1" is so (${reason}, HTTP ${code})`);
  });

  it('says which RBAC verb is missing', async () => {
    nock('http://dc.invalid').get('/api/v1/nodes/n1').reply(403, status(403, 'Forbidden', 'no'));
    expect((await failureOf(readNode(text('http://dc.invalid')))).remediation).toBe('Grant get nodes n1 to the caller and run again.');
  });

  it('says which right the API server asked for, where it says so', async () => {
    nock('http://dc.invalid').get('/api/v1/nodes/n1').reply(403, status(403, 'Forbidden', 'nodes "n1" is forbidden: User "alice" cannot impersonate-on:user-info:get resource "nodes" in API group "" at the cluster scope'));
    const error = await failureOf(readNode(text('http://dc.invalid')));
    expect(PermissionError.isInstance(error) && error.missing).toBe('impersonate-on:user-info:get nodes n1 at the cluster scope');
  });

  it('takes a refusal of admission for no missing right', async () => {
    nock('http://dc.invalid').get('/api/v1/nodes/n1').reply(403, status(403, 'Forbidden', 'pods "x" is forbidden: violates PodSecurity "restricted:latest": hostNetwork=true'));
    const error = await failureOf(readNode(text('http://dc.invalid')));
    expect(PermissionError.isInstance(error)).toBe(false);
    expect(error).toMatchObject({ errorCode: 'Forbidden', outcome: 'refused', retryable: false });
    expect(error.remediation).toMatch(/no RBAC rule helps/);
  });

  it('takes a JSON patch whose test failed as a conflict', async () => {
    nock('http://dc.invalid').get('/api/v1/nodes/n1').reply(422, status(422, 'Invalid', 'the server rejected our request due to an error in our request'));
    expect(ConflictError.isInstance(await failureOf(readNode(text('http://dc.invalid'))))).toBe(true);
  });

  it('takes an object that is invalid as no conflict', async () => {
    nock('http://dc.invalid').get('/api/v1/nodes/n1').reply(422, status(422, 'Invalid', 'Node "n1" is invalid: spec.providerID: Forbidden'));
    expect(ConflictError.isInstance(await failureOf(readNode(text('http://dc.invalid'))))).toBe(false);
  });

  it.each([
    ['a merge patch', '"{\\"data\\":{\\"k\\":\\"Y2FuYXJ5\\"},\\"dat\\":{}}": strict decoding error: unknown field "dat"', 'strict decoding error: unknown field "dat"'],
    ['a strategic one', '"map[data:map[k:Y2FuYXJ5]]": error decoding from json: illegal base64 data at input byte 0', 'error decoding from json: illegal base64 data at input byte 0'],
  ])('leaves out the object that the API server quotes where it refuses %s: it may hold a secret', async (_, words, reason) => {
    nock('http://dc.invalid').get('/api/v1/nodes/n1').reply(422, status(422, 'Invalid', ` "" is invalid: patch: Invalid value: ${words}`));
    const error = await failureOf(readNode(text('http://dc.invalid')));
    expect(error.message).toBe(`kubernetes get nodes n1 failed:  "" is invalid: patch: Invalid value: [left out]: ${reason} (Invalid, HTTP 422)`);
  });

  it('says what an HTML page instead of an answer may mean', async () => {
    nock('http://dc.invalid').get('/api/v1/nodes/n1').times(3).reply(502, '<html>Bad Gateway</html>', { 'content-type': 'text/html' });
    expect((await failureOf(readNode(text('http://dc.invalid')))).message).toMatch(/a gateway may stand between/);
  });

  it('takes the plain words of an API server that has too much to do', async () => {
    // kube-apiserver 1.36.3, priority and fairness: no Status object.
    nock('http://dc.invalid').get('/api/v1/nodes/n1').times(3).reply(429, 'Too many requests, please try again later.\n', { 'content-type': 'text/plain', 'retry-after': '0' });
    const error = await failureOf(readNode(text('http://dc.invalid')));
    expect(error.message).toBe('kubernetes get nodes n1 failed: Too many requests, please try again later. (TooManyRequests, HTTP 429)');
    expect(error).toMatchObject({ retryable: true, outcome: 'refused' });
  });

  it('says 401 in words, and shows no token', async () => {
    nock('http://dc.invalid').get('/api/v1/nodes/n1').reply(401, status(401, 'Unauthorized', 'Unauthorized'));
    const error = await failureOf(readNode(text('http://dc.invalid')));
    const { inspect } = await import('node:util');
    expect(error.remediation).toMatch(/renew them/);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('canary-token');
  });

  it('counts a dry run as a read', async () => {
    const calls: ApiCall[] = [];
    const kubernetes = createKubernetes(text('http://dc.invalid'), { onCall: (call) => calls.push(call) });
    await kubernetes.call({ verb: 'patch', resource: 'configmaps', dryRun: true }, async () => 1);
    await kubernetes.call({ verb: 'patch', resource: 'configmaps' }, async () => 1);
    expect(calls.map((call) => call.kind)).toEqual(['read', 'write']);
  });
});

describe('a refusal of what was allowed before', () => {
  const refusal = status(403, 'Forbidden', 'nodes "n1" is forbidden: User "alice" cannot get resource "nodes" in API group "" at the cluster scope');
  const answers = (...statuses: readonly number[]) => {
    for (const code of statuses) nock('http://dc.invalid').get('/api/v1/nodes/n1').reply(code, code === 200 ? { metadata: { name: 'n1' } } : refusal);
  };
  const open = async (attempts: number) => {
    const kubernetes = createKubernetes(text('http://dc.invalid'), { retry: { attempts, minDelayMs: 1, maxDelayMs: 2 } });
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    return () => kubernetes.call({ verb: 'get', resource: 'nodes', object: 'n1' }, () => core.readNode({ name: 'n1' }));
  };

  it('is asked for again: an API server that has just started knows no role yet', async () => {
    answers(200, 403, 403, 200);
    const read = await open(3);
    await read();
    expect((await read()).metadata?.name).toBe('n1');
  });

  it('is a state of a wait, not its end', async () => {
    answers(200, 403);
    const read = await open(1);
    await read();
    expect(await failureOf(read())).toMatchObject({ name: 'PermissionError', retryable: true, outcome: 'refused' });
  });

  it('is believed once it has lasted for 15 seconds, and from then on at once', async () => {
    answers(200, 403, 403, 403);
    const now = vi.spyOn(performance, 'now');
    onTestFinished(() => now.mockRestore());
    const read = await open(1);
    now.mockReturnValue(0);
    await read();
    expect((await failureOf(read())).retryable).toBe(true);
    now.mockReturnValue(15_001);
    expect((await failureOf(read())).retryable).toBe(false);
    expect((await failureOf(read())).retryable).toBe(false);
  });

  it('is believed at once where it was never allowed', async () => {
    answers(403);
    expect((await failureOf((await open(3))())).retryable).toBe(false);
    expect(nock.isDone()).toBe(true);
  });
});

describe('the source of the kubeconfig', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ack-hybrid-kubeconfig-'));
  const path = join(folder, 'config');
  writeFileSync(path, kubeconfig('http://dc.invalid'));

  it.each([
    ['a path', { kind: 'path', path } as const],
    ['a path and a context', { kind: 'path', path, context: 'dc' } as const],
  ])('may be %s', async (_, source) => {
    const { config } = await createKubernetes(source).load();
    expect(config.getCurrentCluster()?.server).toBe('http://dc.invalid');
  });

  it('may be the registered cluster itself, by its id', async () => {
    nock('http://cs.invalid').get('/k8s/c1/user_config').query({ PrivateIpAddress: 'true' }).reply(200, { config: kubeconfig('http://proxy.invalid'), expiration: '' });
    const cloud = createAlibabaCloud({ region: 'cn-hangzhou', credentials: { accessKeyId: 'x', accessKeySecret: new Secret('y') }, endpoints: { cs: 'http://cs.invalid' } });
    const { config } = await createKubernetes({ kind: 'registered-cluster', clusterId: 'c1', cloud }).load();
    expect(config.getCurrentCluster()?.server).toBe('http://proxy.invalid');
  });

  it('may be the default chain, which must give one', async () => {
    vi.stubEnv('KUBECONFIG', path);
    expect((await createKubernetes({ kind: 'default' }).load()).config.getCurrentCluster()?.name).toBe('dc');
    vi.stubEnv('KUBECONFIG', undefined);
    vi.stubEnv('HOME', folder);
    await expect(createKubernetes({ kind: 'default' }).load()).rejects.toMatchObject({ code: 'MissingKubeconfig' });
  });

  it.each([
    ['a file that is not there', { kind: 'path', path: join(folder, 'none') } as const, /none does not exist/],
    ['a context that it does not have', { kind: 'path', path, context: 'prod' } as const, /has no context "prod"; it has dc/],
    ['text that is none', { kind: 'text', text: new Secret('a: [canary-token') } as const, /is no kubeconfig/],
    ['a kubeconfig without a context', { kind: 'text', text: new Secret('apiVersion: v1\nkind: Config\n') } as const, /names no cluster|is no kubeconfig/],
  ])('refuses %s', async (_, source, message) => {
    const error = await failureOf(createKubernetes(source).load().then(() => undefined));
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('canary-token');
  });

  afterAll(() => rmSync(folder, { recursive: true }));
});
