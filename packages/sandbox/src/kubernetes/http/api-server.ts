import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SandboxContext } from '../../halves.ts';
import type { SandboxFault } from '../../types.ts';
import type { Cluster } from '../cluster.ts';
import type { PodLogs } from '../pod-state.ts';
import { StatusError, tooLarge, tooManyRequests, unauthorized } from '../status-error.ts';
import type { Answer } from './answer.ts';
import { answerPath, publicPaths } from './path-answer.ts';
import { isWrite, readTarget } from './request-target.ts';
import type { RequestTarget } from './request-target.ts';
import { refusal } from './refusal.ts';
import { answerResource } from './resource-answer.ts';
import { sendAnswer } from './send-answer.ts';

/** What the server serves, and to whom. */
export interface ApiServerOptions {
  readonly cluster: Cluster;
  readonly logs: PodLogs;
  readonly context: SandboxContext;
  readonly tokens: Readonly<Record<'client' | 'agent', string>>;
  /** 0: a free one. */
  readonly port: number;
}

/** A Kubernetes API on loopback. */
export interface ApiServer {
  readonly url: string;
  /** Ends every watch and closes the listener. */
  stop(): Promise<void>;
}

/** Starts the HTTP server. Rejects where the port is taken. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const stopping = new AbortController();
  const server = createServer((request, response) => {
    // The client went away in the middle of its body, or the sandbox stops: nobody is left to answer. The socket may be gone by now,
    // which `response.destroy` minds and `request.socket` does not.
    void serve(options, request, response, stopping.signal).catch(() => response.destroy());
  });
  // A client that goes away in the middle of an answer is its own business.
  server.on('clientError', (_error, socket) => socket.destroy());
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        stopping.abort(new Error('the sandbox stopped'));
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function serve(options: ApiServerOptions, request: IncomingMessage, response: ServerResponse, stopping: AbortSignal): Promise<void> {
  const { context } = options;
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const text = await readText(request);
  if (context.timing.latencyMs > 0) await context.clock.sleep(context.timing.latencyMs, stopping);
  const target = readTarget(request.method ?? 'GET', url);
  const actor = bearer(request) === options.tokens.agent ? ('agent' as const) : ('client' as const);
  const call = { service: 'kubernetes', operation: target.operation, kind: isWrite(target, url.searchParams) ? 'write' : 'read', actor } as const;
  const fault = context.faultFor(call);
  const answer = early(fault, options.cluster.registry.minor) ?? respond(options, target, request, url, text);
  const status = fault?.kind.startsWith('reset') === true || fault?.kind === 'timeout' ? 0 : statusOf(answer);
  const errorCode = answer.kind === 'json' && answer.body.status === 'Failure' ? String(answer.body.reason) : undefined;
  context.record({ ...call, status, at: context.clock.now(), ...(errorCode === undefined || status === 0 ? {} : { errorCode }) });
  await sendAnswer({ answer, fault, response, clock: context.clock, stopping });
}

function statusOf(answer: Answer): number {
  return answer.kind === 'watch' ? 200 : answer.status;
}

/** What a fault answers in place of the server: nothing is done then. */
function early(fault: SandboxFault | undefined, minor: number): Answer | undefined {
  switch (fault?.kind) {
    case 'reset-before':
      return { kind: 'text', status: 503, text: '' };
    case 'error-5xx':
      return refusal(new StatusError(500, 'InternalError', 'Internal error occurred: etcdserver: request timed out', { causes: [{ message: 'etcdserver: request timed out' }] }), minor);
    case 'html-502':
      return { kind: 'text', status: 502, text: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n' };
    case 'throttle':
      return refusal(tooManyRequests('too many requests, please try again later', 1), minor);
    default:
      return undefined;
  }
}

function respond(options: ApiServerOptions, target: RequestTarget, request: IncomingMessage, url: URL, text: string | undefined): Answer {
  try {
    if (text === undefined) throw tooLarge(`limit is ${bodyLimit}`);
    const token = bearer(request);
    const isKnown = token === options.tokens.client || token === options.tokens.agent;
    if (!isKnown && !(target.kind === 'path' && publicPaths.has(target.path))) throw unauthorized();
    if (target.kind === 'path') return answerPath(options.cluster, options.context.world.cluster.kubernetesVersion, target.path, request.headers.accept);
    const mediaType = (request.headers['content-type'] ?? 'application/json').split(';')[0]?.trim() ?? '';
    return answerResource(options.cluster, options.logs, target, { query: url.searchParams, mediaType, text, userAgent: request.headers['user-agent'] ?? '', accept: request.headers.accept });
  } catch (error) {
    if (error instanceof StatusError) return refusal(error, options.cluster.registry.minor);
    return refusal(new StatusError(500, 'InternalError', `Internal error occurred: ${error instanceof Error ? error.message : 'unknown'}`), options.cluster.registry.minor);
  }
}

function bearer(request: IncomingMessage): string {
  return /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/** The server's own limit of a request body, in bytes. */
const bodyLimit = 3 * 1024 * 1024;

/**
 * The body; `undefined` where it passes the limit. It is read to its end all the same, and dropped: a client that is still writing would
 * meet a closed connection in place of the answer.
 */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size <= bodyLimit) chunks.push(bytes);
  }
  return size > bodyLimit ? undefined : Buffer.concat(chunks).toString('utf8');
}
