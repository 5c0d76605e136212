import { describe, expect, it } from 'vitest';
import type { DaemonPodView } from '../placement-checks.ts';
import { describeKept, describeProgress, describeStall, nameSome, stallRemediation } from './describe-rollout.ts';
import type { StalledNode } from './watch-pods.ts';

const pod = (fields: Partial<DaemonPodView> = {}): DaemonPodView => ({ name: 'calico-node-x', nodeName: 'dc-1', ready: false, terminating: false, ...fields });
const down = (node: string, fields?: Partial<DaemonPodView>): StalledNode => ({ node, downMs: 90_000, ...(fields === undefined ? {} : { pod: pod(fields) }) });
const stall = (stalled: readonly StalledNode[], rollingUpdate: object = {}, unwell: readonly StalledNode[] = [], pods: readonly DaemonPodView[] = []) =>
  describeStall('the rollout of a/b', { spec: { updateStrategy: { rollingUpdate } } }, { memory: { lookedAt: 0, unwellBefore: new Set(), downSince: new Map() }, replacing: stalled, stalled, unwell, running: 7, onPremises: 9 }, pods);

describe('describeStall', () => {
  it('says of each node what stands there, what runs, and who was not well before', () => {
    const message = stall([down('dc-1', { reason: 'CrashLoopBackOff', container: 'c', restarts: 1 }), down('dc-2'), down('dc-3', { terminating: true })], { maxUnavailable: '10%' }, [down('dc-4', {})]);
    expect(message).toMatchInlineSnapshot(`"the rollout of a/b does not get on: dc-1: pod calico-node-x has not been Ready for 90 s: CrashLoopBackOff of container c, 1 restart; dc-2 has had no pod for 90 s; dc-3: pod calico-node-x has been going for 90 s and no other came. A Ready pod still runs on 7 of the 9 on-premises nodes that are Ready, of the new template or of the one before. Not Ready before the change either: dc-4. The rollout holds itself back: no pod that is well is replaced while 10% (maxUnavailable) or more are not available."`);
  });

  it.each<[object, string]>([
    [{}, 'while 1 (maxUnavailable) or more'],
    [{ maxUnavailable: '10%', maxSurge: 0 }, 'while 10% (maxUnavailable) or more'],
    [{ maxUnavailable: 2, maxSurge: '0%' }, 'while 2 (maxUnavailable) or more'],
    [{ maxSurge: '5%' }, 'only 5% (maxSurge) are started'],
  ])('says how the controller holds back with %j', (rollingUpdate, words) => {
    expect(stall([down('dc-1')], rollingUpdate)).toContain(words);
  });

  it("describes ten nodes at most, and gives the scheduler's words", () => {
    const message = stall(Array.from({ length: 12 }, (_, index) => down(`dc-${index}`)), {}, [], [pod({ nodeName: '', unscheduled: '0/9 nodes are available' })]);
    expect(message).toContain('dc-9 has had no pod for 90 s and 2 more; no place for 1 pod: 0/9 nodes are available.');
  });
});

describe('stallRemediation', () => {
  it.each<[string, readonly StalledNode[], boolean, string]>([
    ['the log of the container before the last restart', [down('dc-1', { container: 'c', restarts: 2 })], false, 'logs calico-node-x -c c --previous.'],
    ['the events where there is no pod', [down('dc-1')], false, 'kubectl -n kube-system get events.'],
    ['the undo', [down('dc-1')], false, "runSteps(steps, { mode: 'undo' })"],
    ['no undo of an undo', [down('dc-1')], true, 'The affinity is set back already'],
  ])('names %s', (_, stalled, isUndo, words) => {
    expect(stallRemediation('kube-system', stalled, isUndo)).toContain(words);
  });
});

it('adds nothing to the progress of a rollout without trouble', () => {
  expect(describeProgress({ replacing: [], unwell: [] }, [pod({ ready: true })])).toBe('');
});

it.each<[number, readonly string[], string | undefined]>([
  [0, [], undefined],
  [1, ['dc-1'], 'the update strategy OnDelete replaces no pod; 1 node keeps the pod of the template before until someone deletes it: dc-1'],
  [4, ['a', 'b', 'c', 'd'], 'the update strategy OnDelete replaces no pod; 4 nodes keep the pod of the template before until someone deletes it: a, b, c and 1 more'],
  [2, ['dc-1'], 'the update strategy OnDelete replaces no pod; 2 nodes keep the pod of the template before until someone deletes it'],
])('says who keeps an old pod: %i, %j', (kept, nodes, expected) => {
  expect(describeKept(kept, nodes)).toBe(expected);
});

it.each([
  [[], ''],
  [['a', 'b', 'c'], 'a, b, c'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
])('names some of %j', (names, expected) => {
  expect(nameSome(names)).toBe(expected);
});
