import type { NodeView } from '../match-node.ts';
import type { DaemonPodView } from '../placement-checks.ts';
import { siteOf } from '../preview-placement.ts';
import type { TemplateMatch } from './template-match.ts';

/** What the cluster looked like at one moment. */
export interface RolloutLook {
  /** The nodes that the template selects and that are Ready; on others nothing can be awaited. */
  readonly nodes: readonly NodeView[];
  readonly pods: readonly DaemonPodView[];
  readonly matches: TemplateMatch;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: number;
}

/** The bounds of patience. */
export interface RolloutLimits {
  /** Milliseconds that a node may be without a Ready pod; a fifth of it where the pod crash-loops or the like. */
  readonly podReadyMs: number;
  /** Milliseconds between two looks. */
  readonly intervalMs: number;
}

/** What is kept from look to look: no more than the nodes that aren't well. */
export interface RolloutMemory {
  readonly lookedAt: number;
  /** Nodes whose pod was not Ready before the change: nobody can tell the change from what ailed them. */
  readonly unwellBefore: ReadonlySet<string>;
  /** Since when each node has had no pod, or one that isn't Ready. */
  readonly downSince: ReadonlyMap<string, number>;
}

/** An on-premises node whose pod doesn't come back. */
export interface StalledNode {
  readonly node: string;
  /** The pod that isn't Ready; absent where there is none. */
  readonly pod?: DaemonPodView;
  readonly downMs: number;
}

/** What one look says. Nodes are in the order in which they were given. */
export interface RolloutWatch {
  readonly memory: RolloutMemory;
  /** Nodes that are between two pods now, or wait for theirs to be Ready. */
  readonly replacing: readonly StalledNode[];
  /** Those of `replacing`, on premises, that have taken too long or can't succeed. */
  readonly stalled: readonly StalledNode[];
  /** Nodes that aren't Ready now and weren't before the change. */
  readonly unwell: readonly StalledNode[];
  /** How many of the on-premises nodes have a Ready pod now. */
  readonly running: number;
  readonly onPremises: number;
}

/**
 * Words of the kubelet for a container that won't come up by waiting alone (Kubernetes v1.36, pkg/kubelet/images/types.go,
 * pkg/kubelet/container/sync_result.go, pkg/kubelet/kuberuntime/kuberuntime_container.go). Each may pass once: the
 * API server was away for a moment, a registry was slow.
 */
const failingReasons = new Set([
  'CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull', 'ErrImageNeverPull', 'InvalidImageName', 'ImageInspectError',
  'CreateContainerConfigError', 'CreateContainerError', 'RunContainerError',
]);

/** Whether a pod waits for what doesn't come by waiting alone. */
export const isFailing = (pod: DaemonPodView): boolean => pod.reason !== undefined && failingReasons.has(pod.reason);

/**
 * Which nodes were not well before the change. A pod of the new template that isn't Ready is no such case: the change
 * brought it. `nodes` are all that the template selects, also those that aren't Ready.
 *
 * @param isFromBefore whether the pods were read before the change was written; else a node without a pod counts as well,
 * since its pod may have been taken already
 */
export const rememberBefore = (look: RolloutLook, isFromBefore: boolean): RolloutMemory => {
  const byNode = groupByNode(look.pods);
  const unwellBefore = look.nodes.filter((node) => {
    const pods = byNode.get(node.name) ?? [];
    if (pods.length === 0) return isFromBefore;
    return pods.every((pod) => !pod.ready && !pod.terminating && look.matches(pod) !== true);
  });
  return { lookedAt: look.now, unwellBefore: new Set(unwellBefore.map((node) => node.name)), downSince: new Map() };
};

/**
 * Judges one look at the pods, in time linear in nodes and pods. A node is well with one pod or more, all Ready; while a
 * surge starts its second pod it isn't, though the first one runs on.
 */
export const watchPods = (memory: RolloutMemory, look: RolloutLook, { podReadyMs, intervalMs }: RolloutLimits): RolloutWatch => {
  const byNode = groupByNode(look.pods);
  // Time in which nobody looked, since the API was away or the machine slept, is no one's fault.
  const gap = look.now - memory.lookedAt;
  const blindMs = gap > Math.max(podReadyMs / 2, intervalMs * 10) ? gap : 0;
  const downSince = new Map<string, number>();
  const replacing: StalledNode[] = [];
  const stalled: StalledNode[] = [];
  const unwell: StalledNode[] = [];
  let [running, onPremises] = [0, 0];
  for (const node of look.nodes) {
    const isOnPremises = siteOf(node) === 'on-premises';
    const pods = byNode.get(node.name) ?? [];
    const live = pods.filter((pod) => !pod.terminating);
    if (isOnPremises) onPremises += 1;
    if (isOnPremises && live.some((pod) => pod.ready)) running += 1;
    if (live.length > 0 && live.every((pod) => pod.ready)) continue;
    const earlier = memory.downSince.get(node.name);
    const since = earlier === undefined ? look.now : earlier + blindMs;
    downSince.set(node.name, since);
    const pod = live.find((each) => !each.ready && isFailing(each)) ?? live.find((each) => !each.ready) ?? pods[0];
    const down: StalledNode = { node: node.name, downMs: look.now - since, ...(pod === undefined ? {} : { pod }) };
    if (memory.unwellBefore.has(node.name)) {
      unwell.push(down);
      continue;
    }
    replacing.push(down);
    const allowedMs = pod !== undefined && isFailing(pod) ? podReadyMs / 5 : podReadyMs;
    if (isOnPremises && down.downMs >= allowedMs) stalled.push(down);
  }
  return { memory: { lookedAt: look.now, unwellBefore: memory.unwellBefore, downSince }, replacing, stalled, unwell, running, onPremises };
};

const groupByNode = (pods: readonly DaemonPodView[]): ReadonlyMap<string, readonly DaemonPodView[]> => {
  const byNode = new Map<string, DaemonPodView[]>();
  for (const pod of pods) {
    const others = byNode.get(pod.nodeName);
    if (others === undefined) byNode.set(pod.nodeName, [pod]);
    else others.push(pod);
  }
  return byNode;
};
