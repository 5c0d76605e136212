import type { ServerResponse } from 'node:http';
import type { SandboxClock, SandboxFault } from '../../types.ts';
import type { Answer } from './answer.ts';
import type { WatchPlan } from './watch-objects.ts';

interface Sending {
  readonly answer: Answer;
  readonly fault: SandboxFault | undefined;
  readonly response: ServerResponse;
  readonly clock: SandboxClock;
  readonly stopping: AbortSignal;
}

/** Milliseconds before a `timeout` fault closes the connection. */
const defaultDelayMs = 10_000;

/** Sends an answer, or what a fault leaves of it. */
export async function sendAnswer({ answer, fault, response, clock, stopping }: Sending): Promise<void> {
  if (fault?.kind === 'reset-before' || fault?.kind === 'reset-after') {
    // An RST, not a FIN: what a client sees when the machine behind the address goes away.
    response.socket?.resetAndDestroy();
    return;
  }
  if (fault?.kind === 'timeout') {
    await clock.sleep(fault.delayMs ?? defaultDelayMs, stopping).catch(() => undefined);
    response.socket?.destroy();
    return;
  }
  if (answer.kind === 'watch') {
    await sendWatch(answer.plan, response, clock, stopping, fault?.kind === 'truncated');
    return;
  }
  const isHtml = answer.kind === 'text' && answer.text.startsWith('<html>');
  const body = Buffer.from(answer.kind === 'json' ? JSON.stringify(answer.body) : answer.text);
  const type = answer.kind === 'json' ? 'application/json' : isHtml ? 'text/html' : 'text/plain; charset=utf-8';
  const headers = answer.kind === 'json' ? (answer.headers ?? {}) : {};
  // Half a body in a frame of its own: what a gateway passes on when it lost the other half. A frame that is cut off in the middle
  // would leave node-fetch 2, on which the JavaScript client stands, waiting for ever.
  const sent = fault?.kind === 'truncated' ? body.subarray(0, Math.floor(body.length / 2)) : body;
  const isEmpty = answer.status === 204;
  response.writeHead(answer.status, isEmpty ? headers : { ...headers, 'Content-Type': type, 'Content-Length': sent.length });
  response.end(sent);
}

function sendWatch(plan: WatchPlan, response: ServerResponse, clock: SandboxClock, stopping: AbortSignal, truncated: boolean): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' });
  response.flushHeaders();
  return new Promise((resolve) => {
    const ended = new AbortController();
    let stop: () => void = () => undefined;
    const finish = (): void => {
      if (ended.signal.aborted) return;
      ended.abort();
      stop();
      if (!response.writableEnded) response.end();
      resolve();
    };
    response.on('close', finish);
    stopping.addEventListener('abort', finish, { once: true });
    ended.signal.addEventListener('abort', () => stopping.removeEventListener('abort', finish));
    stop = plan.start((event) => {
      const line = `${JSON.stringify(event)}\n`;
      if (ended.signal.aborted) return;
      if (!truncated) response.write(line);
      else {
        response.write(line.slice(0, line.length / 2));
        finish();
      }
    }, finish);
    if (ended.signal.aborted) stop();
    if (plan.timeoutSeconds !== undefined) void clock.sleep(plan.timeoutSeconds * 1000, ended.signal).then(finish, () => undefined);
  });
}
