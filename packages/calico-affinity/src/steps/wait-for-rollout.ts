import { waitFor, WaitTimeoutError, type StepOptions } from '@ack-hybrid/core';
import type { CniPort } from '../api/port.ts';
import { CalicoAffinityError } from '../errors.ts';
import { templateAffinityOf, type DaemonSetReference } from '../plan/cni-target.ts';
import type { JsonObject } from '../plan/json.ts';
import { countKept, isOnDelete, judgeRollout } from '../plan/judge-rollout.ts';
import type { NodeView } from '../plan/match-node.ts';
import type { PodAffinitySpec } from '../plan/node-affinity.ts';
import type { DaemonPodView } from '../plan/placement-checks.ts';
import { podSpecOf } from '../plan/pod-spec.ts';
import { judgeNode } from '../plan/preview-placement.ts';
import { describeKept, describeProgress, describeStall, stallRemediation } from '../plan/rollout/describe-rollout.ts';
import { matchTemplate } from '../plan/rollout/template-match.ts';
import { rememberBefore, watchPods, type RolloutLimits, type RolloutMemory, type RolloutWatch } from '../plan/rollout/watch-pods.ts';
import type { CalicoAffinityOptions } from './affinity-options.ts';

/** What is awaited. */
export interface RolloutWait {
  readonly reference: DaemonSetReference;
  /** The nodes as they are; they are read again before a verdict hangs on one of them. */
  readonly nodes: readonly NodeView[];
  /** Whether the template has the affinity that was written; an operator needs a moment to render it. */
  readonly isRendered: (affinity: PodAffinitySpec | undefined) => boolean;
  /** The pods right before the write of this run. Absent: the first look stands for it. */
  readonly podsBefore?: readonly DaemonPodView[];
  /** Whether the change that rolls out is an undo, which is not to be undone. */
  readonly isUndo?: boolean;
  /** Milliseconds of a clock that only goes forward. Default: the process's own. */
  readonly now?: () => number;
}

/**
 * Waits until a DaemonSet's template is rolled out and no pod of it is left on a node that isn't selected, and tells how
 * far it is where that changed. Pods on nodes that aren't Ready are not waited for: they can't come, nor go, before the
 * node does. A look reads the DaemonSet and, while it rolls, its pods, each once.
 *
 * @throws {CalicoAffinityError} `rollout-stalled`, where an on-premises pod doesn't come back or crash-loops
 * @throws {WaitTimeoutError} with the last states seen
 */
export const waitForRollout = async (port: CniPort, wait: RolloutWait, settings: CalicoAffinityOptions, options: StepOptions): Promise<JsonObject> => {
  const { reference } = wait;
  const subject = rolloutOf(reference);
  const timeoutMs = settings.timing?.rolloutTimeoutMs ?? Math.max(600_000, wait.nodes.length * 60_000);
  const remediation = `Look at the pods of ${reference.namespace}/${reference.name} that are not Ready; the step's undo takes the change back. Run again once they are well.`;
  const intervalMs = settings.timing?.intervalMs ?? Math.max(2_000, wait.nodes.length * 2);
  const look = observeRollout(port, wait, { podReadyMs: settings.timing?.podReadyTimeoutMs ?? 300_000, intervalMs }, options);
  try {
    return await waitFor(look, { subject, timeoutMs, intervalMs, signal: options.signal, onState: (state) => options.onProgress?.(`${reference.name}: ${state}`), remediation });
  } catch (error) {
    // Thousands of nodes make thousands of states.
    if (!WaitTimeoutError.isInstance(error) || error.statesSeen.length <= statesTold) throw error;
    throw new WaitTimeoutError({ subject, timeoutMs, statesSeen: error.statesSeen.slice(-statesTold), remediation, cause: error.cause });
  }
};

const statesTold = 5;

type RolloutObservation = { readonly done: true; readonly value: JsonObject } | { readonly done: false; readonly state: string };

/** Makes the look that is taken again and again; it remembers what it saw before. */
const observeRollout = (port: CniPort, wait: RolloutWait, limits: RolloutLimits, options: StepOptions): (() => Promise<RolloutObservation>) => {
  const now = wait.now ?? (() => performance.now());
  let { nodes, podsBefore: before } = wait;
  let memory: RolloutMemory | undefined;
  let looks = 0;
  let nodesReadAt = now();
  const readNodes = async (): Promise<void> => {
    nodes = await port.listNodes(options);
    nodesReadAt = now();
  };
  const watch = (daemonSet: JsonObject, pods: readonly DaemonPodView[]): RolloutWatch => {
    const { selected } = placeOf(daemonSet, nodes);
    const look = { nodes: selected.filter((node) => node.ready), pods, matches: matchTemplate(daemonSet, pods), now: now() };
    memory ??= rememberBefore({ ...look, nodes: selected, pods: before ?? pods }, wait.podsBefore !== undefined);
    return watchPods(memory, look, limits);
  };

  return async () => {
    looks += 1;
    const daemonSet = await port.readDaemonSet(wait.reference, options);
    if (daemonSet === undefined) return { done: false, state: 'the DaemonSet is not there' };
    const isRendered = wait.isRendered(templateAffinityOf(daemonSet));
    const verdict = judgeRollout(daemonSet, unreachableOf(daemonSet, nodes));
    if (!isRendered || (!verdict.done && !verdict.seen)) {
      before ??= await port.listDaemonPods(daemonSet, options);
      return { done: false, state: isRendered && !verdict.done ? verdict.state : 'the operator has not rendered the affinity yet' };
    }
    if (verdict.done) {
      // A node that came back while others were awaited has to be awaited, too.
      if (looks > 1 && unreachableOf(daemonSet, nodes) > 0) await readNodes();
      if (judgeRollout(daemonSet, unreachableOf(daemonSet, nodes)).done) return finish(port, daemonSet, nodes, wait, options);
    }
    const pods = await port.listDaemonPods(daemonSet, options);
    let seen = watch(daemonSet, pods);
    // The node itself may have gone meanwhile. Where that can't end the wait at once, it isn't asked at every look.
    const isOverdue = [...seen.replacing, ...seen.unwell].some((down) => down.downMs >= limits.podReadyMs) && now() - nodesReadAt >= limits.podReadyMs;
    if (seen.stalled.length > 0 || isOverdue) {
      await readNodes();
      seen = watch(daemonSet, pods);
    }
    if (seen.stalled.length > 0) throw refuseStalled(wait, daemonSet, seen, pods);
    memory = seen.memory;
    const counts = judgeRollout(daemonSet, unreachableOf(daemonSet, nodes));
    return { done: false, state: (counts.done ? 'a node that was not Ready is back' : counts.state) + describeProgress(seen, pods) };
  };
};

/** The template is rolled out, or nothing rolls it: what is left is pods that must go. */
const finish = async (port: CniPort, daemonSet: JsonObject, nodes: readonly NodeView[], { reference }: RolloutWait, options: StepOptions): Promise<RolloutObservation> => {
  const { selected, unselected } = placeOf(daemonSet, nodes);
  const kept = isOnDelete(daemonSet) ? countKept(daemonSet) : 0;
  if (unselected.size === 0 && kept === 0) return { done: true, value: daemonSet };
  const pods = await port.listDaemonPods(daemonSet, options);
  const left = pods.filter((pod) => unselected.get(pod.nodeName)?.ready === true || (unselected.has(pod.nodeName) && !pod.terminating));
  if (left.length > 0) return { done: false, state: `pods are left on nodes that are no longer selected: ${left.length}` };
  const matches = matchTemplate(daemonSet, pods);
  const old = new Set(kept === 0 ? [] : pods.filter((pod) => matches(pod) === false).map((pod) => pod.nodeName));
  const told = describeKept(kept, selected.filter((node) => old.has(node.name)).map((node) => node.name));
  if (told !== undefined) options.onProgress?.(`${reference.name}: ${told}`);
  return { done: true, value: daemonSet };
};

const refuseStalled = ({ reference, isUndo = false }: RolloutWait, daemonSet: JsonObject, seen: RolloutWatch, pods: readonly DaemonPodView[]): CalicoAffinityError =>
  new CalicoAffinityError({
    reason: 'rollout-stalled',
    message: describeStall(rolloutOf(reference), daemonSet, seen, pods),
    remediation: stallRemediation(reference.namespace, seen.stalled, isUndo),
    nodes: seen.stalled.map(({ node }) => node),
  });

const rolloutOf = ({ namespace, name }: DaemonSetReference): string => `the rollout of ${namespace}/${name}`;

const placeOf = (daemonSet: JsonObject, nodes: readonly NodeView[]): { readonly selected: readonly NodeView[]; readonly unselected: ReadonlyMap<string, NodeView> } => {
  const podSpec = podSpecOf(daemonSet);
  const nodeAffinity = templateAffinityOf(daemonSet)?.nodeAffinity;
  const judged = nodes.map((node) => ({ node, verdict: judgeNode(podSpec, nodeAffinity, node) }));
  return {
    selected: judged.flatMap(({ node, verdict }) => (verdict === 'runs' ? [node] : [])),
    unselected: new Map(judged.flatMap(({ node, verdict }) => (verdict === 'none' ? [[node.name, node] as const] : []))),
  };
};

const unreachableOf = (daemonSet: JsonObject, nodes: readonly NodeView[]): number => placeOf(daemonSet, nodes).selected.filter((node) => !node.ready).length;
