import { readFileSync, readdirSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BatchV1Api, CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import OssClient from 'ali-oss';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectSandbox, startSandbox, type SandboxOptions } from './index.ts';
import { goodScript } from './node/node-scripts.testing.ts';
import { startTestSandbox } from './node/test-sandbox.testing.ts';

const quick = { taskMs: 10, bootMs: 5, podReadyMs: 5, tickMs: 5, latencyMs: 0 };
const poll = { timeout: 5_000, interval: 20 };

async function start(options: SandboxOptions = {}) {
  const sandbox = await startSandbox({ timing: quick, ...options });
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

/** Whether anybody listens at `host:port` or the URL. */
function isOpen(endpoint: string): Promise<boolean> {
  const port = Number(/:(\d+)$/.exec(endpoint)?.[1]);
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('startSandbox', () => {
  it('serves every service on loopback and tells another process the same', async () => {
    const sandbox = await start();
    for (const [service, endpoint] of Object.entries(sandbox.endpoints)) expect(endpoint, service).toMatch(service === 'kubernetes' ? /^http:\/\/127\.0\.0\.1:\d+$/ : /^127\.0\.0\.1:\d+$/);
    const connected = await connectSandbox(sandbox.control);
    expect(connected).toMatchObject({ endpoints: sandbox.endpoints, kubeconfig: sandbox.kubeconfig, accessKeySecret: sandbox.world.accessKeySecret });
    expect(await connected.snapshot()).toEqual(await sandbox.snapshot());
  });

  it('closes every listener, and a second stop is the first one', async () => {
    const sandbox = await start();
    const endpoints = [...Object.values(sandbox.endpoints), sandbox.control];
    expect(await Promise.all(endpoints.map(isOpen))).toEqual(endpoints.map(() => true));
    await Promise.all([sandbox.stop(), sandbox.stop()]);
    expect(await Promise.all(endpoints.map(isOpen))).toEqual(endpoints.map(() => false));
  });

  it('can be stopped from another process', async () => {
    const sandbox = await start();
    await (await connectSandbox(sandbox.control)).stop();
    for (const endpoint of [...Object.values(sandbox.endpoints), sandbox.control]) await expect.poll(() => isOpen(endpoint), poll).toBe(false);
  });

  it.each(['control', 'oss'] as const)('leaves nothing open where the port for %s is taken', async (service) => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const ports = { kubernetes: await freePort(), ecs: await freePort() };
    await expect(startSandbox({ ports: { ...ports, [service]: port } })).rejects.toThrow(String(port));
    expect(await Promise.all(Object.values(ports).map((free) => isOpen(`127.0.0.1:${free}`)))).toEqual([false, false]);
  });

  it('refuses a bad option before it opens anything', async () => {
    await expect(startSandbox({ world: { vpc: { cidr: '10.0.0.0/64' } } })).rejects.toThrow('options.world.vpc.cidr is "10.0.0.0/64", which is no IPv4 block');
    await expect(startSandbox({ kubeconfig: '/home/me/.kube/config' })).rejects.toThrow('pass the text of a kubeconfig, not its path');
  });

  it.each([
    ['refuses V1 signatures of OSS by default', {}, 'InvalidArgument'],
    ['refuses V1 signatures of OSS where the option says so', { ossV1: false }, 'InvalidArgument'],
    ['takes V1 signatures of OSS where the option says so', { ossV1: true }, 'done'],
  ])('%s', async (_title, options, outcome) => {
    const { endpoints, world } = await start(options);
    // Without `authorizationV4` this client signs as oss20190517 does: `Authorization: OSS id:signature`.
    const client = new OssClient({ endpoint: `http://${endpoints.oss}`, region: `oss-${world.region}`, accessKeyId: world.accessKeyId, accessKeySecret: world.accessKeySecret });
    const put = client.putBucket('scripts').then(() => 'done', (error: { readonly code?: string }) => error.code);
    expect(await put).toBe(outcome);
  });

  it('works on another cluster by its kubeconfig', async () => {
    const cluster = await start();
    const test = await startTestSandbox({ kubeconfig: cluster.kubeconfig });
    expect(test.sandbox.endpoints.kubernetes).toBe(cluster.endpoints.kubernetes);
    await test.publish(goodScript);
    expect((await test.scaleOut(1)).state).toBe('success');
    expect(await test.cloudNodes()).toHaveLength(1);
    expect((await test.sandbox.snapshot()).cluster).toEqual({});
  });

  it('adds faults from inside and outside and takes them away again', async () => {
    const sandbox = await start();
    const client = coreOf(sandbox.kubeconfig);
    const remove = sandbox.addFault({ service: 'kubernetes', kind: 'error-5xx' });
    await expect(client.listNode()).rejects.toThrow();
    remove();
    expect((await client.listNode()).items).toHaveLength(3);
    const connected = await connectSandbox(sandbox.control);
    await connected.addFault({ service: 'kubernetes', kind: 'error-5xx' });
    await expect(client.listNode()).rejects.toThrow();
    await connected.clearFaults();
    expect((await client.listNode()).items).toHaveLength(3);
    expect((await connected.calls()).filter((call) => call.status >= 500)).toHaveLength(2);
  });
});

describe('a probe', () => {
  it.each([
    ['gets through in the default world', {}, 0],
    ['stops where the data centre has no route to the cloud', { dataCenter: { routesToCloud: [] } }, 1],
    ['stops where no security group rule lets it in', { securityGroups: [{ id: 'sg-bp1sandboxnodes00001', name: 'none', rules: [] }] }, 1],
  ])('from an on-premises pod to a cloud node %s', async (_title, world, exitCode) => {
    const sandbox = await start({ world: { ...world, instanceTypes: [] } });
    const target = sandbox.world.vswitches[0]?.cidr.replace('.0/24', '.7') ?? '';
    const pod = { metadata: { name: 'probe' }, spec: { restartPolicy: 'Never', nodeName: 'dc-worker-1', containers: [{ name: 'probe', image: 'busybox', command: ['sh', '-c', `nc -z -w 2 ${target} 10250`] }] } };
    const core = coreOf(sandbox.kubeconfig);
    await core.createNamespacedPod({ namespace: 'default', body: pod });
    const phase = async () => (await core.readNamespacedPod({ namespace: 'default', name: 'probe' })).status?.phase;
    await expect.poll(phase, poll).toBe(exitCode === 0 ? 'Succeeded' : 'Failed');
  });

  it('runs as a Job and keeps its log', async () => {
    const sandbox = await start();
    const config = new KubeConfig();
    config.loadFromString(sandbox.kubeconfig);
    const template = { metadata: { labels: { app: 'probe' } }, spec: { restartPolicy: 'Never', containers: [{ name: 'probe', image: 'busybox', command: ['sh', '-c', 'wget -q -O - -T 3 https://192.168.0.10:6443/healthz && echo " and done"'] }] } };
    await config.makeApiClient(BatchV1Api).createNamespacedJob({ namespace: 'default', body: { metadata: { name: 'probe' }, spec: { template, backoffLimit: 0 } } });
    const core = coreOf(sandbox.kubeconfig);
    const pods = async () => (await core.listNamespacedPod({ namespace: 'default', labelSelector: 'app=probe' })).items;
    await expect.poll(async () => (await pods())[0]?.status?.phase, poll).toBe('Succeeded');
    expect(await core.readNamespacedPodLog({ namespace: 'default', name: (await pods())[0]?.metadata?.name ?? '' })).toBe('ok and done\n');
  });
});

describe('importing the package', () => {
  it('loads no SDK: every client is imported as a type or on its first call', () => {
    const folder = fileURLToPath(new URL('.', import.meta.url));
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !/(\.test\.ts|testing)/.test(path));
    const eager = sources.filter((path) => /^(import|export) (?!type\b)[^;]*from '(@kubernetes\/client-node|@alicloud\/|ali-oss)/m.test(readFileSync(join(folder, path), 'utf8')));
    expect(sources.length).toBeGreaterThan(50);
    expect(eager).toEqual([]);
  });
});

function coreOf(kubeconfig: string): CoreV1Api {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  return config.makeApiClient(CoreV1Api);
}
