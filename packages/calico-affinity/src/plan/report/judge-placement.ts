import { matchesNodeAffinity, matchesNodeSelector, type NodeView } from '../match-node.ts';
import { judgeNode } from '../preview-placement.ts';
import { daemonTolerations, untoleratedTaint } from '../tolerate-taints.ts';
import type { WorkloadView } from './workload-view.ts';

/**
 * Whether a workload runs on a node. A DaemonSet is judged as its controller does. The pods of a Deployment or StatefulSet
 * have the template's tolerations alone, and `runs` means that the scheduler may choose the node. `may-stay`: a
 * `NoSchedule` taint keeps new pods off and lets a running one stay. Pure.
 */
export const judgePlacement = ({ reference, podSpec, nodeAffinity }: WorkloadView, node: NodeView): 'runs' | 'may-stay' | 'none' => {
  if (reference.kind === 'DaemonSet') return judgeNode(podSpec, nodeAffinity, node);
  // A pod with a node's name passes the scheduler by; the kubelet still refuses what the node's selection or a NoExecute taint keeps off.
  const named = (podSpec.nodeName ?? '') !== '';
  if (named && podSpec.nodeName !== node.name) return 'none';
  if (!matchesNodeSelector(podSpec.nodeSelector, node) || !matchesNodeAffinity(nodeAffinity, node)) return 'none';
  if (untoleratedTaint(node.taints, podSpec.tolerations ?? [], ['NoExecute']) !== undefined) return 'none';
  return named || untoleratedTaint(node.taints, podSpec.tolerations ?? [], ['NoSchedule']) === undefined ? 'runs' : 'may-stay';
};

/** What keeps a workload off a node, as a phrase; `undefined` where it runs there. Pure. */
export const whatKeepsOff = (view: WorkloadView, node: NodeView): string | undefined => {
  const { reference, podSpec, nodeAffinity } = view;
  if (judgePlacement(view, node) === 'runs') return undefined;
  if ((podSpec.nodeName ?? '') !== '' && podSpec.nodeName !== node.name) return `nodeName ${podSpec.nodeName}`;
  if (!matchesNodeSelector(podSpec.nodeSelector, node)) {
    const missed = Object.entries(podSpec.nodeSelector ?? {}).filter(([key, value]) => !matchesNodeSelector({ [key]: value }, node));
    return `nodeSelector ${missed.map(([key, value]) => `${key}=${value}`).join(', ')}`;
  }
  if (!matchesNodeAffinity(nodeAffinity, node)) return 'its required node affinity';
  const tolerations = reference.kind === 'DaemonSet' ? daemonTolerations(podSpec) : (podSpec.tolerations ?? []);
  const taint = untoleratedTaint(node.taints, tolerations, ['NoExecute', 'NoSchedule']);
  return taint === undefined ? undefined : `the taint ${taint.key}${(taint.value ?? '') === '' ? '' : `=${taint.value}`}:${taint.effect}`;
};
