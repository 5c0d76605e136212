import { get } from 'node:https';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClock } from '../clock.ts';
import type { PodRun, SandboxContext } from '../halves.ts';
import { defaultTiming, defaultWorld } from '../world.ts';
import { fakeCloud } from './fake-cloud.testing.ts';
import { fakeKubeletClient, fakeNode, fakePod, type FakeKubeletCluster } from './fake-kubelet-client.testing.ts';
import { createNodeKubelets } from './node-kubelets.ts';

const zone = 'cn-hangzhou-i';
const cloudNode = 'cn-hangzhou.10.10.24.5';
const eniConf = JSON.stringify({ vswitches: { [zone]: ['vsw-bp1sandboxpods00001'] } });
const faked = { annotations: { 'kwok.x-k8s.io/node': 'fake' } };
const poll = { timeout: 3_000, interval: 5 };
const sh = (text: string): string[] => ['/bin/sh', '-c', text];

/** Kubelets on a cluster in memory; a pod whose command is a shell script runs it by `run`. */
const start = async (parts: Partial<FakeKubeletCluster>, options: { clock?: 'manual'; run?: () => Promise<PodRun> } = {}) => {
  const cluster: FakeKubeletCluster = { nodes: [], pods: [], writes: [], ...parts };
  const clock = createClock(options.clock ?? 'system');
  const context: SandboxContext = { world: defaultWorld, timing: { ...defaultTiming, podReadyMs: 5, tickMs: 5 }, clock, record: () => undefined, faultFor: () => undefined };
  const ran: string[] = [];
  const kubelets = await createNodeKubelets({
    context,
    client: fakeKubeletClient(cluster),
    lookMs: 10,
    cloud: () => fakeCloud(),
    podRuntime: {
      run: (pod, nodeName) => {
        const { spec, status } = pod as { spec: { containers: { command?: string[] }[] }; status: { podIP?: string } };
        if (spec.containers[0]?.command?.[0] !== '/bin/sh') return undefined;
        ran.push(`${nodeName} from ${status.podIP ?? ''}`);
        return options.run?.() ?? Promise.resolve({ exitCode: 0, log: 'done\n' });
      },
    },
  });
  onTestFinished(() => kubelets.stop());
  const pod = (name: string) => cluster.pods.find((each) => each.metadata?.name === name);
  return { cluster, clock, kubelets, ran, pod, phase: (name: string) => pod(name)?.status?.phase };
};

const fetchLog = (port: number, path: string): Promise<[number | undefined, string]> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, rejectUnauthorized: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => resolve([response.statusCode, text]));
    }).on('error', reject);
  });
const portOf = (status: Readonly<Record<string, unknown>>): number => (status['daemonEndpoints'] as { kubeletEndpoint: { Port: number } }).kubeletEndpoint.Port;

describe('the kubelet of a cloud node in a cluster of its own', () => {
  it('starts a pod on the host network while the node is NotReady, and lets the others wait', async () => {
    const { kubelets, pod, phase } = await start({ eniConf, nodes: [fakeNode(cloudNode, { address: '10.10.24.5', ready: false })], pods: [fakePod('terway', cloudNode, { hostNetwork: true }), fakePod('app', cloudNode)] });
    kubelets.adopt(cloudNode, zone);
    await expect.poll(() => phase('terway'), poll).toBe('Running');
    await expect.poll(() => pod('app')?.status?.containerStatuses?.[0]?.state?.waiting?.message, poll).toBe('container runtime network not ready');
    expect(pod('terway')?.status).toMatchObject({ podIP: '10.10.24.5', hostIP: '10.10.24.5', containerStatuses: [{ name: 'main', ready: true }] });
    expect(phase('app')).toBe('Pending');
  });

  it('gives a pod an address of the vSwitch that Terway names for the zone, each pod another', async () => {
    const { kubelets, pod } = await start({ eniConf, nodes: [fakeNode(cloudNode, { address: '10.10.24.5' })], pods: [fakePod('a', cloudNode), fakePod('b', cloudNode)] });
    kubelets.adopt(cloudNode, zone);
    await expect.poll(() => [pod('a')?.status?.podIP, pod('b')?.status?.podIP], poll).toEqual(['10.10.25.100', '10.10.25.101']);
  });

  it('leaves a pod without an address waiting where Terway has none to give', async () => {
    const { cluster, kubelets, pod, phase } = await start({ nodes: [fakeNode(cloudNode, { address: '10.10.24.5' })], pods: [fakePod('a', cloudNode)] });
    kubelets.adopt(cloudNode, zone);
    await expect.poll(() => pod('a')?.status?.containerStatuses?.[0]?.state?.waiting?.message, poll).toBe('the network plug-in has no address for the pod');
    const waits = cluster.writes.length;
    cluster.eniConf = eniConf;
    await expect.poll(() => phase('a'), poll).toBe('Running');
    expect(cluster.writes.filter((write) => write === 'Pending a')).toHaveLength(1);
    expect(waits).toBeGreaterThan(0);
  });

  it.each([
    [0, 'Succeeded'],
    [3, 'Failed'],
  ])('runs a command once, from the address of its pod: exit code %i is %s, and the log can be read', async (exitCode, phaseAfter) => {
    const { kubelets, ran, phase } = await start({ eniConf, nodes: [fakeNode(cloudNode, { address: '10.10.24.5' })], pods: [fakePod('probe', cloudNode, { command: sh('true') })] }, { run: () => Promise.resolve({ exitCode, log: 'ok api\n' }) });
    kubelets.adopt(cloudNode, zone);
    await expect.poll(() => phase('probe'), poll).toBe(phaseAfter);
    expect(ran).toEqual([`${cloudNode} from 10.10.25.100`]);
    const port = portOf(await kubelets.reachableStatus('10.10.24.5'));
    expect(await fetchLog(port, '/containerLogs/kube-system/probe/main')).toEqual([200, 'ok api\n']);
    expect((await fetchLog(port, '/containerLogs/kube-system/probe/other'))[0]).toBe(404);
  });

  it('ends a pod whose end could not be written at first', async () => {
    const { cluster, kubelets, phase } = await start({ eniConf, failing: 'Succeeded probe', nodes: [fakeNode(cloudNode, { address: '10.10.24.5' })], pods: [fakePod('probe', cloudNode, { command: sh('true') })] });
    kubelets.adopt(cloudNode, zone);
    await expect.poll(() => phase('probe'), poll).toBe('Succeeded');
    expect(cluster.failing).toBeUndefined();
  });

  it('says that a deleted pod has ended', async () => {
    const { cluster, kubelets } = await start({ nodes: [fakeNode(cloudNode, { address: '10.10.24.5' })], pods: [fakePod('old', cloudNode, { deleted: true })] });
    kubelets.adopt(cloudNode, zone);
    await expect.poll(() => cluster.pods, poll).toEqual([]);
  });

  it('renews the lease every ten seconds and the status every five minutes, as long as the Node is there', async () => {
    const { clock, cluster, kubelets } = await start({ nodes: [fakeNode(cloudNode, { address: '10.10.24.5' })] }, { clock: 'manual' });
    kubelets.adopt(cloudNode, zone);
    await clock.advance(300_050);
    const written = (what: string) => cluster.writes.filter((write) => write === what).length;
    expect(written(`lease ${cloudNode}`)).toBe(31);
    expect(written(`node ${cloudNode}`)).toBe(1);
    cluster.nodes.length = 0;
    await clock.advance(60_000);
    expect(written(`lease ${cloudNode}`)).toBe(31);
  });

  it('touches no node and no pod that is not its own', async () => {
    const { clock, cluster, ran } = await start({ nodes: [fakeNode('dc-worker-1', { address: '192.168.0.11' }), fakeNode('stranger', { address: '192.168.0.99', ...faked })], pods: [fakePod('probe', 'dc-worker-1', { command: sh('true'), status: { phase: 'Running' } }), fakePod('b', 'stranger', { command: sh('true'), status: { phase: 'Running' } }), fakePod('c', 'dc-worker-1')] }, { clock: 'manual' });
    await clock.advance(20_000);
    expect(cluster.writes).toEqual([]);
    expect(ran).toEqual([]);
  });
});

describe('a node on premises that kwok fakes', () => {
  it('has its probe pods run here, and their logs read here; kwok starts and ends its pods', async () => {
    const running = { phase: 'Running', podIP: '10.100.1.7' };
    const { cluster, kubelets, ran, phase } = await start({ nodes: [fakeNode('dc-worker-1', { address: '192.168.0.11', ...faked })], pods: [fakePod('probe', 'dc-worker-1', { command: sh('true'), status: running }), fakePod('app', 'dc-worker-1'), fakePod('old', 'dc-worker-1', { deleted: true })] });
    await expect.poll(() => phase('probe'), poll).toBe('Succeeded');
    expect(ran).toEqual(['dc-worker-1 from 10.100.1.7']);
    expect(cluster.writes).toEqual(['node dc-worker-1', 'Succeeded probe']);
    const port = portOf(await kubelets.reachableStatus('10.10.24.5'));
    expect(portOf(cluster.nodes[0]?.status as unknown as Record<string, unknown>)).toBe(port);
    expect(await fetchLog(port, '/containerLogs/kube-system/probe/main')).toEqual([200, 'done\n']);
  });
});
