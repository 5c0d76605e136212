import type { DaemonSet, KubeNode, Pod } from '../kube-types.ts';
import { isReady, nodesKey, scaled } from '../pod-state.ts';
import { store } from './control-plane.ts';
import type { ControlPlane } from './control-plane.ts';
import { daemonNode, daemonPodSpec, placement, revisionLabel, templateHash } from './daemon-pods.ts';
import { createPod, deletePod, podsOf } from './owned-pods.ts';

const daemonSetsKey = { group: 'apps', plural: 'daemonsets' } as const;

/** Gives every DaemonSet its pods: on the nodes it selects and nowhere else, at its present template, one after another. */
export function daemonSetController(plane: ControlPlane): void {
  const nodes = plane.cluster.store.list(nodesKey) as KubeNode[];
  for (const set of plane.cluster.store.list(daemonSetsKey) as DaemonSet[]) {
    if (set.metadata.deletionTimestamp !== undefined) continue;
    reconcile(plane, set, nodes);
  }
}

function reconcile(plane: ControlPlane, set: DaemonSet, nodes: readonly KubeNode[]): void {
  const hash = templateHash(set.spec.template);
  const byNode = podsByNode(podsOf(plane, set));
  for (const node of nodes) {
    const { shouldRun, mayStay } = placement(set, node);
    const pods = byNode.get(node.metadata.name) ?? [];
    if (!mayStay) for (const pod of pods) deletePod(plane, pod);
    else {
      const ended = pods.filter((pod) => pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded');
      for (const pod of ended) deletePod(plane, pod);
      const [, ...surplus] = pods.filter((pod) => !ended.includes(pod) && pod.metadata.deletionTimestamp === undefined);
      for (const pod of surplus) deletePod(plane, pod);
      if (shouldRun && pods.length === 0) createDaemonPod(plane, set, node.metadata.name, hash);
    }
  }
  const eligible = nodes.filter((node) => placement(set, node).shouldRun);
  if (set.spec.updateStrategy?.type !== 'OnDelete') roll(plane, set, eligible, byNode, hash);
  writeStatus(plane, set, nodes, hash);
}

function podsByNode(pods: readonly Pod[]): Map<string, Pod[]> {
  const result = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = daemonNode(pod.spec);
    if (node !== undefined) result.set(node, [...(result.get(node) ?? []), pod]);
  }
  return result;
}

function createDaemonPod(plane: ControlPlane, set: DaemonSet, nodeName: string, hash: string): void {
  const { labels = {}, annotations } = set.spec.template.metadata ?? {};
  createPod(
    plane,
    set,
    { labels: { ...labels, [revisionLabel]: hash, 'pod-template-generation': String(set.metadata.generation ?? 1) }, annotations },
    daemonPodSpec(set, nodeName),
  );
}

/**
 * Replaces pods of an old template: those that do not work anyway at once, the others as `maxUnavailable` allows.
 * `maxSurge` counts as `maxUnavailable` here: the sandbox never runs two pods of a DaemonSet on one node.
 */
function roll(plane: ControlPlane, set: DaemonSet, eligible: readonly KubeNode[], byNode: ReadonlyMap<string, readonly Pod[]>, hash: string): void {
  const { maxUnavailable, maxSurge } = set.spec.updateStrategy?.rollingUpdate ?? {};
  const unavailable = scaled(maxUnavailable, eligible.length, 'up', 1);
  let budget = Math.max(1, unavailable > 0 ? unavailable : scaled(maxSurge, eligible.length, 'up', 0));
  const replaceable: Pod[] = [];
  for (const node of eligible) {
    const pod = (byNode.get(node.metadata.name) ?? []).find((candidate) => candidate.metadata.deletionTimestamp === undefined);
    const isAvailable = pod !== undefined && isReady(pod);
    if (!isAvailable) budget -= 1;
    if (pod === undefined || pod.metadata.labels?.[revisionLabel] === hash) continue;
    if (isAvailable) replaceable.push(pod);
    else deletePod(plane, pod);
  }
  for (const pod of replaceable.slice(0, Math.max(0, budget))) deletePod(plane, pod);
}

function writeStatus(plane: ControlPlane, set: DaemonSet, nodes: readonly KubeNode[], hash: string): void {
  const byNode = podsByNode(podsOf(plane, set));
  let desired = 0;
  let current = 0;
  let ready = 0;
  let updated = 0;
  let misscheduled = 0;
  for (const node of nodes) {
    const pods = byNode.get(node.metadata.name) ?? [];
    const living = pods.find((pod) => pod.metadata.deletionTimestamp === undefined) ?? pods[0];
    if (!placement(set, node).shouldRun) {
      if (pods.length > 0) misscheduled += 1;
      continue;
    }
    desired += 1;
    if (living === undefined) continue;
    current += 1;
    if (isReady(living)) ready += 1;
    if (living.metadata.labels?.[revisionLabel] === hash) updated += 1;
  }
  const live = plane.cluster.store.get(daemonSetsKey, set.metadata.namespace, set.metadata.name);
  if (live === undefined) return;
  const some = (name: string, value: number): Record<string, number> => (value === 0 ? {} : { [name]: value });
  const status = {
    currentNumberScheduled: current,
    desiredNumberScheduled: desired,
    numberMisscheduled: misscheduled,
    numberReady: ready,
    observedGeneration: set.metadata.generation ?? 1,
    // The server leaves these out where they are 0.
    ...some('updatedNumberScheduled', updated),
    ...some('numberAvailable', ready),
    ...some('numberUnavailable', desired - ready),
  };
  store(plane, daemonSetsKey, live, { ...live, status });
}
