import { createHash } from 'node:crypto';
import { rootOf, type ApiRequests, type StoredObject } from './api-requests.ts';

type Json = Record<string, unknown>;

/** Kinds that say what happened or what beats, and nothing of how the cluster is. */
const passing = new Set([
  'Event',
  'Lease',
  'ComponentStatus',
  // The DaemonSet controller keeps every template that there was: the one that was taken back stays in its history.
  'ControllerRevision',
]);

/**
 * What differs between two writes of one state: who wrote it, when, and how often. `generation` counts changes of the spec, and a change that
 * was taken back is two; `managedFields` remembers the time of every writer, also of those whose fields are gone.
 */
const volatileMetadata = new Set(['uid', 'resourceVersion', 'generation', 'managedFields', 'creationTimestamp', 'selfLink']);
/** The controllers' own counters of the same. */
const volatileAnnotations = new Set(['deprecated.daemonset.template.generation', 'deployment.kubernetes.io/revision']);
const volatileMembers = new Set(['observedGeneration', 'lastTransitionTime', 'lastUpdateTime', 'lastHeartbeatTime', 'lastProbeTime', 'startTime', 'startedAt', 'finishedAt', 'renewTime', 'uid', 'resourceVersion']);

/**
 * Every object of a cluster in plain JSON by `apiVersion/kind/namespace/name`: two snapshots around a change that was taken back are deeply
 * equal. Secrets are hashed. A controller's pod stands for itself by its owner and node: its name is drawn anew, and so is its address.
 */
export const snapshotCluster = async (api: ApiRequests): Promise<Record<string, unknown>> => {
  const kinds = (await api.kinds()).filter(({ kind }) => !passing.has(kind));
  const lists = await Promise.all(
    kinds.map(async ({ groupVersion, kind, plural }) => {
      const list = await api.demand<{ items: StoredObject[] }>('GET', `${rootOf(groupVersion)}/${plural}`);
      return list.items.map((item): readonly [string, unknown] => entryOf({ ...item, apiVersion: groupVersion, kind }));
    }),
  );
  const entries = lists.flat().sort(([left], [right]) => (left < right ? -1 : 1));
  const result: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    let unique = key;
    for (let count = 2; Object.hasOwn(result, unique); count += 1) unique = `${key}#${count}`;
    result[unique] = value;
  }
  return result;
};

const entryOf = (object: StoredObject): readonly [string, unknown] => {
  const { apiVersion, kind, metadata } = object;
  const key = [apiVersion, kind, ...(metadata.namespace === undefined ? [] : [metadata.namespace])].join('/');
  if (kind === 'Pod' && apiVersion === 'v1') {
    const pod = object as unknown as { spec: { nodeName?: string; hostNetwork?: boolean; containers: { name: string; image: string }[] }; status?: { phase?: string }; metadata: { ownerReferences?: { kind: string; name: string; controller?: boolean }[] } };
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
    if (owner !== undefined) {
      const { nodeName, hostNetwork, containers } = pod.spec;
      return [`${key}/${owner.kind}:${owner.name}@${nodeName ?? ''}`, { phase: pod.status?.phase, hostNetwork, containers: containers.map(({ name, image }) => ({ name, image })) }];
    }
  }
  return [`${key}/${metadata.name}`, plain(object)];
};

const plain = (object: StoredObject): Json => {
  const { annotations = {}, ...metadata } = without(object.metadata, volatileMetadata) as Json & { annotations?: Json };
  const kept = without(annotations, volatileAnnotations);
  const secret = object.kind === 'Secret' ? { data: hash(object['data']) } : {};
  return timeless({ ...object, ...secret, metadata: { ...metadata, ...(Object.keys(kept).length === 0 ? {} : { annotations: kept }) } }) as Json;
};

const without = (object: Json, names: ReadonlySet<string>): Json => Object.fromEntries(Object.entries(object).filter(([key]) => !names.has(key)));

const timeless = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(timeless);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !volatileMembers.has(key)).map(([key, member]) => [key, timeless(member)]));
};

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value ?? null)).digest('hex');
