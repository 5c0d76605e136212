import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SandboxContext } from '../../halves.ts';
import type { SandboxFault, SandboxService } from '../../types.ts';
import { SandboxError } from '../../sandbox-error.ts';
import { ServiceError } from '../service-error.ts';
import { readExchange, type Answer, type Exchange } from './exchange.ts';

/** What a service speaks: how it names its operations, serves them and words its errors. */
export interface ServiceProtocol {
  readonly service: SandboxService;
  identify(exchange: Exchange): { readonly operation: string; readonly kind: 'read' | 'write' };
  /** Verifies and does what was asked. Rejects with a ServiceError for an answer of that kind. */
  serve(exchange: Exchange, operation: string, requestId: string): Promise<Answer> | Answer;
  renderError(error: ServiceError, exchange: Exchange, requestId: string): Answer;
  /** The service's own words for too many requests and for a failure inside. */
  readonly throttled: ServiceError;
  readonly failed: ServiceError;
}

/** A service that listens. */
export interface ServiceServer {
  /** `127.0.0.1:PORT`. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * Listens on a loopback port, applies latency and faults, and enters every request into the journal.
 *
 * @throws SandboxError `InvalidOption` where the port is taken.
 */
export async function startServiceServer(context: SandboxContext, protocol: ServiceProtocol, port = 0): Promise<ServiceServer> {
  const stopping = new AbortController();
  // One listener for each answer that is delayed: many are no leak.
  setMaxListeners(0, stopping.signal);

  const server = createServer((message, response) => {
    void readExchange(message)
      .then((exchange) => answer(context, protocol, exchange, response, stopping.signal))
      // The client went away, or the sandbox stops: nobody is left to answer.
      .catch(() => response.destroy());
  });
  // Clients keep connections alive; closing them early would look like a fault that nobody asked for.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portTaken(protocol.service, port, error)));
    server.listen(port, '127.0.0.1', resolve);
  });

  return {
    endpoint: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        stopping.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(context: SandboxContext, protocol: ServiceProtocol, exchange: Exchange, response: ServerResponse, signal: AbortSignal): Promise<void> {
  const at = context.clock.now();
  const requestId = randomUUID().toUpperCase();
  const call = { service: protocol.service, ...protocol.identify(exchange) };
  const record = (status: number, errorCode?: string): void =>
    context.record({ ...call, actor: exchange.actor, at, status, ...(errorCode === undefined ? {} : { errorCode }) });
  const refuse = (error: ServiceError): void => {
    record(error.status, error.code);
    send(response, protocol.renderError(error, exchange, requestId), exchange);
  };

  const fault = context.faultFor({ ...call, actor: exchange.actor });
  if (context.timing.latencyMs > 0) await context.clock.sleep(context.timing.latencyMs, signal);
  switch (fault?.kind) {
    case 'reset-before':
      record(0);
      response.destroy();
      return;
    case 'throttle':
      return refuse(protocol.throttled);
    case 'error-5xx':
      return refuse(protocol.failed);
    case 'html-502':
      record(502);
      return send(response, badGateway, exchange);
    case 'reset-after':
    case 'truncated':
    case 'timeout':
    case undefined:
      break;
  }

  const { result, errorCode } = await serve(protocol, exchange, call.operation, requestId);
  if (fault === undefined) {
    record(result.status, errorCode);
    return send(response, result, exchange);
  }
  record(0, errorCode);
  await spoil(context, fault, result, response, signal);
}

async function serve(protocol: ServiceProtocol, exchange: Exchange, operation: string, requestId: string): Promise<{ result: Answer; errorCode?: string }> {
  try {
    return { result: await protocol.serve(exchange, operation, requestId) };
  } catch (cause) {
    const error = cause instanceof ServiceError ? cause : new ServiceError(500, 'SandboxInternalError', `The sandbox failed at ${operation}: ${String(cause)}`);
    return { result: protocol.renderError(error, exchange, requestId), errorCode: error.code };
  }
}

/** Loses an answer whose work is done. */
async function spoil(context: SandboxContext, fault: SandboxFault, result: Answer, response: ServerResponse, signal: AbortSignal): Promise<void> {
  if (fault.kind === 'timeout') await context.clock.sleep(fault.delayMs ?? 10_000, signal);
  if (fault.kind === 'truncated') {
    const body = Buffer.from(result.body);
    response.writeHead(result.status, { ...result.headers, 'content-length': String(body.length) });
    await new Promise((resolve) => response.write(body.subarray(0, Math.floor(body.length / 2)), resolve));
  }
  response.destroy();
}

function send(response: ServerResponse, result: Answer, exchange: Exchange): void {
  const length = result.headers['content-length'] ?? String(Buffer.byteLength(result.body));
  response.writeHead(result.status, { ...result.headers, ...(result.status === 204 ? {} : { 'content-length': length }) });
  response.end(exchange.method === 'HEAD' ? undefined : result.body);
}

const badGateway: Answer = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  body: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>Tengine</center>\r\n</body>\r\n</html>\r\n',
};

function portTaken(service: string, port: number, cause: Error): SandboxError {
  return new SandboxError('InvalidOption', `The sandbox's ${service} cannot listen on 127.0.0.1:${port} (${cause.message}). Free the port or leave it out to get a free one.`, { cause });
}
