import { keepingTaint } from '../match-node-taints.ts';
import { matchesNode } from '../match-node.ts';
import { restartedAtAnnotation, restartReasonAnnotation } from './restart-annotations.ts';
import type { NodeState, TerwayDaemonSet, TerwayPod, UpdateStrategy } from './terway-workload.ts';

/** Why a restart is wanted. */
export interface WantedRestart {
  /** One line. Equal reasons mean the same restart until it is through. */
  readonly reason: string;
  /** RFC 3339: pods that began later need no restart. Absent: every pod does. */
  readonly since?: string | undefined;
}

/** What there is to do. */
export type RestartDecision =
  | { readonly kind: 'none'; readonly why: string }
  /** The template carries the restart already, by a run before this one: its pods are awaited. */
  | { readonly kind: 'go-on'; readonly restartedAt: string }
  | { readonly kind: 'begin' };

/** Whether a restart is needed, is on its way, or has to begin. */
export const decideRestart = (daemonSet: TerwayDaemonSet | undefined, wanted: WantedRestart): RestartDecision => {
  if (daemonSet === undefined) return { kind: 'none', why: 'there is no DaemonSet kube-system/terway-eniip' };
  const live = daemonSet.pods.filter(({ terminating }) => !terminating);
  const restartedAt = daemonSet.templateAnnotations[restartedAtAnnotation];
  if (wanted.since !== undefined) {
    const { since } = wanted;
    if (restartedAt !== undefined && Date.parse(restartedAt) >= Date.parse(since)) return { kind: 'go-on', restartedAt };
    if (!live.some((pod) => isOlder(pod, since))) return { kind: 'none', why: live.length === 0 ? noPod : 'every Terway pod began later' };
    return { kind: 'begin' };
  }
  const isSame = restartedAt !== undefined && daemonSet.templateAnnotations[restartReasonAnnotation] === wanted.reason;
  if (isSame && daemonSet.pods.some((pod) => pod.terminating || pod.restartedAt !== restartedAt || !pod.ready)) return { kind: 'go-on', restartedAt };
  return daemonSet.pods.length === 0 ? { kind: 'none', why: noPod } : { kind: 'begin' };
};

const noPod = 'there is no Terway pod yet; the first one reads what stands now';

/** Whether a pod began before a moment, to the second, as Kubernetes tells it; one that hasn't begun isn't older. */
export const isOlder = (pod: Pick<TerwayPod, 'startedAt'>, moment: string): boolean => pod.startedAt !== undefined && Date.parse(pod.startedAt) < Math.floor(Date.parse(moment) / 1_000) * 1_000;

/** The nodes whose pods are awaited, and those on which nothing can be awaited, since they aren't Ready. */
export const sortNodes = (daemonSet: TerwayDaemonSet, nodes: readonly NodeState[]): { readonly awaited: readonly NodeState[]; readonly unreachable: readonly NodeState[] } => {
  const selected = nodes.filter((node) => matchesNode(daemonSet.placement, node) && keepingTaint(daemonSet, node.taints) === undefined);
  return { awaited: selected.filter(({ ready }) => ready), unreachable: selected.filter(({ ready }) => !ready) };
};

/** How pods are replaced, for a line of a plan. */
export const describeStrategy = (strategy: UpdateStrategy): string =>
  strategy.type === 'OnDelete' ? 'OnDelete: its pods are deleted one by one, each awaited' : `RollingUpdate: maxUnavailable ${strategy.maxUnavailable}, maxSurge ${strategy.maxSurge}`;
