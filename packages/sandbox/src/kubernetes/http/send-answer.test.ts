import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createClock } from '../../clock.ts';
import type { SandboxFault } from '../../types.ts';
import type { Answer } from './answer.ts';
import { sendAnswer } from './send-answer.ts';
import type { WatchEvent } from './watch-objects.ts';

describe('sending an answer', () => {
  let server: Server | undefined;
  const stopping = new AbortController();
  afterEach(async () => {
    await new Promise((resolve) => {
      server?.close(resolve);
      server?.closeAllConnections();
    });
  });

  const ask = async (answer: Answer, fault?: SandboxFault): Promise<Response> => {
    const started = createServer((_request, response) => void sendAnswer({ answer, fault, response, clock: createClock('system'), stopping: stopping.signal }));
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    return fetch(`http://127.0.0.1:${(started.address() as AddressInfo).port}`);
  };
  const json: Answer = { kind: 'json', status: 201, body: { a: 'b' }, headers: { 'Retry-After': '1' } };

  it('sends JSON with its headers, text, and a gateway\'s page', async () => {
    const answer = await ask(json);
    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([201, '1', { a: 'b' }]);
  });

  it.each([['log', 'text/plain; charset=utf-8'], ['<html>', 'text/html']])('sends the text %s as %s', async (text, type) => {
    expect((await ask({ kind: 'text', status: 200, text })).headers.get('content-type')).toBe(type);
  });

  it('sends half of a truncated body', async () => {
    expect(await (await ask(json, { kind: 'truncated' })).text()).toBe('{"a"');
  });

  it.each<SandboxFault['kind']>(['reset-before', 'reset-after', 'timeout'])('sends nothing on %s', async (kind) => {
    await expect(ask(json, { kind, delayMs: 5 })).rejects.toThrow();
  });

  const line: WatchEvent = { type: 'ADDED', object: { a: 1 } };
  const watch = (timeoutSeconds?: number): Answer => ({
    kind: 'watch',
    plan: {
      timeoutSeconds,
      start: (send) => {
        send(line);
        return () => undefined;
      },
    },
  });

  it('ends a watch after the time that the client asked for', async () => {
    expect(await (await ask(watch(0.01))).text()).toBe('{"type":"ADDED","object":{"a":1}}\n');
  });

  it('ends a truncated watch in the middle of a line', async () => {
    expect(await (await ask(watch(), { kind: 'truncated' })).text()).toBe('{"type":"ADDED","');
  });
});
