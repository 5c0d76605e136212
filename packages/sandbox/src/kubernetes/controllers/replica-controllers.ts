import type { KubeObject, Pod, Workload } from '../kube-types.ts';
import { isActive, isReady } from '../pod-state.ts';
import { createObject } from '../writes/create-object.ts';
import { store } from './control-plane.ts';
import type { ControlPlane } from './control-plane.ts';
import { templateHash } from './daemon-pods.ts';
import { controllerReference, createPod, deletePod, ownsObject, podsOf } from './owned-pods.ts';

const deploymentsKey = { group: 'apps', plural: 'deployments' } as const;
const replicaSetsKey = { group: 'apps', plural: 'replicasets' } as const;
const hashLabel = 'pod-template-hash';

/** Keeps one ReplicaSet at the present template for every Deployment; older ones go to zero once the new pods are Ready. */
export function deploymentController(plane: ControlPlane): void {
  for (const deployment of plane.cluster.store.list(deploymentsKey) as Workload[]) {
    if (deployment.metadata.deletionTimestamp !== undefined) continue;
    const hash = templateHash(deployment.spec.template);
    const sets = (plane.cluster.store.list(replicaSetsKey, deployment.metadata.namespace) as Workload[]).filter((set) => ownsObject(deployment, set));
    const current = sets.find((set) => set.metadata.labels?.[hashLabel] === hash);
    const replicas = deployment.spec.replicas ?? 1;
    if (current === undefined) createReplicaSet(plane, deployment, hash);
    else {
      scale(plane, current, replicas);
      if (readyPods(plane, current) >= replicas) for (const old of sets.filter((set) => set !== current)) scale(plane, old, 0);
    }
    writeDeploymentStatus(plane, deployment, sets, current);
  }
}

function createReplicaSet(plane: ControlPlane, deployment: Workload, hash: string): void {
  const type = plane.cluster.registry.byKey('apps', 'replicasets');
  if (type === undefined) return;
  const { selector, template, replicas = 1 } = deployment.spec;
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  const set = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `${deployment.metadata.name}-${hash}`, labels, ownerReferences: [controllerReference(deployment)] },
    spec: {
      replicas,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
  createObject(plane.cluster, type, deployment.metadata.namespace, set, { fieldManager: 'kube-controller-manager', dryRun: false });
}

function scale(plane: ControlPlane, set: Workload, replicas: number): void {
  if (set.spec.replicas === replicas) return;
  const generation = (set.metadata.generation ?? 1) + 1;
  plane.cluster.store.put(replicaSetsKey, { ...set, metadata: { ...set.metadata, generation }, spec: { ...set.spec, replicas } });
}

function readyPods(plane: ControlPlane, owner: KubeObject): number {
  return podsOf(plane, owner).filter((pod) => isActive(pod) && isReady(pod)).length;
}

function writeDeploymentStatus(plane: ControlPlane, deployment: Workload, sets: readonly Workload[], current: Workload | undefined): void {
  const pods = sets.flatMap((set) => podsOf(plane, set)).filter(isActive);
  const ready = pods.filter(isReady).length;
  const replicas = deployment.spec.replicas ?? 1;
  const available = ready >= replicas;
  const status = {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: pods.length,
    updatedReplicas: current === undefined ? 0 : podsOf(plane, current).filter(isActive).length,
    readyReplicas: ready,
    availableReplicas: ready,
    ...(available ? {} : { unavailableReplicas: replicas - ready }),
    conditions: [
      { type: 'Available', status: available ? 'True' : 'False', reason: available ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable', message: available ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.' },
    ],
  };
  store(plane, deploymentsKey, deployment, { ...deployment, status });
}

/** Keeps every ReplicaSet at its number of pods. */
export function replicaSetController(plane: ControlPlane): void {
  for (const set of plane.cluster.store.list(replicaSetsKey) as Workload[]) {
    if (set.metadata.deletionTimestamp !== undefined) continue;
    const pods = podsOf(plane, set).filter(isActive);
    const replicas = set.spec.replicas ?? 1;
    const { labels = {}, annotations } = set.spec.template.metadata ?? {};
    for (let missing = replicas - pods.length; missing > 0; missing -= 1) createPod(plane, set, { labels, annotations }, set.spec.template.spec);
    for (const pod of surplus(pods, pods.length - replicas)) deletePod(plane, pod);
    const now = podsOf(plane, set).filter(isActive);
    const ready = now.filter(isReady).length;
    const status = { observedGeneration: set.metadata.generation ?? 1, replicas: now.length, fullyLabeledReplicas: now.length, readyReplicas: ready, availableReplicas: ready };
    store(plane, replicaSetsKey, set, { ...set, status });
  }
}

/** Pods that are not Ready go first. */
function surplus(pods: readonly Pod[], count: number): Pod[] {
  if (count <= 0) return [];
  return [...pods].sort((left, right) => Number(isReady(left)) - Number(isReady(right))).slice(0, count);
}
