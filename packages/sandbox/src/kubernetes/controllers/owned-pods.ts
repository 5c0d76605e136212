import { StatusError } from '../status-error.ts';
import type { KubeObject, OwnerReference, Pod, PodSpec } from '../kube-types.ts';
import { podsKey } from '../pod-state.ts';
import { createObject } from '../writes/create-object.ts';
import { deleteObject } from '../writes/delete-object.ts';
import type { ControlPlane } from './control-plane.ts';

/** The reference by which a controller owns what it makes. */
export function controllerReference(owner: KubeObject): OwnerReference {
  return { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid ?? '', controller: true, blockOwnerDeletion: true };
}

/** Whether an object's controller reference names this owner, by uid. */
export function ownsObject(owner: KubeObject, object: KubeObject): boolean {
  return (object.metadata.ownerReferences ?? []).some((reference) => reference.controller === true && reference.uid === owner.metadata.uid);
}

/** The pods of a controller. */
export function podsOf(plane: ControlPlane, owner: KubeObject): Pod[] {
  return (plane.cluster.store.list(podsKey, owner.metadata.namespace) as Pod[]).filter((pod) => ownsObject(owner, pod));
}

/** Creates a pod of a controller's template; a refusal (a namespace that is going, a bad template) leaves it for the next round. */
export function createPod(plane: ControlPlane, owner: KubeObject, metadata: { readonly labels: Record<string, string>; readonly annotations?: Record<string, string> | undefined }, spec: PodSpec): void {
  const type = plane.cluster.registry.byKey('', 'pods');
  if (type === undefined) return;
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${owner.metadata.name}-`,
      labels: metadata.labels,
      ...(metadata.annotations === undefined ? {} : { annotations: metadata.annotations }),
      ownerReferences: [controllerReference(owner)],
    },
    spec,
  };
  try {
    createObject(plane.cluster, type, owner.metadata.namespace, pod, { fieldManager: 'kube-controller-manager', dryRun: false });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
  }
}

/** Deletes a pod, gracefully; one that is gone or going is left alone. */
export function deletePod(plane: ControlPlane, pod: Pod): void {
  const type = plane.cluster.registry.byKey('', 'pods');
  if (type === undefined || pod.metadata.deletionTimestamp !== undefined) return;
  if (plane.cluster.store.get(podsKey, pod.metadata.namespace, pod.metadata.name) === undefined) return;
  deleteObject(plane.cluster, type, { namespace: pod.metadata.namespace, name: pod.metadata.name }, { dryRun: false });
}
