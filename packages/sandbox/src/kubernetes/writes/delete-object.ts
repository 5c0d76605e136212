import type { Cluster } from '../cluster.ts';
import type { KubeObject, Pod } from '../kube-types.ts';
import { timeText } from '../names.ts';
import type { ResourceType } from '../resources.ts';
import { conflict, forbidden } from '../status-error.ts';
import { readStored } from './update-object.ts';
import type { ObjectAddress } from './write-options.ts';

/** What a DELETE may say. */
export interface DeleteOptions {
  readonly dryRun: boolean;
  readonly gracePeriodSeconds?: number;
  readonly uid?: string;
  readonly resourceVersion?: string;
  /** What becomes of the objects that it owns; by default they go in the background. */
  readonly propagation?: 'Foreground' | 'Background' | 'Orphan';
}

/** Namespaces that the server keeps (the admission plug-in NamespaceLifecycle). */
const immortal = new Set(['default', 'kube-system', 'kube-public']);

const finalizers = { Foreground: 'foregroundDeletion', Orphan: 'orphan' } as const;

/**
 * Deletes an object as DELETE does. A pod on a node goes when its kubelet has seen it, an object with finalizers when the last of them
 * is taken off, a namespace when it is empty: all three stay with a deletionTimestamp until then. What it owns goes by garbage collection,
 * which also takes off the finalizers of a delete in the foreground and of one that orphans.
 * Returns the object and whether it is gone already.
 *
 * @throws StatusError 403 for a namespace that the cluster cannot lose, 404, 409 where a precondition does not hold.
 */
export function deleteObject(cluster: Cluster, type: ResourceType, address: ObjectAddress, options: DeleteOptions): { readonly object: KubeObject; readonly gone: boolean } {
  const isNamespace = type.group === '' && type.kind === 'Namespace';
  if (isNamespace && immortal.has(address.name)) throw forbidden(type, address.name, 'this namespace may not be deleted');
  const live = readStored(cluster, type, address);
  checkPreconditions(type, live, options);
  const isGraceful = type.group === '' && type.kind === 'Pod';
  const grace = isGraceful ? graceOf(live as Pod, options.gracePeriodSeconds) : 0;
  const held = withPropagation(live, options.propagation);
  const waits = grace > 0 || isNamespace || (held.metadata.finalizers ?? []).length > 0;
  const { deletionTimestamp, deletionGracePeriodSeconds: given = 0 } = live.metadata;
  // A second delete can shorten the time, and nothing else.
  if (waits && deletionTimestamp !== undefined && (options.gracePeriodSeconds === undefined || grace >= given)) return { object: live, gone: false };
  const marked = mark(cluster, held, grace, { isNamespace, isGraceful });
  if (waits) return { object: options.dryRun ? marked : cluster.store.put(type, marked), gone: false };
  const last = isGraceful ? marked : live;
  return { object: options.dryRun ? last : cluster.store.remove(type, last), gone: true };
}

function checkPreconditions(type: ResourceType, live: KubeObject, options: DeleteOptions): void {
  const { name, uid = '', resourceVersion = '' } = live.metadata;
  // The server names the kind here, not the resource.
  const named = { ...type, plural: type.kind };
  if (options.uid !== undefined && options.uid !== uid) {
    throw conflict(named, name, `the UID in the precondition (${options.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`);
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
    throw conflict(named, name, `the ResourceVersion in the precondition (${options.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`);
  }
}

function withPropagation(live: KubeObject, propagation: DeleteOptions['propagation']): KubeObject {
  if (propagation === undefined || live.metadata.deletionTimestamp !== undefined) return live;
  const others = (live.metadata.finalizers ?? []).filter((name) => !Object.values<string>(finalizers).includes(name));
  const all = propagation === 'Background' ? others : [...others, finalizers[propagation]];
  const { finalizers: _old, ...metadata } = live.metadata;
  return { ...live, metadata: { ...metadata, ...(all.length === 0 ? {} : { finalizers: all }) } };
}

function mark(cluster: Cluster, object: KubeObject, grace: number, { isNamespace, isGraceful }: { readonly isNamespace: boolean; readonly isGraceful: boolean }): KubeObject {
  const { generation } = object.metadata;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      deletionTimestamp: timeText(cluster.clock.now() + grace * 1000),
      ...(isNamespace && !isGraceful ? {} : { deletionGracePeriodSeconds: grace }),
      // Once: a second delete only shortens the time.
      ...(generation === undefined || object.metadata.deletionTimestamp !== undefined ? {} : { generation: generation + 1 }),
    },
    ...(isNamespace ? { status: { phase: 'Terminating' } } : {}),
  };
}

/** Seconds; only a pod that a kubelet runs has a grace period. A negative one means one second. */
function graceOf(pod: Pod, asked: number | undefined): number {
  const isOver = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  const wanted = asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
  const grace = wanted < 0 ? 1 : wanted;
  return pod.spec.nodeName === undefined || isOver ? 0 : grace;
}
