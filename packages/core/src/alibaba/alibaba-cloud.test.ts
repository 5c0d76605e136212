import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import type { ApiCall } from '../api-call.ts';
import { ApiError } from '../errors/api-error.ts';
import { ConflictError } from '../errors/conflict-error.ts';
import { HybridError } from '../errors/hybrid-error.ts';
import { NotFoundError } from '../errors/not-found-error.ts';
import { PermissionError } from '../errors/permission-error.ts';
import { Secret } from '../secret.ts';
import { createAlibabaCloud, type AlibabaCloudOptions } from './alibaba-cloud.ts';

const canary = 'canary-secret-4711';
const base: AlibabaCloudOptions = {
  region: 'cn-hangzhou',
  credentials: { accessKeyId: 'LTAI5tTest', accessKeySecret: new Secret(canary) },
  endpoints: { cs: 'http://cs.invalid' },
  retry: { attempts: 3, minDelayMs: 1, maxDelayMs: 2 },
};

const describeCluster = async (options: Partial<AlibabaCloudOptions> = {}, kind: ApiCall['kind'] = 'read') => {
  const cloud = createAlibabaCloud({ ...base, ...options });
  const { client } = await cloud.client('cs', () => import('@alicloud/cs20151215'));
  const response = await cloud.call({ service: 'cs', operation: 'DescribeClusterDetail', kind }, () => client.describeClusterDetail('c1'));
  return response.body?.name;
};

const failureOf = async (promise: Promise<unknown>): Promise<HybridError> => {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (!HybridError.isInstance(error)) expect.fail(`no HybridError but ${String(error)}`);
  return error;
};

const servers: Server[] = [];
const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

afterEach(async () => {
  nock.cleanAll();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('createAlibabaCloud', () => {
  it('sends a signed call to the endpoint that was given, and counts it', async () => {
    const calls: ApiCall[] = [];
    const headers: (string | string[] | undefined)[] = [];
    const endpoint = await serve((request, response) => {
      headers.push(request.headers['authorization'], request.headers['x-acs-action'], request.headers['user-agent']);
      response.setHeader('content-type', 'application/json').end('{"name": "datacenter"}');
    });
    expect(await describeCluster({ endpoints: { cs: endpoint }, onCall: (call) => calls.push(call) })).toBe('datacenter');
    expect(calls).toEqual([{ service: 'cs', operation: 'DescribeClusterDetail', kind: 'read' }]);
    expect(headers).toEqual([expect.stringMatching(/^ACS3-HMAC-SHA256 Credential=LTAI5tTest,/), 'DescribeClusterDetail', expect.stringContaining('ack-hybrid')]);
  });

  it.each([
    ['a region that is none', { region: 'Hangzhou!' }, 'Alibaba Cloud options: region: "Hangzhou!" is not the form of a region id such as cn-hangzhou'],
    ['an endpoint with a path', { endpoints: { cs: 'http://x/y' } }, 'Alibaba Cloud options: endpoints.cs: "http://x/y" is neither host, host:port nor an http or https URL'],
    ['an endpoint that is none', { endpoints: { ecs: 'http://' } }, 'Alibaba Cloud options: endpoints.ecs: "http://" is neither host, host:port nor an http or https URL'],
  ])('refuses %s', (_, options, message) => {
    expect(() => createAlibabaCloud({ ...base, ...options })).toThrow(message);
  });

  it.each([
    ['host', 'cs.example', 'https://cs.example/'],
    ['host and port', 'cs.example:8443', 'https://cs.example:8443/'],
    ['a URL', 'http://127.0.0.1:80', 'http://127.0.0.1/'],
  ])('takes an endpoint as %s', (_, text, url) => {
    expect(createAlibabaCloud({ ...base, endpoints: { cs: text } }).endpoint('cs')?.href).toBe(url);
  });

  it.each([
    ['HTTP 400 Throttling.User', 400, 'Throttling.User'],
    ['HTTP 429 Throttling.Api', 429, 'Throttling.Api'],
    ['HTTP 503 ServiceUnavailable', 503, 'ServiceUnavailable'],
    ['HTTP 500 InternalError', 500, 'InternalError'],
  ])('reads again after %s', async (_, status, code) => {
    nock('http://cs.invalid').get('/clusters/c1').reply(status, { code, message: 'slow down', requestId: 'R' }).get('/clusters/c1').reply(200, { name: 'datacenter' });
    expect(await describeCluster()).toBe('datacenter');
  });

  it('reads again after an HTML 502, and says so where it stays', async () => {
    nock('http://cs.invalid').get('/clusters/c1').times(3).reply(502, '<html><body>Bad Gateway</body></html>', { 'content-type': 'text/html' });
    const error = await failureOf(describeCluster());
    expect(error).toMatchObject({ code: 'BrokenAnswer', retryable: true });
    expect(error.message).toMatchInlineSnapshot(`"cs DescribeClusterDetail failed: the answer is not what the service sends (a gateway may stand between) (BrokenAnswer)"`);
    expect(nock.isDone()).toBe(true);
  });

  it('repeats a write that was refused', async () => {
    nock('http://cs.invalid').get('/clusters/c1').reply(400, { code: 'Throttling.User', message: 'slow down' }).get('/clusters/c1').reply(200, { name: 'made' });
    expect(await describeCluster({}, 'write')).toBe('made');
  });

  it.each([
    ['a 5xx', (request: Parameters<RequestListener>[0], response: Parameters<RequestListener>[1]) => { request.resume(); response.writeHead(500, { 'content-type': 'application/json' }).end('{"code": "InternalError", "message": "x"}'); }],
    ['a reset', (request: Parameters<RequestListener>[0]) => { request.socket.destroy(); }],
    ['half a body', (_request: Parameters<RequestListener>[0], response: Parameters<RequestListener>[1]) => { response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }); response.write('{"name": "da'); setTimeout(() => response.destroy(), 10); }],
    ['no answer in time', () => undefined],
  ])('does not repeat a write that ended in %s, since it may have been done', async (_, listener) => {
    let requests = 0;
    const endpoint = await serve((request, response) => { requests += 1; listener(request, response); });
    const error = await failureOf(describeCluster({ endpoints: { cs: endpoint }, timeoutMs: 200 }, 'write'));
    expect(ApiError.isInstance(error) && error.outcome).toBe('unknown');
    expect(error.retryable).toBe(true);
    expect(requests).toBe(1);
  });

  it('knows what is absent', async () => {
    nock('http://cs.invalid').get('/clusters/c1').reply(404, { code: 'ErrorClusterNotFound', message: 'cluster c1 not found', requestId: 'R-9' });
    const error = await failureOf(describeCluster());
    expect(NotFoundError.isInstance(error)).toBe(true);
    expect(error.message).toMatchInlineSnapshot(`"cs DescribeClusterDetail failed: cluster c1 not found (ErrorClusterNotFound, HTTP 404, request R-9)"`);
  });

  it('names the RAM action that is missing', async () => {
    nock('http://cs.invalid').get('/clusters/c1').reply(403, { code: 'Forbidden.RAM', message: 'no', accessDeniedDetail: { AuthAction: 'cs:DescribeClusterDetail' } });
    const error = await failureOf(describeCluster());
    expect(PermissionError.isInstance(error) && error.missing).toBe('cs:DescribeClusterDetail');
  });

  it('says what to do about a credential that the cloud does not know', async () => {
    nock('http://cs.invalid').get('/clusters/c1').reply(404, { code: 'InvalidAccessKeyId.NotFound', message: 'Specified access key is not found.' });
    const error = await failureOf(describeCluster());
    expect(NotFoundError.isInstance(error)).toBe(false);
    expect(error.remediation).toMatch(/access key id and secret/);
  });

  it('says what to do about an endpoint that nobody answers at', async () => {
    nock('http://cs.invalid').get('/clusters/c1').replyWithError(Object.assign(new Error('getaddrinfo ENOTFOUND cs.invalid'), { code: 'ENOTFOUND' }));
    const error = await failureOf(describeCluster());
    expect(error).toMatchObject({ code: 'ENOTFOUND', retryable: false, remediation: 'Check the region id and the endpoint, and that this machine resolves and reaches it.' });
  });

  it.each([
    ['EntityAlreadyExists.User', 409],
    ['AddonAlreadyInstalled', 409],
    ['BucketAlreadyExists', 409],
  ])('takes %s as a conflict: someone was first', async (code, status) => {
    nock('http://cs.invalid').get('/clusters/c1').reply(status, { code, message: 'it is there' });
    expect(ConflictError.isInstance(await failureOf(describeCluster()))).toBe(true);
  });

  it('lets no secret into an error, printed as deeply as can be', async () => {
    nock('http://cs.invalid').get('/clusters/c1').reply(400, { code: 'SignatureDoesNotMatch', message: 'Specified signature does not match.' });
    const error = await failureOf(describeCluster());
    const { inspect } = await import('node:util');
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(canary);
  });

  it('stops promptly when it is aborted', async () => {
    const cloud = createAlibabaCloud(base);
    await expect(cloud.call({ service: 'cs', operation: 'X', kind: 'read' }, async () => 1, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});
