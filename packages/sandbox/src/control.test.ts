import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from './clock.ts';
import { connectSandbox, startControlServer, type ControlServer } from './control.ts';
import { SandboxError } from './sandbox-error.ts';
import type { SandboxFault } from './types.ts';
import { defaultWorld } from './world.ts';

const endpoints = { ecs: 'e', vpc: 'v', ram: 'r', cs: 'c', oss: 'o', cbn: '127.0.0.1:6', kubernetes: 'http://k' };
let server: ControlServer;
let faults: SandboxFault[];
let stops: number;
const clock = createClock('manual');

beforeEach(async () => {
  faults = [];
  stops = 0;
  server = await startControlServer({
    endpoints,
    kubeconfig: 'kind: Config\n',
    world: defaultWorld,
    clock,
    calls: () => [{ service: 'ecs', operation: 'DescribeInstances', kind: 'read', actor: 'client', status: 200, at: 1 }],
    addFault(fault) {
      faults.push(fault);
      return () => undefined;
    },
    clearFaults: () => void faults.splice(0),
    snapshot: () => Promise.resolve({ cloud: { a: 1 }, cluster: {} }),
    stop() {
      stops += 1;
      return Promise.resolve();
    },
  });
});
afterEach(() => server.stop());

describe('connectSandbox', () => {
  it('tells another process what it needs to connect', async () => {
    const sandbox = await connectSandbox(server.url);
    expect(sandbox).toMatchObject({ endpoints, control: server.url, kubeconfig: 'kind: Config\n', accessKeyId: defaultWorld.accessKeyId, accessKeySecret: defaultWorld.accessKeySecret, region: 'cn-hangzhou', clusterId: defaultWorld.cluster.id });
  });

  it('takes an address without a scheme', async () => {
    expect((await connectSandbox(server.url.replace('http://', ''))).region).toBe('cn-hangzhou');
  });

  it('reads calls and the snapshot, adds and clears faults, moves the clock, stops', async () => {
    const sandbox = await connectSandbox(server.url);
    expect(await sandbox.calls()).toHaveLength(1);
    expect(await sandbox.snapshot()).toEqual({ cloud: { a: 1 }, cluster: {} });
    await sandbox.addFault({ kind: 'throttle', service: 'ecs', nth: 2 });
    expect(faults).toEqual([{ kind: 'throttle', service: 'ecs', nth: 2 }]);
    await sandbox.clearFaults();
    expect(faults).toEqual([]);
    const before = clock.now();
    await sandbox.advance(1500);
    expect(clock.now()).toBe(before + 1500);
    await sandbox.stop();
    await expect.poll(() => stops).toBe(1);
  });

  it('says where nobody answers', async () => {
    const error: unknown = await connectSandbox('http://127.0.0.1:1').catch((caught: unknown) => caught);
    expect(SandboxError.isInstance(error) && error.code).toBe('NotReachable');
    expect(error).toHaveProperty('message', 'No sandbox answers at http://127.0.0.1:1. Start one with "npm run sandbox" and pass the control address that it prints.');
  });
});

describe('startControlServer', () => {
  const status = (headers: Readonly<Record<string, string>>, path = '/', method = 'GET', body = ''): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request(`${server.url}${path}`, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end(body);
    });

  it.each([
    ['a web page', { origin: 'http://example.com' }, '/', 'GET', '', 403],
    ['a name that leads to loopback', { host: 'rebound.example.com' }, '/', 'GET', '', 403],
    ['an unknown path', {}, '/none', 'GET', '', 404],
    ['a body that is not JSON', {}, '/faults', 'POST', '{', 400],
    ['a time that is none', {}, '/clock/advance', 'POST', '{"ms":"x"}', 400],
  ])('refuses %s', async (_title, headers, path, method, body, expected) => {
    expect(await status(headers, path, method, body)).toBe(expected);
  });

  it('names the port that is taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(startControlServer({ endpoints, kubeconfig: '', world: defaultWorld, clock, calls: () => [], addFault: () => () => undefined, clearFaults: () => undefined, snapshot: () => Promise.resolve({ cloud: {}, cluster: {} }), stop: () => Promise.resolve() }, port)).rejects.toThrow(`options.ports.control: port ${port} can't be opened`);
  });
});
