import type { Cluster } from '../cluster.ts';
import type { KubeObject, Pod } from '../kube-types.ts';
import { timeText } from '../names.ts';
import type { ResourceType } from '../resources.ts';
import { conflict } from '../status-error.ts';
import { readStored } from './update-object.ts';
import type { ObjectAddress } from './write-options.ts';

/** What a DELETE may say. */
export interface DeleteOptions {
  readonly dryRun: boolean;
  readonly gracePeriodSeconds?: number;
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/**
 * Deletes an object as DELETE does. A pod on a node goes when its kubelet has seen it, an object with finalizers when the last of them
 * is taken off, a namespace when it is empty: all three stay with a deletionTimestamp until then. What it owns goes by garbage collection.
 * Returns the object and whether it is gone already.
 *
 * @throws StatusError 404, 409 where a precondition does not hold.
 */
export function deleteObject(cluster: Cluster, type: ResourceType, address: ObjectAddress, options: DeleteOptions): { readonly object: KubeObject; readonly gone: boolean } {
  const live = readStored(cluster, type, address);
  const { uid, resourceVersion } = live.metadata;
  if (options.uid !== undefined && options.uid !== uid) {
    throw conflict(type, address.name, `Precondition failed: UID in precondition: ${options.uid}, UID in object meta: ${uid ?? ''}`);
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
    throw conflict(type, address.name, `Precondition failed: ResourceVersion in precondition: ${options.resourceVersion}, ResourceVersion in object meta: ${resourceVersion ?? ''}`);
  }
  const grace = graceOf(type, live, options.gracePeriodSeconds);
  const isNamespace = type.group === '' && type.kind === 'Namespace';
  const waits = grace > 0 || isNamespace || (live.metadata.finalizers ?? []).length > 0;
  if (!waits) return { object: options.dryRun ? live : cluster.store.remove(type, live), gone: true };
  if (live.metadata.deletionTimestamp !== undefined) return { object: live, gone: false };
  const marked: KubeObject = {
    ...live,
    metadata: {
      ...live.metadata,
      deletionTimestamp: timeText(cluster.clock.now() + grace * 1000),
      ...(grace > 0 ? { deletionGracePeriodSeconds: grace } : {}),
    },
    ...(isNamespace ? { status: { phase: 'Terminating' } } : {}),
  };
  return { object: options.dryRun ? marked : cluster.store.put(type, marked), gone: false };
}

/** Seconds; only a pod that a kubelet runs has a grace period. */
function graceOf(type: ResourceType, live: KubeObject, asked: number | undefined): number {
  if (type.group !== '' || type.kind !== 'Pod') return 0;
  const pod = live as Pod;
  const isOver = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  if (pod.spec.nodeName === undefined || isOver) return 0;
  return asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
}
