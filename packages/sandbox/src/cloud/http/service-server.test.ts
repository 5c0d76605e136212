import * as Ram from '@alicloud/ram20150501';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SandboxError } from '../../sandbox-error.ts';
import type { SandboxFault } from '../../types.ts';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';

const create = new Ram.CreateUserRequest({ userName: 'u' });

async function faulty(fault: SandboxFault) {
  const cloud = await startTestCloud();
  const ram = await cloud.ram();
  const remove = cloud.addFault({ ...fault, service: 'ram', operation: 'CreateUser' });
  const error = await errorOf(ram.createUser(create));
  remove();
  const { body } = await ram.listUsers(new Ram.ListUsersRequest({}));
  return { error, done: (body?.users?.user?.length ?? 0) > 0, first: cloud.calls[0] };
}

describe('a fault', () => {
  it.each<[SandboxFault['kind'], boolean, number, object]>([
    ['reset-before', false, 0, { code: 'ECONNRESET' }],
    ['reset-after', true, 0, { code: 'ECONNRESET' }],
    ['error-5xx', false, 503, { code: 'ServiceUnavailable', statusCode: 503 }],
    ['html-502', false, 502, { name: 'SyntaxError' }],
    ['throttle', false, 400, { code: 'Throttling.User', statusCode: 400 }],
    ['timeout', true, 0, { code: 'ECONNRESET' }],
  ])('%s leaves the work done: %s', async (kind, done, status, error) => {
    const seen = await faulty({ kind, delayMs: 10 });
    expect(seen.done).toBe(done);
    expect(seen.first).toMatchObject({ operation: 'CreateUser', kind: 'write', status });
    expect(seen.error).toMatchObject(error);
  });

  it('truncated sends half of the answer to work that is done', async () => {
    const seen = await faulty({ kind: 'truncated' });
    expect(seen.done).toBe(true);
    expect(seen.error.name).not.toBe('NotRejected');
  });

  it('of a read leaves it to the client to ask again', async () => {
    const cloud = await startTestCloud();
    cloud.addFault({ service: 'ram', operation: 'ListUsers', kind: 'throttle', times: 1 });
    const ram = await cloud.ram();
    expect((await errorOf(ram.listUsers(new Ram.ListUsersRequest({})))).code).toBe('Throttling.User');
    expect((await ram.listUsers(new Ram.ListUsersRequest({}))).statusCode).toBe(200);
  });
});

describe('a service', () => {
  it('answers after the latency that it was given, in sandbox time', async () => {
    const cloud = await startTestCloud({ clock: 'manual', timing: { latencyMs: 500 } });
    let answered = false;
    const asked = (await cloud.ram()).listUsers(new Ram.ListUsersRequest({})).then(() => (answered = true));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(answered).toBe(false);
    await cloud.clock.advance(500);
    await asked;
    expect(cloud.calls).toHaveLength(1);
  });

  it('tells the agent’s requests from those of clients', async () => {
    const cloud = await startTestCloud();
    await fetch(`http://${cloud.half.endpoints.oss}/bucket/key`, { headers: { 'x-sandbox-actor': 'agent' } });
    expect(cloud.calls.map((call) => call.actor)).toEqual(['agent']);
  });

  it('says which port is taken, and leaves none open', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void blocker.close());
    const { port } = blocker.address() as AddressInfo;
    const start = startTestCloud({ ports: { oss: port } });
    await expect(start).rejects.toBeInstanceOf(SandboxError);
    await expect(start).rejects.toThrow(`The sandbox's oss cannot listen on 127.0.0.1:${port}`);
  });

  it('closes connections that wait for an answer when it stops', async () => {
    const cloud = await startTestCloud();
    cloud.addFault({ service: 'ram', kind: 'timeout', delayMs: 60_000 });
    const asked = errorOf((await cloud.ram()).listUsers(new Ram.ListUsersRequest({})));
    await new Promise((resolve) => setTimeout(resolve, 30));
    await cloud.half.stop();
    expect((await asked).name).not.toBe('NotRejected');
  });
});
