import { describe, expect, it } from 'vitest';
import { cloudNode, premisesNode } from '../../testing/cluster.ts';
import type { NodeView } from '../match-node.ts';
import type { DaemonPodView } from '../placement-checks.ts';
import { rememberBefore, watchPods, type RolloutLook, type RolloutMemory } from './watch-pods.ts';

const limits = { podReadyMs: 100_000, intervalMs: 1_000 };
const pod = (nodeName: string, fields: Partial<DaemonPodView> = {}): DaemonPodView => ({ name: `p-${nodeName}`, nodeName, ready: true, terminating: false, templateGeneration: '1', ...fields });
const look = (now: number, pods: readonly DaemonPodView[], nodes: readonly NodeView[] = [premisesNode('dc-1'), premisesNode('dc-2')]): RolloutLook => ({ nodes, pods, matches: ({ templateGeneration }) => templateGeneration === '2', now });
const well = [pod('dc-1'), pod('dc-2')];
/** The last of several looks at the same pods, each a second after the other. */
const watchFor = (seconds: number, pods: readonly DaemonPodView[], nodes?: readonly NodeView[], memory: RolloutMemory = rememberBefore(look(0, well), true)) => {
  let watch = watchPods(memory, look(0, pods, nodes), limits);
  for (let second = 1; second <= seconds; second += 1) watch = watchPods(watch.memory, look(second * 1_000, pods, nodes), limits);
  return { replacing: watch.replacing.map(({ node }) => node), stalled: watch.stalled.map(({ node }) => node), unwell: watch.unwell.map(({ node }) => node), running: watch.running };
};

describe('rememberBefore', () => {
  it.each<[string, readonly DaemonPodView[], boolean, readonly string[]]>([
    ['a pod of the old template that is not Ready', [pod('dc-1', { ready: false })], false, ['dc-1']],
    ['no pod of the new template: the change brought it', [pod('dc-1', { ready: false, templateGeneration: '2' })], false, []],
    ['no pod that is on its way out', [pod('dc-1', { ready: false, terminating: true })], false, []],
    ['a node without a pod, where the pods are surely from before', [], true, ['dc-1']],
    ['no node without a pod, where it may have been taken already', [], false, []],
    ['no node with a Ready pod beside another', [pod('dc-1', { ready: false }), pod('dc-1')], true, []],
  ])('counts as unwell before the change %s', (_, pods, isFromBefore, expected) => {
    expect([...rememberBefore(look(0, [...pods, pod('dc-2')]), isFromBefore).unwellBefore]).toEqual(expected);
  });
});

describe('watchPods', () => {
  it.each<[string, readonly DaemonPodView[], number, readonly string[]]>([
    ['not Ready', [pod('dc-1', { ready: false })], 100, ['dc-1']],
    ['gone', [], 100, ['dc-1']],
    ['still going', [pod('dc-1', { terminating: true })], 100, ['dc-1']],
    ['crash-looping', [pod('dc-1', { ready: false, reason: 'CrashLoopBackOff' })], 20, ['dc-1']],
    ['without its image', [pod('dc-1', { ready: false, reason: 'ImagePullBackOff' })], 20, ['dc-1']],
    ['the second of a surge, and not Ready, though the first one runs', [pod('dc-1'), pod('dc-1', { ready: false })], 100, ['dc-1']],
    ['the second of a surge, and crash-looping', [pod('dc-1'), pod('dc-1', { ready: false, reason: 'CrashLoopBackOff' })], 20, ['dc-1']],
    ['Ready beside one that goes', [pod('dc-1', { terminating: true, ready: false }), pod('dc-1', { name: 'new' })], 1_000, []],
  ])('gives a node up whose pod is %s, once its time is over and not before', (_, pods, seconds, expected) => {
    expect(watchFor(seconds, [...pods, pod('dc-2')]).stalled).toEqual(expected);
    expect(watchFor(seconds - 1, [...pods, pod('dc-2')]).stalled).toEqual([]);
  });

  it('lets each node begin its own time, so that a slow rollout is none that stands', () => {
    let memory = rememberBefore(look(0, well), true);
    for (let second = 1; second <= 400; second += 1) {
      const slow = second % 180 < 90 ? 'dc-1' : 'dc-2';
      const watch = watchPods(memory, look(second * 1_000, well.map((each) => (each.nodeName === slow ? { ...each, ready: false } : each))), limits);
      expect([watch.stalled, watch.replacing.map(({ node }) => node), watch.running]).toEqual([[], [slow], 1]);
      ({ memory } = watch);
    }
  });

  it('never gives up a node that was not well before, and names it', () => {
    const memory = rememberBefore(look(0, [pod('dc-1', { ready: false }), pod('dc-2')]), true);
    expect(watchFor(1_000, [pod('dc-1', { ready: false, reason: 'CrashLoopBackOff', templateGeneration: '2' }), pod('dc-2')], undefined, memory)).toEqual({ replacing: [], stalled: [], unwell: ['dc-1'], running: 1 });
  });

  it('never gives up a cloud node, and names it as long as it is being replaced', () => {
    const nodes = [premisesNode('dc-2'), cloudNode('ecs-1')];
    expect(watchFor(1_000, [pod('dc-2')], nodes)).toEqual({ replacing: ['ecs-1'], stalled: [], unwell: [], running: 1 });
  });

  it('lets a node begin anew that was not looked at, since it was not Ready itself', () => {
    const down = [pod('dc-1', { ready: false }), pod('dc-2')];
    const before = watchPods(rememberBefore(look(0, well), true), look(0, down), limits);
    const away = watchPods(before.memory, look(40_000, down, [premisesNode('dc-2')]), limits);
    const back = watchPods(away.memory, look(80_000, down), limits);
    expect(back.replacing.map(({ downMs }) => downMs)).toEqual([0]);
  });

  it('does not count time in which nobody looked', () => {
    const down = [pod('dc-1', { ready: false }), pod('dc-2')];
    const first = watchPods(rememberBefore(look(0, well), true), look(0, down), limits);
    const second = watchPods(first.memory, look(30_000, down), limits);
    const awake = watchPods(second.memory, look(9_000_000, down), limits);
    expect([awake.stalled, awake.replacing.map(({ downMs }) => downMs)]).toEqual([[], [30_000]]);
  });

  it('counts it where the looks are far apart by intention', () => {
    const down = [pod('dc-1', { ready: false }), pod('dc-2')];
    const slow = { podReadyMs: 100, intervalMs: 1_000 };
    const first = watchPods(rememberBefore(look(0, well), true), look(0, down), slow);
    expect(watchPods(first.memory, look(1_000, down), slow).stalled.map(({ node }) => node)).toEqual(['dc-1']);
  });

  it('remembers no more than the nodes that are not well', () => {
    const watch = watchPods(rememberBefore(look(0, well), true), look(0, [pod('dc-1', { ready: false }), pod('dc-2')]), limits);
    expect([...watch.memory.downSince.keys()]).toEqual(['dc-1']);
    expect(watchPods(watch.memory, look(1_000, well), limits).memory.downSince.size).toBe(0);
  });
});
