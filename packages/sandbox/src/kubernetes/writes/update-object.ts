import type { Cluster } from '../cluster.ts';
import { withDefaults } from '../defaults.ts';
import { isSameJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import { timeText } from '../names.ts';
import { ownersOf, trackUpdate } from '../patch/managed-fields.ts';
import type { Owner } from '../patch/managed-fields.ts';
import { apiVersionOf } from '../resources.ts';
import type { ResourceType } from '../resources.ts';
import { badRequest, conflict, internalError, invalid, modified, notFound } from '../status-error.ts';
import { validateObject } from '../validate/validate.ts';
import { invalidValue } from '../validate/syntax.ts';
import { readBody } from './read-body.ts';
import { withGivenGeneration, withTemplateGeneration } from './template-generation.ts';
import type { ObjectAddress, WriteOptions } from './write-options.ts';

/** The stored object in the version that the request names. Throws NotFound (404). */
export function readStored(cluster: Cluster, type: ResourceType, { namespace, name }: ObjectAddress): KubeObject {
  const live = cluster.store.get(type, namespace, name);
  if (live === undefined) throw notFound(type, name);
  return live.apiVersion === apiVersionOf(type) ? live : { ...live, apiVersion: apiVersionOf(type) };
}

/** Replaces an object as PUT does. @throws StatusError 404, 409 where the resourceVersion is not the stored one, 422. */
export function replaceObject(cluster: Cluster, type: ResourceType, address: ObjectAddress, body: unknown, options: WriteOptions): KubeObject {
  const live = readStored(cluster, type, address);
  const next = readBody(type, body, options);
  if ((next.metadata.resourceVersion ?? '') === '' && type.custom) {
    // The server names the resource here, not the kind.
    throw invalid({ ...type, kind: type.plural }, address.name, [invalidValue('metadata.resourceVersion', 0, 'must be specified for an update')]);
  }
  return updateObject(cluster, type, live, next, { ...options, isReplacement: true });
}

/**
 * Stores the next state of an object: what the server owns is kept, spec and status are separated, the generation counts, the
 * writer's fields are recorded. A next state that says nothing new changes nothing, not even the resourceVersion.
 */
export function updateObject(cluster: Cluster, type: ResourceType, live: KubeObject, wanted: KubeObject, options: WriteOptions, tracked = false): KubeObject {
  const name = live.metadata.name;
  checkIdentity(type, live, wanted, options.isReplacement === true);
  const now = cluster.clock.now();
  const given = withDefaults(type, separate(type, live, wanted, options.subresource), now);
  const next = withTemplateGeneration(type, given, live);
  validateObject(type, next, live);
  const version = apiVersionOf(type);
  const writer = {
    manager: options.fieldManager,
    operation: 'Update' as const,
    apiVersion: version,
    time: timeText(now),
    ...(options.subresource === undefined ? {} : { subresource: options.subresource }),
  };
  if (isSameContent(live, next)) {
    // A write that changes no value may still change who owns what: an apply, and one that resets the owners.
    const isReset = !tracked && ownersAfter(live, wanted, options).length === 0 && live.metadata.managedFields !== undefined;
    if (!isReset && (!tracked || isSameOwnership(live, next))) return live;
  }
  const counted = type.counted && isSpecChanged(type, live, next) ? { generation: (live.metadata.generation ?? 1) + 1 } : {};
  const complete: KubeObject = { ...next, metadata: { ...next.metadata, name, ...counted } };
  // Who wrote is recorded before the server counts on: of the body's own annotations.
  const asked = withGivenGeneration(type, given);
  const recordedFields = tracked ? complete : trackUpdate(type.shape, live, asked, writer, { owners: ownersAfter(live, wanted, options), hasStatus: type.subresources.includes('status') });
  const result = withOwnersOf(complete, recordedFields);
  if (options.dryRun) return result;
  const isGone = result.metadata.deletionTimestamp !== undefined && (result.metadata.finalizers ?? []).length === 0 && (result.metadata.deletionGracePeriodSeconds ?? 0) === 0 && !isHeldNamespace(type);
  return isGone ? cluster.store.remove(type, result) : cluster.store.put(type, result);
}

/** The object with the managed fields of another. */
function withOwnersOf(object: KubeObject, other: KubeObject): KubeObject {
  const { managedFields: _own, ...metadata } = object.metadata;
  const { managedFields } = other.metadata;
  return { ...object, metadata: { ...metadata, ...(managedFields === undefined ? {} : { managedFields }) } };
}

/** The owners before this write: the stored ones, unless the request brings its own; an empty list, or one empty entry, forgets them all. */
function ownersAfter(live: KubeObject, wanted: KubeObject, options: WriteOptions): Owner[] {
  const given = wanted.metadata.managedFields;
  if (options.subresource !== undefined || given === undefined) return ownersOf(live);
  const [first] = given;
  if (given.length <= 1 && (first === undefined || first.manager === undefined)) return [];
  return ownersOf(wanted);
}

/** A namespace goes only when its content is gone. */
function isHeldNamespace(type: ResourceType): boolean {
  return type.group === '' && type.kind === 'Namespace';
}

function checkIdentity(type: ResourceType, live: KubeObject, wanted: KubeObject, isReplacement: boolean): void {
  const { name, resourceVersion = '', uid = '', namespace } = wanted.metadata;
  if (name === '') throw nameMissing(live.metadata.name);
  if (name !== live.metadata.name) throw badRequest(`the name of the object (${name}) does not match the name on the URL (${live.metadata.name})`);
  if (namespace !== undefined && namespace !== live.metadata.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (!/^\d*$/.test(resourceVersion)) throw internalError(`strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
  if (uid !== '' && uid !== live.metadata.uid) {
    // A patch is checked as an object, a replacement as a precondition of the storage.
    if (!isReplacement) throw invalid(type, name, [invalidValue('metadata.uid', uid, 'field is immutable')]);
    const key = ['/registry', ...(type.custom ? [type.group] : []), storagePlural(type), ...(live.metadata.namespace === undefined ? [] : [live.metadata.namespace]), name].join('/');
    throw conflict(type, name, `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.metadata.uid ?? ''}`);
  }
  if (resourceVersion !== '' && resourceVersion !== live.metadata.resourceVersion) throw modified(type, name);
}

/** 400 to a body that names no object. */
export function nameMissing(name: string) {
  return badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
}

/** Nodes are stored under their first name. */
function storagePlural(type: ResourceType): string {
  return type.group === '' && type.plural === 'nodes' ? 'minions' : type.plural;
}

function separate(type: ResourceType, live: KubeObject, wanted: KubeObject, subresource: 'status' | undefined): KubeObject {
  const { uid, creationTimestamp, generation, deletionTimestamp, deletionGracePeriodSeconds, namespace, resourceVersion } = live.metadata;
  const owned = Object.fromEntries(
    Object.entries({ uid, creationTimestamp, generation, deletionTimestamp, deletionGracePeriodSeconds, namespace, resourceVersion }).filter(([, value]) => value !== undefined),
  );
  const serverOwned = ['uid', 'creationTimestamp', 'generation', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'namespace', 'resourceVersion'];
  const given = Object.fromEntries(Object.entries(wanted.metadata).filter(([key]) => !serverOwned.includes(key)));
  const metadata = { ...given, ...owned, name: live.metadata.name };
  if (subresource === 'status') {
    // A custom resource's status endpoint changes nothing but the status; the built-in ones let metadata through.
    const kept = type.custom ? { ...live.metadata, ...(wanted.metadata.managedFields === undefined ? {} : { managedFields: wanted.metadata.managedFields }) } : metadata;
    const { status: _old, ...rest } = live;
    return { ...rest, metadata: kept, ...(wanted.status === undefined ? {} : { status: wanted.status }) };
  }
  if (!type.subresources.includes('status')) return { ...wanted, metadata };
  const { status: _ignored, ...rest } = wanted;
  return { ...rest, metadata, ...(live.status === undefined ? {} : { status: live.status }) };
}

function content(object: KubeObject): JsonObject {
  const { resourceVersion: _version, managedFields: _fields, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function isSameContent(live: KubeObject, next: KubeObject): boolean {
  return isSameJson(content(live), content(next));
}

function isSameOwnership(live: KubeObject, next: KubeObject): boolean {
  const untimed = (object: KubeObject): unknown => (object.metadata.managedFields ?? []).map(({ time: _time, ...entry }) => entry);
  return isSameJson(untimed(live), untimed(next));
}

function isSpecChanged(type: ResourceType, live: KubeObject, next: KubeObject): boolean {
  if (!type.custom) return !isSameJson(live.spec, next.spec);
  const body = (object: KubeObject): JsonObject => {
    const { metadata: _metadata, ...rest } = object;
    return type.subresources.includes('status') ? { ...rest, status: undefined } : rest;
  };
  return !isSameJson(body(live), body(next));
}
