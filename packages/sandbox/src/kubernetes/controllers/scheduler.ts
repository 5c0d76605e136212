import type { Condition, KubeNode, Pod } from '../kube-types.ts';
import { timeText } from '../names.ts';
import { nodeMatchesPod } from '../node-affinity.ts';
import { isActive, nodesKey, podsKey } from '../pod-state.ts';
import { tolerates, untolerated } from '../taints.ts';
import { store } from './control-plane.ts';
import type { ControlPlane } from './control-plane.ts';

const cordoned = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;

/** Binds pods to nodes by selector, affinity, taints and cordon; of several nodes the one with the fewest pods. Resources are not counted. */
export function scheduler(plane: ControlPlane): void {
  const nodes = plane.cluster.store.list(nodesKey) as KubeNode[];
  for (const pod of plane.cluster.store.list(podsKey) as Pod[]) {
    if (pod.spec.nodeName !== undefined || !isActive(pod)) continue;
    const fitting = nodes.filter((node) => fits(pod, node));
    const chosen = emptiest(plane, pod, fitting);
    const scheduled: Condition =
      chosen === undefined
        ? { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: `0/${nodes.length} nodes are available: no node meets the pod's node selector, affinity and tolerations.` }
        : { type: 'PodScheduled', status: 'True' };
    const before = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
    if (chosen === undefined && before?.message === scheduled.message) continue;
    const conditions = [...(pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled'), { ...scheduled, lastTransitionTime: timeText(plane.cluster.clock.now()) }];
    store(plane, podsKey, pod, {
      ...pod,
      spec: { ...pod.spec, ...(chosen === undefined ? {} : { nodeName: chosen.metadata.name }) },
      status: { ...pod.status, phase: 'Pending', conditions },
    });
  }
}

function fits(pod: Pod, node: KubeNode): boolean {
  const { tolerations = [] } = pod.spec;
  const isOpen = node.spec?.unschedulable !== true || tolerations.some((toleration) => tolerates(toleration, cordoned));
  return isOpen && nodeMatchesPod(pod.spec, node) && untolerated(tolerations, node, ['NoSchedule', 'NoExecute']).length === 0;
}

function emptiest(plane: ControlPlane, pod: Pod, nodes: readonly KubeNode[]): KubeNode | undefined {
  const owner = pod.metadata.ownerReferences?.[0]?.uid;
  const pods = plane.cluster.store.list(podsKey) as Pod[];
  const load = (node: KubeNode): number => {
    const here = pods.filter((other) => other.spec.nodeName === node.metadata.name);
    const siblings = owner === undefined ? 0 : here.filter((other) => other.metadata.ownerReferences?.[0]?.uid === owner).length;
    return siblings * 1000 + here.length;
  };
  return [...nodes].sort((left, right) => load(left) - load(right) || (left.metadata.name < right.metadata.name ? -1 : 1))[0];
}
