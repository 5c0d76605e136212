/** A node's taint. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  /** `NoSchedule`, `PreferNoSchedule` or `NoExecute`. */
  readonly effect: string;
}

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
 * The first taint that keeps a pod of a DaemonSet off a node: its template doesn't tolerate it, nor do the tolerations that
 * the controller adds. (Source: Kubernetes v1.36, pkg/controller/daemon/util, AddOrUpdateDaemonPodTolerations, and
 * k8s.io/api, Toleration.ToleratesTaint.)
 */
export const keepingTaint = (template: { readonly tolerations: readonly Toleration[]; readonly hostNetwork: boolean }, taints: readonly Taint[]): Taint | undefined => {
  const tolerations = [...template.tolerations, ...added, ...(template.hostNetwork ? [addedOnHostNetwork] : [])];
  return taints.find((taint) => (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') && !tolerations.some((toleration) => tolerates(toleration, taint)));
};

const exists = (name: string, effect: string): Toleration => ({ key: `node.kubernetes.io/${name}`, operator: 'Exists', effect });

const added: readonly Toleration[] = [
  exists('not-ready', 'NoExecute'),
  exists('unreachable', 'NoExecute'),
  exists('disk-pressure', 'NoSchedule'),
  exists('memory-pressure', 'NoSchedule'),
  exists('pid-pressure', 'NoSchedule'),
  exists('unschedulable', 'NoSchedule'),
];

const addedOnHostNetwork = exists('network-unavailable', 'NoSchedule');

const tolerates = (toleration: Toleration, taint: Taint): boolean => {
  if ((toleration.effect ?? '') !== '' && toleration.effect !== taint.effect) return false;
  if ((toleration.key ?? '') !== '' && toleration.key !== taint.key) return false;
  const operator = toleration.operator ?? '';
  if (operator === 'Exists') return true;
  return (operator === '' || operator === 'Equal') && (toleration.value ?? '') === (taint.value ?? '');
};
