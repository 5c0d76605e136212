import type { NodeState, TerwayPod } from './terway-workload.ts';

/** What the cluster looked like at one moment. */
export interface RestartLook {
  /** The nodes whose pods are awaited. */
  readonly nodes: readonly NodeState[];
  readonly pods: readonly TerwayPod[];
  /** The `restartedAt` of a pod that has been restarted; `undefined` of one that is back at the template before. */
  readonly restartedAt: string | undefined;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: number;
}

/** The bounds of patience. */
export interface RestartLimits {
  /** Milliseconds that a node may be without a Ready pod; a fifth of it where the pod crash-loops or the like. */
  readonly podReadyMs: number;
  /** Milliseconds between two looks. */
  readonly intervalMs: number;
}

/** What is kept from look to look. */
export interface RestartMemory {
  readonly lookedAt: number;
  /** Nodes whose pod was not Ready before the restart: it may mend them, and is not to blame where it doesn't. */
  readonly unwellBefore: ReadonlySet<string>;
  /** Since when each node has had no pod, or one that isn't Ready. */
  readonly downSince: ReadonlyMap<string, number>;
  /** When a pod last came or went. */
  readonly movedAt: number;
  /** What stood for "moved" at the last look. */
  readonly shape: string;
}

/** A node whose pod doesn't come back. */
export interface DownNode {
  readonly node: string;
  /** The pod that isn't Ready; absent where there is none. */
  readonly pod?: TerwayPod;
  readonly downMs: number;
}

/** What one look says. Nodes are in the order in which they were given. */
export interface RestartWatch {
  readonly memory: RestartMemory;
  /** Nodes whose only pod is restarted and Ready. */
  readonly restarted: readonly string[];
  /** Pods from before that are still to be replaced, those that aren't Ready first, as the controller takes them. */
  readonly pending: readonly TerwayPod[];
  /** Nodes that are between two pods. */
  readonly replacing: readonly DownNode[];
  /** Those of `replacing` that have taken too long. */
  readonly stalled: readonly DownNode[];
  /** Nodes that were not well before, nor are they after their restart and all patience. */
  readonly unwell: readonly DownNode[];
  /** Milliseconds without any movement while pods are pending. */
  readonly heldMs: number;
}

/**
 * The kubelet's words for a container that won't come up by waiting alone (Kubernetes v1.36, pkg/kubelet/images/types.go,
 * pkg/kubelet/container/sync_result.go, pkg/kubelet/kuberuntime/kuberuntime_container.go). Each may pass once.
 */
const failingReasons = new Set([
  'CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull', 'ErrImageNeverPull', 'InvalidImageName', 'ImageInspectError',
  'CreateContainerConfigError', 'CreateContainerError', 'RunContainerError',
]);

const isFailing = (pod: TerwayPod | undefined): boolean => pod?.reason !== undefined && failingReasons.has(pod.reason);

/** What to remember before the first look; without a pod a node counts as well, since its pod may have been taken already. */
export const rememberBefore = (look: RestartLook): RestartMemory => {
  const byNode = groupByNode(look.pods);
  const unwell = look.nodes.filter((node) => {
    const pods = byNode.get(node.name) ?? [];
    return pods.length > 0 && pods.every((pod) => !pod.ready && !pod.terminating && pod.restartedAt !== look.restartedAt);
  });
  return { lookedAt: look.now, unwellBefore: new Set(unwell.map(({ name }) => name)), downSince: new Map(), movedAt: look.now, shape: '' };
};

/** Judges one look at the pods, in time linear in nodes and pods. */
export const watchRestart = (memory: RestartMemory, look: RestartLook, { podReadyMs, intervalMs }: RestartLimits): RestartWatch => {
  const byNode = groupByNode(look.pods);
  // Time in which nobody looked, since the API was away or the machine slept, is no one's fault.
  const gap = look.now - memory.lookedAt;
  const blindMs = gap > Math.max(podReadyMs / 2, intervalMs * 10) ? gap : 0;
  const downSince = new Map<string, number>();
  const restarted: string[] = [];
  const pending: TerwayPod[] = [];
  const [replacing, stalled, unwell]: [DownNode[], DownNode[], DownNode[]] = [[], [], []];
  for (const { name: node } of look.nodes) {
    const pods = byNode.get(node) ?? [];
    const live = pods.filter(({ terminating }) => !terminating);
    const old = live.filter((pod) => pod.restartedAt !== look.restartedAt);
    const wasUnwell = memory.unwellBefore.has(node);
    if (live.length > 0 && old.length === 0 && live.every(({ ready }) => ready)) {
      restarted.push(node);
      continue;
    }
    if (old.length === live.length && old.length > 0 && (wasUnwell || old.every(({ ready }) => ready))) {
      pending.push(...old);
      continue;
    }
    const earlier = memory.downSince.get(node);
    const since = earlier === undefined ? look.now : earlier + blindMs;
    downSince.set(node, since);
    const pod = live.find((each) => !each.ready && isFailing(each)) ?? live.find(({ ready }) => !ready) ?? pods[0];
    const down: DownNode = { node, downMs: look.now - since, ...(pod === undefined ? {} : { pod }) };
    const isOverdue = down.downMs >= (isFailing(pod) ? podReadyMs / 5 : podReadyMs);
    if (wasUnwell && isOverdue) {
      unwell.push(down);
      continue;
    }
    replacing.push(down);
    if (isOverdue) stalled.push(down);
  }
  pending.sort((one, other) => Number(one.ready) - Number(other.ready));
  const shape = look.pods.map(({ uid, ready, terminating }) => `${uid} ${ready} ${terminating}`).join();
  const movedAt = shape === memory.shape ? memory.movedAt + blindMs : look.now;
  return {
    memory: { lookedAt: look.now, unwellBefore: memory.unwellBefore, downSince, movedAt, shape },
    restarted,
    pending,
    replacing,
    stalled,
    unwell,
    heldMs: pending.length === 0 || replacing.length > 0 ? 0 : look.now - movedAt,
  };
};

const groupByNode = (pods: readonly TerwayPod[]): ReadonlyMap<string, readonly TerwayPod[]> => {
  const byNode = new Map<string, TerwayPod[]>();
  for (const pod of pods) {
    const others = byNode.get(pod.nodeName);
    if (others === undefined) byNode.set(pod.nodeName, [pod]);
    else others.push(pod);
  }
  return byNode;
};
