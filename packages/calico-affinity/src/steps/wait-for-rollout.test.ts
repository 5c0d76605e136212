import { runSteps, StepError, WaitTimeoutError } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { CalicoAffinityError } from '../errors.ts';
import { byManifest, cloudNode, manifestKey, premisesNode } from '../testing/cluster.ts';
import { FakeRollout } from '../testing/fake-rollout.ts';
import { excludeCloudNodes } from '../plan/exclude-cloud-nodes.ts';
import { readPath, withPath } from '../plan/json.ts';
import { createAffinityStepOn } from './affinity-step.ts';
import { waitForRollout } from './wait-for-rollout.ts';

const reference = { namespace: 'kube-system', name: 'calico-node' };
const settings = { timing: { intervalMs: 1, rolloutTimeoutMs: 30 } };
const excluded = () => {
  const cluster = byManifest();
  cluster.put(manifestKey, withPath(cluster.objects.get(manifestKey) ?? {}, ['spec', 'template', 'spec', 'affinity'], { nodeAffinity: excludeCloudNodes(undefined) }));
  return cluster;
};

describe('waitForRollout', () => {
  it('ends once every pod is new and ready', async () => {
    const cluster = excluded();
    await expect(waitForRollout(cluster, { reference, nodes: cluster.nodes, isRendered: () => true }, settings, {})).resolves.toBe(cluster.objects.get(manifestKey));
  });

  it.each<[string, RegExp, (cluster: ReturnType<typeof excluded>) => boolean]>([
    ['pods linger on nodes that are not selected', /no longer selected: 1/, (cluster) => cluster.oddPods.push({ name: 'x', nodeName: 'ecs-1', ready: true, terminating: true }) > 0],
    ['the operator has not rendered it', /has not rendered/, () => false],
    ['the DaemonSet is away', /is not there/, (cluster) => cluster.objects.delete(manifestKey)],
  ])('waits while %s, and says so at the deadline with a way out', async (_, state, spoil) => {
    const cluster = excluded();
    const isRendered = spoil(cluster);
    const failure = waitForRollout(cluster, { reference, nodes: cluster.nodes, isRendered: () => isRendered }, settings, {});
    await expect(failure).rejects.toThrow(state);
    await expect(failure).rejects.toMatchObject({ remediation: expect.stringContaining('undo') as string });
  });

  it("gives the scheduler's words where it finds no place for a pod", async () => {
    const cluster = excluded();
    cluster.objects.set(manifestKey, withPath(cluster.objects.get(manifestKey) ?? {}, ['status', 'numberReady'], 0));
    cluster.oddPods.push({ name: 'x', nodeName: '', ready: false, terminating: false, unscheduled: "0/9 nodes are available: 1 node(s) didn't match pod affinity rules." });
    const failure = waitForRollout(cluster, { reference, nodes: cluster.nodes, isRendered: () => true }, settings, {});
    await expect(failure).rejects.toThrow(/0 ready.*no place for 1 pod: 0\/9 nodes are available: 1 node\(s\) didn't match pod affinity rules/);
  });

  it('does not wait for a pod that is going on a node that is not Ready', async () => {
    const cluster = excluded();
    cluster.oddPods.push({ name: 'x', nodeName: 'ecs-1', ready: false, terminating: true });
    const nodes = cluster.nodes.map((node) => (node.name === 'ecs-1' ? { ...node, ready: false } : node));
    await expect(waitForRollout(cluster, { reference, nodes, isRendered: () => true }, settings, {})).resolves.toBeDefined();
  });
});

/** Three nodes on premises and one in the cloud, whose DaemonSet begins to keep off the cloud. */
const rollout = (prepare: (cluster: FakeRollout) => void = () => undefined, spec = {}) => {
  const cluster = new FakeRollout([premisesNode('dc-1'), premisesNode('dc-2'), premisesNode('dc-3'), cloudNode('ecs-1')], { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } }, ...spec });
  prepare(cluster);
  cluster.setAffinity({ nodeAffinity: excludeCloudNodes(undefined) });
  return cluster;
};
const follow = async (cluster: FakeRollout, more: Partial<Parameters<typeof waitForRollout>[1]> = {}, timing: NonNullable<Parameters<typeof waitForRollout>[2]['timing']> = {}) => {
  const progress: string[] = [];
  const wait = { reference, nodes: [...cluster.nodes], isRendered: () => true, now: cluster.now, ...more };
  const error = await waitForRollout(cluster, wait, { timing: { intervalMs: 1, ...timing } }, { onProgress: (message) => progress.push(message) }).then(() => undefined, (reason: unknown) => reason);
  return { error, progress, seconds: cluster.clock / 1_000 };
};
const stallOf = (error: unknown): CalicoAffinityError => (CalicoAffinityError.isInstance(error) ? error : expect.fail(`no CalicoAffinityError: ${String(error)}`));

describe('the progress of a rollout', () => {
  it('names what is replaced, and tells only what changed', async () => {
    const { error, progress } = await follow(rollout());
    expect(error).toBeUndefined();
    expect(progress).toMatchInlineSnapshot(`
      [
        "calico-node: 1 of 3 updated, 2 ready, 2 available, 2 left; replacing dc-1",
        "calico-node: 2 of 3 updated, 2 ready, 2 available, 1 left; replacing dc-2",
        "calico-node: 3 of 3 updated, 2 ready, 2 available, 0 left; replacing dc-3",
      ]
    `);
  });

  it('goes on for as long as each node is well in its own time', async () => {
    const cluster = rollout((each) => (each.startMs = 240_000));
    const { error, seconds } = await follow(cluster);
    expect(error).toBeUndefined();
    expect(seconds).toBeGreaterThan(600);
  });

  it('is not confused by two pods on a node', async () => {
    const { error, progress } = await follow(rollout((cluster) => (cluster.maxSurge = 1)));
    expect(error).toBeUndefined();
    expect(progress[0]).toBe('calico-node: 0 of 3 updated, 3 ready, 3 available, 3 left; replacing dc-1');
    expect(progress.every((line) => line.includes('3 ready'))).toBe(true);
  });

  it('with OnDelete waits for none, and names the nodes that keep the template before', async () => {
    const cluster = rollout(undefined, { updateStrategy: { type: 'OnDelete' } });
    const { error, progress } = await follow(cluster);
    expect(error).toBeUndefined();
    expect(progress).toEqual(['calico-node: the update strategy OnDelete replaces no pod; 3 nodes keep the pod of the template before until someone deletes it: dc-1, dc-2, dc-3']);
    expect(cluster.calls).toEqual({ readDaemonSet: 1, listDaemonPods: 1, listNodes: 0 });
  });

  it('believes no count before the controller has seen the change, and looks at the pods once meanwhile', async () => {
    const cluster = excluded();
    cluster.objects.set(manifestKey, withPath(cluster.objects.get(manifestKey) ?? {}, ['metadata', 'generation'], 9));
    const lists: number[] = [];
    const list = cluster.listDaemonPods.bind(cluster);
    cluster.listDaemonPods = async (daemonSet) => (lists.push(1), list(daemonSet));
    const failure = waitForRollout(cluster, { reference, nodes: cluster.nodes, isRendered: () => true }, settings, {});
    await expect(failure).rejects.toThrow('states seen: the controller has not seen the change yet');
    expect(lists).toHaveLength(1);
  });

  it('tells the last states alone at the deadline', async () => {
    const cluster = byManifest();
    let looks = 0;
    cluster.readDaemonSet = async () => withPath(cluster.objects.get(manifestKey) ?? {}, ['status', 'updatedNumberScheduled'], -(looks += 1));
    const error: unknown = await waitForRollout(cluster, { reference, nodes: cluster.nodes, isRendered: () => true }, settings, {}).catch((reason: unknown) => reason);
    expect(WaitTimeoutError.isInstance(error) && error.statesSeen.at(-1)).toContain(`-${looks} of 4 updated`);
    expect(WaitTimeoutError.isInstance(error) && error.statesSeen.length).toBe(Math.min(5, looks));
  });
});

describe('the health gate', () => {
  it('stops where a pod never gets Ready, well before the deadline, and says what to do', async () => {
    const { error, seconds } = await follow(rollout((cluster) => cluster.fates.set('dc-2', 'never-ready')));
    const stall = stallOf(error);
    expect([stall.reason, stall.nodes]).toEqual(['rollout-stalled', ['dc-2']]);
    expect(stall.message).toMatchInlineSnapshot(`"the rollout of kube-system/calico-node does not get on: dc-2: pod new-dc-2-2 has not been Ready for 300 s: it starts, or its readiness probe fails. A Ready pod still runs on 2 of the 3 on-premises nodes that are Ready, of the new template or of the one before. The rollout holds itself back: no pod that is well is replaced while 1 (maxUnavailable) or more are not available."`);
    expect(stall.remediation).toMatchInlineSnapshot(`"Look at the pod: kubectl -n kube-system describe pod new-dc-2-2; kubectl -n kube-system logs new-dc-2-2. The change stays written. Mend the node and run the step again, or take it back: runSteps(steps, { mode: 'undo' }), or the step's own undo(); the pods that are not well are replaced first."`);
    expect(seconds).toBeLessThan(400);
  });

  it.each([
    ['crash-loop', 'CrashLoopBackOff of container calico-node, 4 restarts (ended with exit code 1'],
    ['image-pull', 'ImagePullBackOff of container install-cni (Back-off pulling image "calico/cni")'],
  ] as const)('stops sooner at a %s, and names it', async (fate, words) => {
    const { error, progress, seconds } = await follow(rollout((cluster) => cluster.fates.set('dc-1', fate)));
    expect(stallOf(error).message).toContain(words);
    expect(progress.at(-1)).toMatch(/replacing dc-1 \((CrashLoop|ImagePull)BackOff\)$/);
    expect(seconds).toBeLessThanOrEqual(80);
  });

  it('stops where a surge does not get on, and says that the pod before runs on', async () => {
    const cluster = rollout((each) => { each.maxSurge = 1; each.fates.set('dc-1', 'never-ready'); }, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } });
    const { message } = stallOf((await follow(cluster)).error);
    expect(message).toContain('runs on 3 of the 3 on-premises nodes');
    expect(message).toContain('only 1 (maxSurge) are started beside it');
  });

  it('stops where a pod that was Ready is gone and does not come back', async () => {
    const cluster = rollout((each) => (each.startMs = 100_000));
    cluster.onStep = (clock) => { if (clock === 50_000) cluster.takePods('dc-3'); };
    const { error, seconds } = await follow(cluster);
    expect(stallOf(error).nodes).toEqual(['dc-3']);
    expect(stallOf(error).message).toContain('dc-3 has had no pod for 300 s');
    expect(stallOf(error).remediation).toContain('get events');
    expect(seconds).toBe(350);
  });

  it('takes the limit from the options', async () => {
    const { seconds } = await follow(rollout((cluster) => cluster.fates.set('dc-1', 'never-ready')), {}, { podReadyTimeoutMs: 60_000 });
    expect(seconds).toBe(70);
  });

  it('is not tripped by a pod that was not Ready before, and names it', async () => {
    const cluster = new FakeRollout([premisesNode('dc-1'), premisesNode('dc-2')]);
    cluster.unwell.add('dc-2');
    cluster.fates.set('dc-2', 'crash-loop');
    const podsBefore = await cluster.listDaemonPods();
    cluster.setAffinity({ nodeAffinity: excludeCloudNodes(undefined) });
    cluster.onStep = (clock) => { if (clock > 2_000_000) throw new Error('no stop for 2,000 seconds'); };
    const { error, progress } = await follow(cluster, { podsBefore });
    expect(String(error)).toContain('no stop for 2,000 seconds');
    expect(progress.at(-1)).toBe('calico-node: 1 of 2 updated, 1 ready, 1 available, 1 left; not Ready before the change either: dc-2 (CrashLoopBackOff)');
    // The node may have gone: it is asked again once in the time that a pod has, not at each look.
    expect(cluster.calls.listNodes).toBe(6);
  });

  it('is not tripped by a node that stops being Ready meanwhile, nor waits for it', async () => {
    const cluster = rollout();
    cluster.onStep = (clock) => { if (clock === 20_000) cluster.setNode('dc-1', { ready: false }); };
    cluster.maxUnavailable = 2;
    const { error } = await follow(cluster);
    expect(error).toBeUndefined();
    expect(cluster.calls.listNodes).toBeGreaterThan(0);
  });

  it('gives a node that comes back its own time', async () => {
    const cluster = rollout((each) => (each.maxUnavailable = 2));
    cluster.onStep = (clock) => {
      if (clock === 20_000) cluster.setNode('dc-1', { ready: false });
      if (clock === 340_000) cluster.setNode('dc-1', { ready: true });
    };
    expect((await follow(cluster)).error).toBeUndefined();
  });

  it('does not wait for a node that is gone', async () => {
    const cluster = rollout((each) => each.fates.set('dc-3', 'never-ready'));
    cluster.onStep = (clock) => { if (clock === 120_000) cluster.nodes.splice(2, 1); };
    expect((await follow(cluster)).error).toBeUndefined();
  });

  it('offers no undo of an undo', async () => {
    const { remediation } = stallOf((await follow(rollout((cluster) => cluster.fates.set('dc-1', 'never-ready')), { isUndo: true })).error);
    expect(remediation).not.toContain("mode: 'undo'");
    expect(remediation).toContain('set back already');
  });

  it('trips in a later run, too, at what the change of an earlier run broke', async () => {
    const cluster = rollout((each) => each.fates.set('dc-2', 'crash-loop'));
    expect(stallOf((await follow(cluster)).error).nodes).toEqual(['dc-2']);
    expect(stallOf((await follow(cluster)).error).nodes).toEqual(['dc-2']);
  });
});

describe('the step whose rollout stands', () => {
  it('fails the run with the nodes in it, and its undo takes the change back', async () => {
    const cluster = rollout((each) => { each.startMs = 0; each.fates.set('dc-2', 'crash-loop'); });
    cluster.setAffinity(undefined);
    const step = createAffinityStepOn(cluster, { timing: { intervalMs: 1, podReadyTimeoutMs: 100 } });
    const failure: unknown = await runSteps([step]).catch((error: unknown) => error);
    const cause = StepError.isInstance(failure) ? failure.cause : failure;
    expect(stallOf(cause).nodes).toEqual(['dc-2']);
    cluster.fates.clear();
    const undone = await runSteps([step], { mode: 'undo' });
    expect(undone.steps[0]).toMatchObject({ status: 'undone' });
    expect(readPath(cluster.objects.get(manifestKey) ?? {}, ['spec', 'template', 'spec', 'affinity'])).toBeUndefined();
  });
});

describe('a rollout on 5,000 nodes', () => {
  const nodes = Array.from({ length: 5_000 }, (_, index) => (index % 5 === 4 ? cloudNode(`ecs-${index}`) : premisesNode(`dc-${index}`)));
  const large = () => {
    const cluster = new FakeRollout(nodes);
    cluster.maxUnavailable = 400;
    return cluster;
  };
  const start = (cluster: FakeRollout) => cluster.setAffinity({ nodeAffinity: excludeCloudNodes(undefined) });

  it('reads the DaemonSet and the pods once a look, the nodes never, and tells one short line', async () => {
    const cluster = large();
    start(cluster);
    const { error, progress } = await follow(cluster);
    expect(error).toBeUndefined();
    const { readDaemonSet, listDaemonPods, listNodes } = cluster.calls;
    expect(listNodes).toBe(0);
    expect(listDaemonPods).toBe(readDaemonSet);
    expect(progress.length).toBeLessThanOrEqual(readDaemonSet);
    expect(Math.max(...progress.map((line) => line.length))).toBeLessThan(160);
    expect(progress[0]).toBe('calico-node: 400 of 4000 updated, 3600 ready, 3600 available, 3600 left; replacing dc-0, dc-1, dc-2 and 397 more');
  });

  it('finds the two pods that do not come, and reads the nodes once before it says so', async () => {
    const cluster = large();
    cluster.fates.set('dc-3', 'crash-loop').set('dc-250', 'image-pull');
    start(cluster);
    const { error } = await follow(cluster);
    expect(stallOf(error).nodes).toEqual(['dc-3', 'dc-250']);
    expect(stallOf(error).message).toContain('of the 4000 on-premises nodes');
    expect(cluster.calls.listNodes).toBe(1);
    expect(cluster.calls.listDaemonPods).toBe(cluster.calls.readDaemonSet);
  });
});
