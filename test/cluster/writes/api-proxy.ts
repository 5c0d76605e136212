import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as sendRequest, type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createKubernetes, Secret, type ApiCall, type Kubernetes } from '@ack-hybrid/core';
import { readTls } from './cluster-administrator.ts';

/** A request as it passed by, and what became of it. */
export interface PassedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  /** 0 until the answer is there. */
  status: number;
  /** What the API server warned of. */
  warnings: readonly string[];
}

/** What an interposed action asks of the proxy; nothing: the request goes on as it is. */
export type Interposed = undefined | { readonly pathAndQuery: string } | 'drop';

/** Passes the requests of one client to an API server as they are, and lets a test act in between. */
export interface ApiProxy {
  /** A client of the packages whose every request passes here, with the administrator's rights. */
  readonly kubernetes: Kubernetes;
  readonly requests: readonly PassedRequest[];
  readonly calls: readonly ApiCall[];
  /** Acts just before the next matching requests go on: `times` of them, one by default. */
  before(method: string, path: RegExp, act: (request: PassedRequest) => Promise<Interposed> | Promise<void>, times?: number): void;
  /** Forgets requests and actions. */
  reset(): void;
  stop(): Promise<void>;
}

interface Action {
  readonly method: string;
  readonly path: RegExp;
  readonly act: (request: PassedRequest) => Promise<Interposed> | Promise<void>;
  left: number;
}

/** Starts a proxy on loopback in front of the API server of an administrator's kubeconfig. */
export const startApiProxy = async (kubeconfig: string): Promise<ApiProxy> => {
  const { server: target, tls } = readTls(kubeconfig);
  const requests: PassedRequest[] = [];
  const calls: ApiCall[] = [];
  let actions: Action[] = [];

  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const url = new URL(incoming.url ?? '/', target);
    const request: PassedRequest = { method: incoming.method ?? 'GET', path: url.pathname, query: url.searchParams, body: body.toString(), status: 0, warnings: [] };
    requests.push(request);
    const action = actions.find(({ method, path, left }) => left > 0 && method === request.method && path.test(request.path));
    if (action !== undefined) action.left -= 1;
    const interposed = (await action?.act(request)) ?? undefined;
    if (interposed === 'drop') {
      incoming.socket.destroy();
      return;
    }
    const { host: _, ...headers } = incoming.headers;
    await forward(interposed === undefined ? `${target}${incoming.url ?? '/'}` : `${target}${interposed.pathAndQuery}`, { method: request.method, headers, ...tls }, body, request, outgoing);
  };

  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const text = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'proxied', cluster: { server: address, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'proxied', user: {} }],
    contexts: [{ name: 'proxied', context: { cluster: 'proxied', user: 'proxied' } }],
    'current-context': 'proxied',
  });
  return {
    kubernetes: createKubernetes({ kind: 'text', text: new Secret(text) }, { retry: { minDelayMs: 5, maxDelayMs: 50 }, onCall: (call) => calls.push(call) }),
    requests,
    calls,
    before: (method, path, act, times = 1) => void actions.push({ method, path, act, left: times }),
    reset: () => {
      requests.length = 0;
      calls.length = 0;
      actions = [];
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const forward = (url: string, options: RequestOptions, body: Buffer, request: PassedRequest, outgoing: ServerResponse): Promise<void> =>
  new Promise((resolve, reject) => {
    const upstream = sendRequest(url, options, (answer) => {
      request.status = answer.statusCode ?? 0;
      request.warnings = [answer.headers['warning'] ?? []].flat();
      outgoing.writeHead(request.status, answer.headers);
      answer.pipe(outgoing);
      answer.once('end', resolve);
      answer.once('error', reject);
    });
    upstream.once('error', reject);
    upstream.end(body.length === 0 ? undefined : body);
  });
