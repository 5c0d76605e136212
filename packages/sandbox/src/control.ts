import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SandboxError } from './sandbox-error.ts';
import type { Sandbox, SandboxCall, SandboxFault, SandboxService, SandboxSnapshot } from './types.ts';

/** What another process needs to use a running sandbox; the answer of `GET /` of its control server. */
export interface SandboxConnection {
  /** `host:port` of each cloud service and the URL of the Kubernetes API. */
  readonly endpoints: Readonly<Record<SandboxService, string>>;
  readonly control: string;
  /** Kubeconfig of an administrator, YAML. */
  readonly kubeconfig: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly accountId: string;
  readonly region: string;
  readonly clusterId: string;
}

/** What the control server controls. */
export interface ControlledSandbox extends Pick<Sandbox, 'endpoints' | 'kubeconfig' | 'world' | 'clock' | 'calls' | 'addFault' | 'snapshot'> {
  /** Takes away every fault. */
  clearFaults(): void;
  stop(): Promise<void>;
}

export interface ControlServer {
  readonly url: string;
  stop(): Promise<void>;
}

const bodyLimit = 1024 * 1024;

/**
 * Starts the control server on loopback: `GET /`, `GET /calls`, `GET /snapshot`, `POST /faults`, `DELETE /faults`,
 * `POST /clock/advance` with `{"ms": N}`, `POST /stop`. It answers JSON, and refuses what comes from a web page.
 *
 * @throws SandboxError `InvalidOption` where the port is taken.
 */
export async function startControlServer(sandbox: ControlledSandbox, port = 0): Promise<ControlServer> {
  let url = '';
  const server: Server = createServer((request, response) => {
    void answerRequest(request, sandbox, url).then(
      ({ status, body, after }) => {
        response.once('finish', () => after?.());
        send(response, status, body);
      },
      (error: unknown) => send(response, 400, { error: error instanceof Error ? error.message : String(error) }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new SandboxError('InvalidOption', `startSandbox: options.ports.control: port ${port} can't be opened on 127.0.0.1: ${cause.message}`, { cause })));
    server.listen(port, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly after?: () => void;
}

async function answerRequest(request: IncomingMessage, sandbox: ControlledSandbox, url: string): Promise<ControlAnswer> {
  // The answers hold credentials: a page in a browser (also one that rebinds its name to 127.0.0.1) gets nothing.
  if (request.headers.origin !== undefined || !/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) return { status: 403, body: { error: 'the control server answers local programs only' } };
  const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
  switch (`${request.method ?? 'GET'} ${path}`) {
    case 'GET /':
      return { status: 200, body: connectionOf(sandbox, url) };
    case 'GET /calls':
      return { status: 200, body: sandbox.calls() };
    case 'GET /snapshot':
      return { status: 200, body: await sandbox.snapshot() };
    case 'POST /faults':
      sandbox.addFault((await readJson(request)) as SandboxFault);
      return { status: 201, body: {} };
    case 'DELETE /faults':
      sandbox.clearFaults();
      return { status: 200, body: {} };
    case 'POST /clock/advance': {
      const ms = ((await readJson(request)) as { readonly ms?: unknown } | null)?.ms;
      if (typeof ms !== 'number' || !(ms >= 0)) return { status: 400, body: { error: 'send {"ms": N} with N of 0 or more milliseconds' } };
      await sandbox.clock.advance(ms);
      return { status: 200, body: { now: sandbox.clock.now() } };
    }
    case 'POST /stop':
      return { status: 202, body: {}, after: () => void sandbox.stop() };
    default:
      return { status: 404, body: { error: `${request.method ?? ''} ${path} is not known; known: GET /, GET /calls, GET /snapshot, POST /faults, DELETE /faults, POST /clock/advance, POST /stop` } };
  }
}

function connectionOf(sandbox: ControlledSandbox, url: string): SandboxConnection {
  const { world } = sandbox;
  return { endpoints: sandbox.endpoints, control: url, kubeconfig: sandbox.kubeconfig, accessKeyId: world.accessKeyId, accessKeySecret: world.accessKeySecret, accountId: world.accountId, region: world.region, clusterId: world.cluster.id };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new SandboxError('InvalidOption', 'the request body is larger than a mebibyte');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch (cause) {
    throw new SandboxError('InvalidOption', 'the request body is not JSON', { cause });
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', connection: 'close' });
  response.end(JSON.stringify(body));
}

/** A running sandbox as another process sees it. */
export interface ConnectedSandbox extends SandboxConnection {
  calls(): Promise<readonly SandboxCall[]>;
  snapshot(): Promise<SandboxSnapshot>;
  addFault(fault: SandboxFault): Promise<void>;
  clearFaults(): Promise<void>;
  /** Moves a manual clock on, milliseconds. */
  advance(ms: number): Promise<void>;
  /** Stops the sandbox itself. */
  stop(): Promise<void>;
}

/**
 * Connects to a sandbox of another process by the address of its control server.
 *
 * @throws SandboxError `NotReachable` where no sandbox answers there; `InvalidOption` where it refuses a request.
 */
export async function connectSandbox(control: string): Promise<ConnectedSandbox> {
  const base = /^https?:\/\//.test(control) ? control.replace(/\/$/, '') : `http://${control}`;
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    let response: Response;
    let answer: unknown;
    try {
      response = await fetch(`${base}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
      answer = await response.json();
    } catch (cause) {
      throw new SandboxError('NotReachable', `No sandbox answers at ${base}. Start one with "npm run sandbox" and pass the control address that it prints.`, { cause });
    }
    if (!response.ok) throw new SandboxError('InvalidOption', `The sandbox at ${base} refused ${method} ${path}: ${String((answer as { readonly error?: unknown }).error)}`);
    return answer;
  };
  const connection = (await call('GET', '/')) as Partial<SandboxConnection>;
  if (connection.endpoints === undefined || connection.kubeconfig === undefined) throw new SandboxError('NotReachable', `What answers at ${base} is not the control server of a sandbox.`);
  return {
    ...(connection as SandboxConnection),
    calls: async () => (await call('GET', '/calls')) as readonly SandboxCall[],
    snapshot: async () => (await call('GET', '/snapshot')) as SandboxSnapshot,
    addFault: async (fault) => void (await call('POST', '/faults', fault)),
    clearFaults: async () => void (await call('DELETE', '/faults')),
    advance: async (ms) => void (await call('POST', '/clock/advance', { ms })),
    stop: async () => void (await call('POST', '/stop')),
  };
}
