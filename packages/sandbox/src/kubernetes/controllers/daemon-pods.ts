import { createHash } from 'node:crypto';
import { stableText } from '../json.ts';
import type { DaemonSet, KubeNode, PodSpec, Toleration } from '../kube-types.ts';
import { nodeMatchesPod } from '../node-affinity.ts';
import { untolerated } from '../taints.ts';

/** The label of a daemon pod that names its template. */
export const revisionLabel = 'controller-revision-hash';

/** Equal for equal templates; stands for the name of the ControllerRevision, which the sandbox does not store. */
export function templateHash(template: unknown): string {
  return createHash('sha256').update(stableText(template)).digest('hex').slice(0, 10);
}

/** What the DaemonSet controller adds to every daemon pod (pkg/controller/daemon/util, AddOrUpdateDaemonPodTolerations). */
function automaticTolerations(spec: PodSpec): Toleration[] {
  const tolerate = (name: string, effect: string): Toleration => ({ key: `node.kubernetes.io/${name}`, operator: 'Exists', effect });
  return [
    tolerate('not-ready', 'NoExecute'),
    tolerate('unreachable', 'NoExecute'),
    tolerate('disk-pressure', 'NoSchedule'),
    tolerate('memory-pressure', 'NoSchedule'),
    tolerate('pid-pressure', 'NoSchedule'),
    tolerate('unschedulable', 'NoSchedule'),
    ...(spec.hostNetwork === true ? [tolerate('network-unavailable', 'NoSchedule')] : []),
  ];
}

/** The tolerations of a daemon pod. */
export function daemonTolerations(spec: PodSpec): Toleration[] {
  const given = spec.tolerations ?? [];
  const isThere = (wanted: Toleration): boolean => given.some((toleration) => stableText(toleration) === stableText(wanted));
  return [...given, ...automaticTolerations(spec).filter((toleration) => !isThere(toleration))];
}

/**
 * Whether a node gets a pod of this DaemonSet, and whether a pod that is there already may stay: a NoSchedule taint keeps
 * new pods off, a NoExecute taint ends old ones, and a node that the selector or the affinity no longer matches loses its pod at once
 * ("IgnoredDuringExecution" is the scheduler's promise, not the controller's).
 */
export function placement(set: DaemonSet, node: KubeNode): { readonly shouldRun: boolean; readonly mayStay: boolean } {
  const spec = set.spec.template.spec;
  if (!nodeMatchesPod(spec, node) || (spec.nodeName !== undefined && spec.nodeName !== node.metadata.name)) return { shouldRun: false, mayStay: false };
  const tolerations = daemonTolerations(spec);
  if (untolerated(tolerations, node, ['NoSchedule', 'NoExecute']).length === 0) return { shouldRun: true, mayStay: true };
  return { shouldRun: false, mayStay: untolerated(tolerations, node, ['NoExecute']).length === 0 };
}

/** The spec of the pod for one node: its required affinity is replaced by the node's name, so that the scheduler binds it there. */
export function daemonPodSpec(set: DaemonSet, nodeName: string): PodSpec {
  const spec = set.spec.template.spec;
  return {
    ...spec,
    tolerations: daemonTolerations(spec),
    affinity: {
      ...spec.affinity,
      nodeAffinity: {
        ...spec.affinity?.nodeAffinity,
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] }] },
      },
    },
  };
}

/** The node that a daemon pod is for, bound or not. */
export function daemonNode(spec: PodSpec): string | undefined {
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return spec.nodeName ?? terms[0]?.matchFields?.[0]?.values?.[0];
}
