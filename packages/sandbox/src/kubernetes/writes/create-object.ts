import type { Cluster } from '../cluster.ts';
import { withDefaults } from '../defaults.ts';
import type { KubeObject, ObjectMeta } from '../kube-types.ts';
import { generatedSuffix, newUid, timeText } from '../names.ts';
import { trackUpdate } from '../patch/managed-fields.ts';
import { apiVersionOf } from '../resources.ts';
import type { ResourceType } from '../resources.ts';
import { alreadyExists, badRequest, forbidden, internalError, notFound } from '../status-error.ts';
import { validateObject } from '../validate/validate.ts';
import { admitNew } from './admit-object.ts';
import { emptyObject, readBody } from './read-body.ts';
import { withTemplateGeneration } from './template-generation.ts';
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
  if (given.metadata.resourceVersion !== undefined && given.metadata.resourceVersion !== '') throw internalError('resourceVersion should not be set on objects to be created');
  const now = cluster.clock.now();
  const { managedFields, selfLink: _link, deletionTimestamp: _deletion, deletionGracePeriodSeconds: _grace, ...metadata } = given.metadata;
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
  const complete = withTemplateGeneration(type, withDefaults(type, prepared, now));
  const writer = { manager: options.fieldManager, operation: 'Update' as const, apiVersion: apiVersionOf(type), time: timeText(now) };
  // Entries that are there already were computed by server-side apply.
  const tracked =
    managedFields === undefined || managedFields.length === 0
      ? trackUpdate(type.shape, emptyObject(type), complete, writer, { owners: [], hasStatus: type.subresources.includes('status') })
      : { ...complete, metadata: { ...complete.metadata, managedFields } };
  const admitted = admitNew(type, tracked);
  validateObject(type, admitted, undefined);
  return options.dryRun ? admitted : cluster.store.put(type, admitted);
}

/** Status is the controllers' business, except for a node, which registers with it. */
function withoutClientStatus(type: ResourceType, object: KubeObject): KubeObject {
  if (!type.subresources.includes('status') || type.kind === 'Node') return object;
  const { status: _status, ...rest } = object;
  const { status } = emptyObject(type);
  return status === undefined ? rest : { ...rest, status };
}

function requireNamespace(cluster: Cluster, type: ResourceType, namespace: string | undefined, inBody: ObjectMeta['namespace'], name: string): void {
  if (!type.namespaced || namespace === undefined) return;
  if (inBody !== undefined && inBody !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const found = cluster.store.get(namespaces, undefined, namespace);
  if (found === undefined) throw notFound(namespaces, namespace);
  if (found.metadata.deletionTimestamp !== undefined) {
    const causes = [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }];
    throw forbidden(type, name, `unable to create new content in namespace ${namespace} because it is being terminated`, { causes });
  }
}
