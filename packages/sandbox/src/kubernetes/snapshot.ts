import { createHash } from 'node:crypto';
import { isJsonObject, readList, readObject } from './json.ts';
import type { JsonObject } from './json.ts';
import type { KubeObject, Pod } from './kube-types.ts';
import { daemonNode } from './controllers/daemon-pods.ts';
import type { ObjectStore } from './store.ts';

const leftOut = new Set(['/events', 'coordination.k8s.io/leases']);
const volatileMetadata = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields'];
const volatileAnnotations = ['deprecated.daemonset.template.generation', 'deployment.kubernetes.io/revision'];
const volatileMembers = new Set(['observedGeneration', 'lastTransitionTime', 'lastUpdateTime', 'lastHeartbeatTime', 'lastProbeTime', 'startTime', 'startedAt', 'finishedAt', 'completionTime']);
const incarnationLabels = ['controller-revision-hash', 'pod-template-generation', 'pod-template-hash', 'batch.kubernetes.io/controller-uid'];

/**
 * Every object in plain JSON by `apiVersion/kind/namespace/name`, without what differs between two incarnations of one state: two
 * snapshots around a change that was taken back are deeply equal. Values of Secrets are hashed; Events and Leases are left out.
 */
export function snapshotObjects(store: ObjectStore): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { resource, object } of store.all()) {
    if (leftOut.has(resource)) continue;
    const entry = resource === '/pods' ? podEntry(object as Pod) : { key: keyOf(object), value: plain(object) };
    let key = entry.key;
    for (let count = 2; Object.hasOwn(result, key); count += 1) key = `${entry.key}#${count}`;
    result[key] = entry.value;
  }
  return Object.fromEntries(Object.entries(result).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function keyOf({ apiVersion, kind, metadata }: KubeObject): string {
  return [apiVersion, kind, ...(metadata.namespace === undefined ? [] : [metadata.namespace]), metadata.name].join('/');
}

function plain(object: KubeObject): JsonObject {
  const metadata = withoutMembers(object.metadata, volatileMetadata);
  const annotations = withoutMembers(readObject(metadata, 'annotations'), volatileAnnotations);
  // A uid in an owner reference is one of an incarnation; the owner's name stays.
  const owners = readList(metadata, 'ownerReferences').map((reference) => withoutMembers(readObject(reference), ['uid']));
  const { annotations: _annotations, ownerReferences: _owners, ...rest } = metadata;
  const status = object.status === undefined ? {} : { status: timeless(object.status) };
  const secret = object.kind === 'Secret' && object.apiVersion === 'v1' ? { data: hashed(readObject(object, 'data')) } : {};
  return {
    ...object,
    metadata: { ...rest, ...(Object.keys(annotations).length === 0 ? {} : { annotations }), ...(owners.length === 0 ? {} : { ownerReferences: owners }) },
    ...status,
    ...secret,
  };
}

function withoutMembers(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !names.includes(key)));
}

function timeless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => timeless(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !volatileMembers.has(key)).map(([key, member]) => [key, timeless(member)]));
}

function hashed(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, `sha256:${createHash('sha256').update(String(value)).digest('hex')}`]));
}

/** A pod by its owner and node: its generated name, its address and its revision belong to the incarnation. */
function podEntry(pod: Pod): { readonly key: string; readonly value: JsonObject } {
  const owner = pod.metadata.ownerReferences?.find((reference) => reference.controller === true);
  const node = daemonNode(pod.spec) ?? '';
  const labels = withoutMembers(pod.metadata.labels ?? {}, incarnationLabels);
  const containers = (pod.spec.containers ?? []).map(({ name, image }) => ({ name, image }));
  const value = {
    labels,
    spec: { nodeName: pod.spec.nodeName, hostNetwork: pod.spec.hostNetwork ?? false, containers },
    phase: pod.status?.phase,
  };
  const key = owner === undefined ? keyOf(pod) : `v1/Pod/${pod.metadata.namespace ?? ''}/${owner.kind}:${owner.name}@${node}`;
  return { key, value };
}
