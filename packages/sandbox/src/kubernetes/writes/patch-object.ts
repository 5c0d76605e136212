import { parse } from 'yaml';
import type { Cluster } from '../cluster.ts';
import { isJsonObject } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import { timeText } from '../names.ts';
import { applyConfiguration } from '../patch/apply.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { applyStrategicMerge } from '../patch/strategic-merge.ts';
import { apiVersionOf } from '../resources.ts';
import type { ResourceType } from '../resources.ts';
import { badRequest, conflict, unsupportedMediaType } from '../status-error.ts';
import { createObject, readBody } from './create-object.ts';
import { readStored, updateObject } from './update-object.ts';
import type { ObjectAddress, WriteOptions } from './write-options.ts';

/** A patch as it came: its media type and its text. */
export interface PatchRequest {
  readonly mediaType: string;
  readonly text: string;
  /** Server-side apply only: takes fields from their owners. */
  readonly force: boolean;
}

/** What a patch answers: the object, and whether an apply created it. */
export interface PatchResult {
  readonly object: KubeObject;
  readonly created: boolean;
}

const jsonMedia = 'application/json-patch+json';
const mergeMedia = 'application/merge-patch+json';
const strategicMedia = 'application/strategic-merge-patch+json';
const applyMedia = 'application/apply-patch+yaml';

/**
 * Patches an object in one of the four ways. A resourceVersion in the patch is a precondition.
 *
 * @throws StatusError 400, 404, 409, 415 for another media type, 422.
 */
export function patchObject(cluster: Cluster, type: ResourceType, address: ObjectAddress, patch: PatchRequest, options: WriteOptions): PatchResult {
  const accepted = [jsonMedia, mergeMedia, ...(type.custom ? [] : [strategicMedia]), applyMedia];
  if (!accepted.includes(patch.mediaType)) throw unsupportedMediaType(accepted);
  if (patch.mediaType === applyMedia) return applyPatch(cluster, type, address, patch, options);
  const live = readStored(cluster, type, address);
  const body = parseJson(patch.text);
  if (patch.mediaType !== jsonMedia && !isJsonObject(body)) throw badRequest('error decoding patch: json: cannot unmarshal into Go value of type map[string]interface {}');
  const patched =
    patch.mediaType === jsonMedia ? applyJsonPatch(live, body) : patch.mediaType === mergeMedia ? applyMergePatch(live, body) : applyStrategicMerge(live, body);
  const next = readBody(type, patched, options);
  return { object: updateObject(cluster, type, live, next, options), created: false };
}

function applyPatch(cluster: Cluster, type: ResourceType, { namespace, name }: ObjectAddress, patch: PatchRequest, options: WriteOptions): PatchResult {
  const body = parseYaml(patch.text);
  if (!isJsonObject(body)) throw badRequest('error decoding YAML: the apply configuration is no object');
  if (body.apiVersion === undefined || body.kind === undefined) throw badRequest('invalid object type: the apply configuration needs apiVersion and kind');
  const given = readBody(type, body, options);
  if (given.metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  const applied = { ...given, metadata: { ...given.metadata, name: given.metadata.name || name } };
  if (applied.metadata.name !== name) throw badRequest(`the name of the object (${applied.metadata.name}) does not match the name on the URL (${name})`);
  const writer = {
    manager: options.fieldManager,
    operation: 'Apply' as const,
    apiVersion: apiVersionOf(type),
    time: timeText(cluster.clock.now()),
    ...(options.subresource === undefined ? {} : { subresource: options.subresource }),
  };
  const live = cluster.store.get(type, namespace, name);
  if (live === undefined) {
    if (options.subresource !== undefined) readStored(cluster, type, { namespace, name });
    // The real server says the same: an apply that names a uid or a version means an object that is there.
    if (applied.metadata.uid !== undefined) throw conflict(type, name, `uid mismatch: the provided object specified uid ${applied.metadata.uid}, and no existing object was found`);
    const object = applyConfiguration(undefined, applied, writer, patch.force, type);
    return { object: createObject(cluster, type, namespace, object, options), created: true };
  }
  const next = applyConfiguration(live, applied, writer, patch.force, type);
  return { object: updateObject(cluster, type, live, next, options, true), created: false };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : 'not JSON'}`);
  }
}

function parseYaml(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    throw badRequest(`error decoding YAML: ${error instanceof Error ? error.message : 'not YAML'}`);
  }
}
