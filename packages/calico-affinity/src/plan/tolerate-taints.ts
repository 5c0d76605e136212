import type { Taint } from './match-node.ts';

/** A pod's toleration. */
export interface Toleration {
  readonly key?: string;
  /** `Equal` (the default) or `Exists`. */
  readonly operator?: string;
  readonly value?: string;
  /** Absent or empty: every effect. */
  readonly effect?: string;
}

/**
 * Tolerations that the DaemonSet controller adds to its pods, whatever the template says.
 * (Source: Kubernetes, pkg/controller/daemon/util, AddOrUpdateDaemonPodTolerations.)
 */
const addedToDaemonPods: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];

const addedOnHostNetwork: Toleration = { key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' };

/** The tolerations that a DaemonSet's pods have in the end: the template's and the controller's. */
export const daemonTolerations = (template: { readonly tolerations?: readonly Toleration[]; readonly hostNetwork?: boolean }): readonly Toleration[] => [
  ...(template.tolerations ?? []),
  ...addedToDaemonPods,
  ...(template.hostNetwork === true ? [addedOnHostNetwork] : []),
];

/** The first taint with one of these effects that no toleration covers. */
export const untoleratedTaint = (taints: readonly Taint[], tolerations: readonly Toleration[], effects: readonly string[]): Taint | undefined =>
  taints.find((taint) => effects.includes(taint.effect) && !tolerations.some((toleration) => tolerates(toleration, taint)));

/** As `Toleration.ToleratesTaint` of k8s.io/api judges it: an absent key or effect covers every one. */
const tolerates = (toleration: Toleration, taint: Taint): boolean => {
  if ((toleration.effect ?? '') !== '' && toleration.effect !== taint.effect) return false;
  if ((toleration.key ?? '') !== '' && toleration.key !== taint.key) return false;
  const operator = toleration.operator ?? '';
  if (operator === 'Exists') return true;
  return (operator === '' || operator === 'Equal') && (toleration.value ?? '') === (taint.value ?? '');
};
