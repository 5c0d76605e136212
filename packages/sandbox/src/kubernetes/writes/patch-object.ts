import { parse } from 'yaml';
import type { Cluster } from '../cluster.ts';
import { findDuplicates, goJsonProblem } from '../json-text.ts';
import { goText, isJsonObject, readObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import { timeText } from '../names.ts';
import { applyConfiguration } from '../patch/apply.ts';
import { problemText, typeProblems } from '../patch/type-problems.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { applyStrategicMerge } from '../patch/strategic-merge.ts';
import { apiVersionOf } from '../resources.ts';
import type { ResourceType } from '../resources.ts';
import { badRequest, conflict, internalError, invalid, unsupportedMediaType, unsupportedPatchType } from '../status-error.ts';
import type { StatusError } from '../status-error.ts';
import { DecodeError, jsonType } from '../types/decode.ts';
import { invalidValue } from '../validate/syntax.ts';
import { createObject } from './create-object.ts';
import { decodeBody, emptyObject, otherKindProblem } from './read-body.ts';
import { nameMissing, readStored, updateObject } from './update-object.ts';
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
  if (!accepted.includes(patch.mediaType)) throw type.custom ? unsupportedMediaType(accepted) : unsupportedPatchType();
  if (patch.mediaType === applyMedia) return applyPatch(cluster, type, address, patch, options);
  const live = readStored(cluster, type, address);
  const body = parseJson(patch.text, patch.mediaType === strategicMedia);
  const patched = readingPatch(body, () => patchValue(type, live, body, patch.mediaType));
  const next = readPatched(type, patched, { ...options, ...(patch.mediaType === jsonMedia ? {} : { duplicates: findDuplicates(patch.text) }) });
  return { object: updateObject(cluster, type, live, next, options), created: false };
}

function patchValue(type: ResourceType, base: JsonObject, body: unknown, mediaType: string): unknown {
  if (mediaType === jsonMedia) return applyJsonPatch(base, body);
  if (!isJsonObject(body)) throw badRequest(`${mediaType === strategicMedia ? '' : 'error decoding patch: '}json: cannot unmarshal ${jsonType(body)} into Go value of type map[string]interface {}`);
  return mediaType === mergeMedia ? applyMergePatch(base, body) : applyStrategicMerge(type.shape, base, body);
}

/** 422 to a patch that cannot be put into the object. */
function readingPatch(body: unknown, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof DecodeError) throw unreadablePatch(goText(body), error.message);
    throw error;
  }
}

function unreadablePatch(shown: string, problem: string): StatusError {
  return invalid({ group: '', kind: '', plural: '' }, '', [invalidValue('patch', shown, problem)]);
}

/** What a patch makes is decoded like a body; the server answers with 422 where that fails. */
function readPatched(type: ResourceType, patched: unknown, options: WriteOptions): KubeObject {
  try {
    if (isJsonObject(patched) && (patched.apiVersion !== apiVersionOf(type) || patched.kind !== type.kind)) throw new DecodeError(otherKindProblem(type, patched));
    if (!isJsonObject(patched)) throw new DecodeError(`json: cannot unmarshal ${jsonType(patched)} into Go value of type map[string]interface {}`);
    return decodeBody(type, patched, options);
  } catch (error) {
    if (error instanceof DecodeError) throw unreadablePatch(JSON.stringify(patched), error.message);
    throw error;
  }
}

function applyPatch(cluster: Cluster, type: ResourceType, { namespace, name }: ObjectAddress, patch: PatchRequest, options: WriteOptions): PatchResult {
  const applied = readApplied(type, name, patch.text);
  const writer = {
    manager: options.fieldManager,
    operation: 'Apply' as const,
    apiVersion: apiVersionOf(type),
    time: timeText(cluster.clock.now()),
    ...(options.subresource === undefined ? {} : { subresource: options.subresource }),
  };
  const live = cluster.store.get(type, namespace, name);
  const applyOptions = { force: patch.force, hasStatus: type.subresources.includes('status') };
  if (live === undefined) {
    if (options.subresource !== undefined) readStored(cluster, type, { namespace, name });
    // The real server says the same: an apply that names a uid or a version means an object that is there.
    if (applied.metadata.uid !== undefined) throw conflict(type, name, `uid mismatch: the provided object specified uid ${applied.metadata.uid}, and no existing object was found`);
    const object = applyConfiguration(type.shape, emptyObject(type), applied, writer, applyOptions);
    return { object: createObject(cluster, type, namespace, object, options), created: true };
  }
  const next = decodeBody(type, applyConfiguration(type.shape, live, applied, writer, applyOptions), options);
  return { object: updateObject(cluster, type, live, next, options, true), created: false };
}

/** An apply configuration as it came: what it does not say, it does not apply. */
function readApplied(type: ResourceType, name: string, text: string): KubeObject {
  const body = parseYaml(text);
  if (!isJsonObject(body)) throw badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonType(body)} into Go value of type map[string]interface {}`);
  const [apiVersion, kind] = [typeof body.apiVersion === 'string' ? body.apiVersion : '', typeof body.kind === 'string' ? body.kind : ''];
  if (apiVersion !== apiVersionOf(type) || kind !== type.kind) throw badRequest(`invalid object type: ${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`);
  const metadata = readObject(body, 'metadata');
  if (metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  const given = typeof metadata.name === 'string' ? metadata.name : '';
  const problems = typeProblems(type.shape, body);
  if (problems.length > 0) throw internalError(`failed to create typed patch object (${typeof metadata.namespace === 'string' ? metadata.namespace : ''}/${given}; ${type.group}/${type.version}, Kind=${kind}): ${problemText(problems)}`);
  if (given === '') throw nameMissing(name);
  if (given !== name) throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
  return { ...body, apiVersion, kind, metadata: { ...metadata, name: given } };
}

function parseJson(text: string, isStrategic: boolean): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The server decodes a strategic merge patch by another way, which says less.
    throw badRequest(`${isStrategic ? '' : 'error decoding patch: '}${goJsonProblem(text)}`);
  }
}

function parseYaml(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    throw badRequest(`error decoding YAML: error converting YAML to JSON: ${error instanceof Error ? error.message : 'not YAML'}`);
  }
}
