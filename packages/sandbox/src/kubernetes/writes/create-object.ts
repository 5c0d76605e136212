import type { Cluster } from '../cluster.ts';
import { withDefaults } from '../defaults.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject, ObjectMeta } from '../kube-types.ts';
import { generatedSuffix, newUid, timeText } from '../names.ts';
import { trackUpdate } from '../patch/managed-fields.ts';
import { apiVersionOf } from '../resources.ts';
import type { ResourceType } from '../resources.ts';
import { alreadyExists, badRequest, forbidden, notFound } from '../status-error.ts';
import { unknownFields, withoutUnknownFields } from '../validate/unknown-fields.ts';
import { validateObject } from '../validate/validate.ts';
import type { WriteOptions } from './write-options.ts';

const namespaces = { group: '', plural: 'namespaces', kind: 'Namespace' } as const;

/**
 * Creates an object as POST does: name from generateName, what the server sets, defaults, validation.
 *
 * @throws StatusError 400, 403 (a namespace that is being deleted), 404 (no such namespace), 409 AlreadyExists, 422.
 */
export function createObject(cluster: Cluster, type: ResourceType, namespace: string | undefined, body: unknown, options: WriteOptions): KubeObject {
  const given = readBody(type, body, options);
  const name = given.metadata.name || (given.metadata.generateName === undefined ? '' : `${given.metadata.generateName}${generatedSuffix()}`);
  requireNamespace(cluster, type, namespace, given.metadata.namespace, name);
  if (cluster.store.get(type, namespace, name) !== undefined) throw alreadyExists(type, name);
  if (given.metadata.resourceVersion !== undefined && given.metadata.resourceVersion !== '') throw badRequest('resourceVersion should not be set on objects to be created');
  const now = cluster.clock.now();
  const { managedFields, ...metadata } = given.metadata;
  const prepared: KubeObject = {
    ...withoutClientStatus(type, given),
    metadata: {
      ...metadata,
      name,
      ...(namespace === undefined ? {} : { namespace }),
      uid: newUid(),
      creationTimestamp: timeText(now),
      ...(type.counted ? { generation: 1 } : {}),
    },
  };
  const complete = withDefaults(type, prepared, now);
  validateObject(type, complete, undefined);
  const writer = { manager: options.fieldManager, operation: 'Update' as const, apiVersion: apiVersionOf(type), time: timeText(now) };
  // Entries that are there already were computed by server-side apply.
  const tracked = managedFields === undefined ? trackUpdate(undefined, complete, writer, type) : { ...complete, metadata: { ...complete.metadata, managedFields } };
  return options.dryRun ? tracked : cluster.store.put(type, tracked);
}

/** The body as an object of this resource; unknown fields are refused or dropped as the request asks. */
export function readBody(type: ResourceType, body: unknown, options: WriteOptions): KubeObject {
  if (!isJsonObject(body)) throw badRequest('the body of the request is no JSON object');
  const apiVersion = body.apiVersion ?? apiVersionOf(type);
  const kind = body.kind ?? type.kind;
  if (apiVersion !== apiVersionOf(type) || kind !== type.kind) {
    throw badRequest(`the API version and kind in the data (${JSON.stringify(apiVersion) ?? ''}, Kind=${JSON.stringify(kind) ?? ''}) do not match the expected ones (${apiVersionOf(type)}, Kind=${type.kind})`);
  }
  if (body.metadata !== undefined && !isJsonObject(body.metadata)) throw badRequest(`${type.kind}.metadata must be an object`);
  const object: KubeObject = { ...withoutNullMembers(body), apiVersion, kind, metadata: { name: '', ...withoutNullMembers(body.metadata ?? {}) } };
  const unknown = unknownFields(type, object);
  if (unknown.length > 0 && options.fieldValidation === 'Strict') {
    const texts = unknown.map((field) => `unknown field "${field}"`).join(', ');
    throw badRequest(`${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: strict decoding error: ${texts}`);
  }
  if (options.fieldValidation !== 'Ignore') for (const field of unknown) options.warn?.(`unknown field "${field}"`);
  return withoutUnknownFields(type, object);
}

/** A null member is an absent one to the server's decoder. */
function withoutNullMembers(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

/** Status is the controllers' business, except for a node, which registers with it. */
function withoutClientStatus(type: ResourceType, object: KubeObject): KubeObject {
  if (!type.subresources.includes('status') || type.kind === 'Node') return object;
  const { status: _status, ...rest } = object;
  return type.kind === 'Pod' ? { ...rest, status: { phase: 'Pending' } } : rest;
}

function requireNamespace(cluster: Cluster, type: ResourceType, namespace: string | undefined, inBody: ObjectMeta['namespace'], name: string): void {
  if (!type.namespaced || namespace === undefined) return;
  if (inBody !== undefined && inBody !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const found = cluster.store.get(namespaces, undefined, namespace);
  if (found === undefined) throw notFound(namespaces, namespace);
  if (found.metadata.deletionTimestamp !== undefined) {
    throw forbidden(type, name, `unable to create new content in namespace ${namespace} because it is being terminated`);
  }
}
