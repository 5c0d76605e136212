import type { V1Pod } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { createClock } from '../clock.ts';
import type { PodRun } from '../halves.ts';
import { defaultTiming, defaultWorld } from '../world.ts';
import { fakeCloud } from './fake-cloud.testing.ts';
import { fakeKubeletClient, fakePod, type FakeKubeletCluster } from './fake-kubelet-client.testing.ts';
import { createPodStarts } from './pod-starts.ts';

const own = { own: [{ name: 'n', zone: 'cn-hangzhou-i', ready: true, address: '10.10.24.5' }], faked: [] };
const running = { phase: 'Running', podIP: '10.10.25.100' };

/** The starts of pods on one node; every pod's command ends by `run`. */
const start = (pods: V1Pod[], run: () => Promise<PodRun> | undefined = () => Promise.resolve({ exitCode: 0, log: 'done' })) => {
  const cluster: FakeKubeletCluster = { nodes: [], pods, writes: [], eniConf: JSON.stringify({ vswitches: { 'cn-hangzhou-i': ['vsw-bp1sandboxpods00001'] } }) };
  const clock = createClock('manual');
  const context = { world: defaultWorld, timing: { ...defaultTiming, podReadyMs: 1000 }, clock, record: () => undefined, faultFor: () => undefined };
  const ran: (string | undefined)[] = [];
  const starts = createPodStarts({ context, client: fakeKubeletClient(cluster), cloud: () => fakeCloud(), podRuntime: { run: (pod) => (ran.push((pod.metadata as { uid?: string }).uid), run()) } });
  // The writes of a look are what the next one sees.
  const look = async (hosts: Parameters<typeof starts.settle>[1] = own) => {
    await starts.settle(structuredClone(cluster.pods), hosts);
    await new Promise(setImmediate);
  };
  return { clock, cluster, look, ran, starts };
};

describe('the start of pods', () => {
  it('takes its time from when each was first seen', async () => {
    const { clock, cluster, look } = start([fakePod('a', 'n')]);
    await look();
    await clock.advance(900);
    cluster.pods.push(fakePod('b', 'n'));
    await look();
    await clock.advance(100);
    await look();
    expect(cluster.writes).toEqual(['Running a']);
    await clock.advance(900);
    await look();
    expect(cluster.writes).toEqual(['Running a', 'Running b']);
  });

  it('gives no address that a pod of another node has, and no two pods of one look the same', async () => {
    const { clock, cluster, look } = start([fakePod('else', 'other', { status: running }), fakePod('a', 'n'), fakePod('b', 'n')]);
    await look();
    await clock.advance(1000);
    await look();
    expect(cluster.pods.map(({ status }) => status?.podIP)).toEqual(['10.10.25.100', '10.10.25.101', '10.10.25.102']);
  });

  it('goes on with the others where one could not be written', async () => {
    const { clock, cluster, look } = start([fakePod('a', 'n'), fakePod('b', 'n')]);
    await look();
    await clock.advance(1000);
    cluster.failing = 'Running a';
    await look();
    expect(cluster.pods.map(({ status }) => status?.phase)).toEqual(['Pending', 'Running']);
    await look();
    expect(cluster.pods.map(({ status }) => status?.phase)).toEqual(['Running', 'Running']);
  });

  it('lets be what has ended', async () => {
    const { clock, cluster, look, ran } = start([fakePod('a', 'n', { status: { phase: 'Succeeded' } }), fakePod('b', 'n', { status: { phase: 'Failed' } })]);
    await look();
    await clock.advance(1000);
    await look();
    expect([cluster.writes, ran]).toEqual([[], []]);
  });
});

describe('the command of a pod', () => {
  it('runs again for another pod of the same name', async () => {
    const { cluster, look, ran } = start([fakePod('a', 'n', { status: running })]);
    await look();
    await look();
    cluster.pods[0] = { ...fakePod('a', 'n', { status: running }), metadata: { name: 'a', uid: 'second' } };
    await look();
    expect(ran).toEqual(['uid-a', 'second']);
  });

  it('that could not be run ends the pod with 128 and says why in the log', async () => {
    const { cluster, look, starts } = start([fakePod('a', 'n', { status: running })], () => Promise.reject(new Error('no bash')));
    await look();
    await look();
    expect(cluster.pods[0]?.status).toMatchObject({ phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 128 } } }] });
    expect(starts.readLog('kube-system', 'a', 'main')).toBe('no bash');
  });

  it('that ends does not end a pod which is to be restarted', async () => {
    const pod = fakePod('a', 'n', { status: running });
    const { cluster, look } = start([{ ...pod, spec: { ...pod.spec, containers: pod.spec?.containers ?? [], restartPolicy: 'Always' } }]);
    await look();
    await look();
    expect(cluster.writes).toEqual([]);
  });

  it('is not run on a faked node for a pod that is going or does not run yet', async () => {
    const { cluster, look, ran } = start([fakePod('a', 'k', { status: running, deleted: true }), fakePod('b', 'k')]);
    await look({ own: [], faked: ['k'] });
    expect([cluster.writes, ran]).toEqual([[], []]);
  });
});

describe('a log', () => {
  it('is empty while the command runs and of any container but the first, and missing where there is no such pod', async () => {
    const pod = fakePod('a', 'n', { status: running });
    const { look, starts } = start([{ ...pod, spec: { ...pod.spec, containers: [{ name: 'main' }, { name: 'side' }] } }, fakePod('b', 'other', { status: running })], () => new Promise(() => undefined));
    await look();
    const read = (name: string, container: string, namespace = 'kube-system') => starts.readLog(namespace, name, container);
    expect([read('a', 'main'), read('a', 'side'), read('a', 'none'), read('a', 'main', 'default'), read('b', 'main')]).toEqual(['', '', undefined, undefined, undefined]);
  });
});

it.each([[own, true], [{ own: [], faked: ['k'] }, true], [{ own: [], faked: [] }, false]])('with the nodes %j is busy: %s', async (hosts, expected) => {
  const { look, starts } = start([]);
  await look(hosts);
  expect(starts.busy()).toBe(expected);
});
