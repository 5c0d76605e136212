import { InvalidInputError } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { cloudNode, FakeTerway } from '../testing/fake-terway.ts';
import { Faults, Killed } from '../testing/faults.ts';
import { restartTerway, undoTerwayRestart, type TerwayRestartRequest } from './restart-terway.ts';

const timing = { intervalMs: 1, podReadyTimeoutMs: 100_000, timeoutMs: 60_000 };
const retry = { minDelayMs: 1, maxDelayMs: 2 };

const setUp = (names: readonly string[] = ['a', 'b', 'c']) => {
  const faults = new Faults();
  const port = new FakeTerway(faults, names.map((name) => cloudNode(name)));
  const told: string[] = [];
  const options = { onProgress: (message: string) => void told.push(message) };
  const restart = (request: Partial<TerwayRestartRequest> = {}) => restartTerway(port, { reason: 'eni_conf changed', timing, retry, ...request }, options, port.clocks);
  const undo = (more: { readonly wait?: boolean } = {}) => undoTerwayRestart(port, { timing, retry, ...more }, options, port.clocks);
  const pods = async () => (await port.terway()).pods;
  return { faults, port, told, restart, undo, pods };
};

describe('restartTerway', () => {
  it.each([1, 2])('replaces every pod within maxUnavailable %i, and tells each node', async (maxUnavailable) => {
    const { port, restart, told, faults } = setUp();
    port.maxUnavailable = maxUnavailable;
    expect(await restart()).toEqual({ outcome: 'restarted', restarted: ['a', 'b', 'c'], left: [] });
    expect(faults.writes).toEqual(['annotate']);
    expect(port.mostDown).toBe(maxUnavailable);
    expect(told[0]).toBe(`terway-eniip: restart (RollingUpdate: maxUnavailable ${maxUnavailable}, maxSurge 0): eni_conf changed`);
    expect(told.filter((line) => line.includes('restarted on'))).toEqual(['a', 'b', 'c'].map((name) => `terway-eniip: restarted on ${name}`));
  });

  it('deletes the pods one by one where the update strategy is OnDelete, each awaited', async () => {
    const { port, restart, faults } = setUp();
    port.strategy = 'OnDelete';
    expect(await restart()).toMatchObject({ outcome: 'restarted', restarted: ['a', 'b', 'c'] });
    expect(faults.writes).toEqual(['annotate', 'delete pod old-a', 'delete pod old-b', 'delete pod old-c']);
    expect(port.mostDown).toBe(1);
  });

  it.each(['RollingUpdate', 'OnDelete'] as const)('stops at the first pod that crash-loops, with %s, and says where, why and the way back', async (strategy) => {
    const { port, restart, pods } = setUp();
    port.strategy = strategy;
    port.fates.set('a', 'crash-loop');
    const error = await restart().catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'TerwayRestartStalled',
      nodes: ['a'],
      message: 'the restart of kube-system/terway-eniip does not get on: a: pod new1-a has not been Ready for 20 s: CrashLoopBackOff of container terway, 3 restarts (ended with exit code 1 (Error)). 2 nodes run on with the pod from before.',
      remediation:
        'Look at the pod: kubectl -n kube-system describe pod new1-a; kubectl -n kube-system logs new1-a -c terway --previous. The restart stays asked for. Mend the cause and call again, which goes on where this stopped; or put back what Terway reads and take the restart back (the undo of the step): the pods that are not well are replaced first.',
    });
    expect((await pods()).filter(({ ready }) => ready).map(({ name }) => name)).toEqual(['old-b', 'old-c']);
  });

  it.each([
    ['never-ready', 'a: pod new1-a has not been Ready for 100 s: it starts, or its readiness probe fails.'],
    ['never-created', 'a has had no pod for 100 s.'],
  ] as const)('gives up a pod that is %s', async (fate, message) => {
    const { port, restart } = setUp();
    port.fates.set('a', fate);
    await expect(restart()).rejects.toMatchObject({ code: 'TerwayRestartStalled', message: expect.stringContaining(message) as string });
  });

  it('mends a pod that was not well before, and starts with it', async () => {
    const { port, restart } = setUp();
    port.strategy = 'OnDelete';
    port.unwell.add('c');
    expect(await restart()).toEqual({ outcome: 'restarted', restarted: ['a', 'b', 'c'], left: [] });
    expect(port.deleted).toEqual(['old-c', 'old-a', 'old-b']);
  });

  it('names a node that was not well before, nor is afterwards, and goes on with the others', async () => {
    const { port, restart } = setUp();
    port.strategy = 'OnDelete';
    port.unwell.add('b');
    port.fates.set('b', 'crash-loop');
    expect(await restart()).toMatchObject({ restarted: ['a', 'c'], left: [{ node: 'b', why: expect.stringContaining('CrashLoopBackOff of container terway') as string }] });
  });

  it('says what holds the rollout where a pod that was not well before takes all of maxUnavailable', async () => {
    const { port, restart } = setUp();
    port.unwell.add('b');
    port.fates.set('b', 'crash-loop');
    await expect(restart()).rejects.toMatchObject({ code: 'TerwayRestartStalled', nodes: ['a', 'c'], message: expect.stringMatching(/\(maxUnavailable 1, maxSurge 0\) has replaced no pod for \d+ s; not Ready before either: b: pod .* 2 nodes run on/) as string });
  });

  it('does not wait for a node that is not Ready, and names it', async () => {
    const { port, restart } = setUp();
    port.maxUnavailable = 2;
    port.nodeList = port.nodeList.map((node) => (node.name === 'b' ? { ...node, ready: false } : node));
    expect(await restart()).toEqual({ outcome: 'restarted', restarted: ['a', 'c'], left: [{ node: 'b', why: 'the node is not Ready' }] });
  });

  it('writes nothing where no pod runs', async () => {
    const { restart, faults } = setUp([]);
    expect(await restart()).toEqual({ outcome: 'none', restarted: [], left: [] });
    expect(faults.writes).toEqual([]);
  });

  it.each([
    ['every pod began later', '2026-11-21T07:00:00Z', 'none'],
    ['some pod began before', '2026-11-21T08:30:00Z', 'restarted'],
  ])('given a moment, restarts only where it is needed: %s', async (_what, since, outcome) => {
    const { restart, faults } = setUp();
    expect((await restart({ since })).outcome).toBe(outcome);
    expect(faults.writes).toHaveLength(outcome === 'none' ? 0 : 1);
  });

  it('given a moment, writes nothing the second time', async () => {
    const { restart, faults } = setUp();
    const first = await restart({ since: '2026-11-21T08:30:00Z' });
    expect(await restart({ since: '2026-11-21T08:30:00Z' })).toEqual(first);
    expect(faults.writes).toEqual(['annotate']);
  });

  it('restarts anew for another reason, and for the same one once it is through', async () => {
    const { restart, faults } = setUp();
    await restart();
    await restart();
    await restart({ reason: 'the access key was switched' });
    expect(faults.writes).toHaveLength(3);
  });

  it.each(['before', 'after'] as const)('goes on after a run that was killed %s the annotation', async (moment) => {
    const { restart, faults } = setUp();
    faults.killAt(1, moment);
    await expect(restart()).rejects.toBeInstanceOf(Killed);
    expect(await restart()).toMatchObject({ restarted: ['a', 'b', 'c'] });
    expect(faults.writes).toHaveLength(moment === 'before' ? 2 : 1);
  });

  it.each(['before', 'after'] as const)('goes on after a run that was killed %s it deleted a pod', async (moment) => {
    const { port, restart, faults } = setUp();
    port.strategy = 'OnDelete';
    faults.killAt(3, moment);
    await expect(restart()).rejects.toBeInstanceOf(Killed);
    expect(await restart()).toMatchObject({ restarted: ['a', 'b', 'c'] });
    expect(port.deleted).toEqual(['old-a', 'old-b', 'old-c']);
  });

  it.each(['before', 'after'] as const)('annotates once where the answer is lost %s the write, and after a conflict', async (moment) => {
    const { restart, port, faults } = setUp();
    faults.loseAnswerAt(1, moment);
    await restart();
    faults.conflictAt(1);
    await restart({ reason: 'another' });
    expect(port.annotations).toMatchObject({ 'ack-hybrid.io/restart-reason': 'another' });
    expect(faults.writes).toHaveLength(moment === 'before' ? 4 : 3);
  });

  it('stops where somebody else restarts Terway meanwhile', async () => {
    const { restart, port } = setUp();
    const nodes = port.nodes.bind(port);
    port.nodes = () => {
      port.annotations['ack-hybrid.io/restarted-at'] = '2030-01-01T00:00:00Z';
      return nodes();
    };
    await expect(restart().then(() => undefined)).rejects.toMatchObject({ code: 'TerwayRestartStalled', message: expect.stringContaining('overtaken') as string });
  });

  it('stops promptly when aborted', async () => {
    const { port, restart } = setUp();
    port.startMs = Number.MAX_SAFE_INTEGER;
    const abort = new AbortController();
    const running = restartTerway(port, { reason: 'r', timing, retry }, { signal: abort.signal, onProgress: () => abort.abort(new Error('stop')) }, port.clocks);
    await expect(running).rejects.toThrow('stop');
    await expect(restart({ timing: { ...timing, timeoutMs: 1 } })).rejects.toMatchObject({ code: expect.any(String) as string });
  });

  it.each(['', '  ', 'two\nlines', 'x'.repeat(201)])('refuses the reason %j', async (reason) => {
    const { restart, faults } = setUp();
    await expect(restart({ reason, since: 'yesterday' })).rejects.toSatisfy(InvalidInputError.isInstance);
    expect(faults.writes).toEqual([]);
  });
});

describe('undoTerwayRestart', () => {
  it.each(['RollingUpdate', 'OnDelete'] as const)('takes the annotations off and replaces the pods once more, with %s', async (strategy) => {
    const { port, restart, undo, pods } = setUp();
    port.strategy = strategy;
    await restart();
    expect(await undo()).toMatchObject([{ action: 'update', target: 'DaemonSet kube-system/terway-eniip' }]);
    expect(port.annotations).toEqual({});
    expect((await pods()).map(({ ready, restartedAt }) => [ready, restartedAt])).toEqual(Array.from({ length: 3 }, () => [true, undefined]));
    expect(await undo()).toEqual([]);
  });

  it('brings back a pod that the restart broke', async () => {
    const { port, restart, undo, pods } = setUp();
    port.fates.set('a', 'crash-loop');
    await expect(restart()).rejects.toMatchObject({ code: 'TerwayRestartStalled' });
    await undo();
    expect((await pods()).every(({ ready }) => ready)).toBe(true);
  });

  it('goes on after a run that was killed right after the write, and waits only where it is told to', async () => {
    const { port, restart, undo, faults, pods } = setUp();
    await restart();
    faults.killAt(1, 'after');
    await expect(undo()).rejects.toBeInstanceOf(Killed);
    expect(await undo()).toEqual([]);
    expect((await pods()).every(({ restartedAt }) => restartedAt === undefined)).toBe(true);
    await restart();
    port.strategy = 'OnDelete';
    expect(await undo({ wait: false })).toHaveLength(1);
    expect((await pods()).every(({ restartedAt }) => restartedAt !== undefined)).toBe(true);
  });
});
