import type { KubeNode, Pod, Taint } from '../kube-types.ts';
import { isReady, nodesKey, podsKey } from '../pod-state.ts';
import { untolerated } from '../taints.ts';
import { store } from './control-plane.ts';
import type { ControlPlane } from './control-plane.ts';
import { deletePod } from './owned-pods.ts';

const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };
const unschedulable: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/**
 * Keeps the taints that follow from a node's state (not Ready, cordoned) and ends pods that a NoExecute taint forbids. The
 * NoExecute taints that the real controller sets on its own after a node was lost for a while are left out, and so are
 * the tolerationSeconds that go with them.
 */
export function nodeLifecycle(plane: ControlPlane): void {
  for (const node of plane.cluster.store.list(nodesKey) as KubeNode[]) {
    const wanted = [...(isReady(node) ? [] : [notReady]), ...(node.spec?.unschedulable === true ? [unschedulable] : [])];
    const others = (node.spec?.taints ?? []).filter((taint) => ![notReady, unschedulable].some((own) => isSameTaint(own, taint)));
    const present = (node.spec?.taints ?? []).filter((taint) => wanted.some((own) => isSameTaint(own, taint)));
    const missing = wanted.filter((own) => !present.some((taint) => isSameTaint(own, taint)));
    const { taints: _taints, ...spec } = node.spec ?? {};
    const taints = [...others, ...present, ...missing];
    store(plane, nodesKey, node, { ...node, spec: { ...spec, ...(taints.length === 0 ? {} : { taints }) } });
  }
}

function isSameTaint(left: Taint, right: Taint): boolean {
  return left.key === right.key && left.effect === right.effect;
}

/** Takes away the pods of nodes that are gone, and ends those that a NoExecute taint of their node forbids. */
export function podCollector(plane: ControlPlane): void {
  for (const pod of plane.cluster.store.list(podsKey) as Pod[]) {
    if (pod.spec.nodeName === undefined) continue;
    const node = plane.cluster.store.get(nodesKey, undefined, pod.spec.nodeName) as KubeNode | undefined;
    if (node === undefined) plane.cluster.store.remove(podsKey, pod);
    else if (untolerated(pod.spec.tolerations, node, ['NoExecute']).length > 0) deletePod(plane, pod);
  }
}
