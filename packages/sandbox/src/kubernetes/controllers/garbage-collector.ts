import type { KubeObject } from '../kube-types.ts';
import { deleteObject } from '../writes/delete-object.ts';
import { createObject } from '../writes/create-object.ts';
import type { ResourceType } from '../resources.ts';
import { authorityPem } from '../seed/authority.ts';
import type { ControlPlane } from './control-plane.ts';

const namespacesKey = { group: '', plural: 'namespaces' } as const;

/** Deletes what nobody owns any more, empties namespaces that are going, and furnishes new ones. */
export function garbageCollector(plane: ControlPlane): void {
  const { store } = plane.cluster;
  const objects = store.all();
  const owners = new Set(objects.map(({ object }) => object.metadata.uid));
  for (const { resource, object } of objects) {
    const references = object.metadata.ownerReferences ?? [];
    if (references.length > 0 && references.every(({ uid }) => !owners.has(uid))) discard(plane, resource, object);
  }
  for (const definition of new Set(objects.map(({ resource }) => resource))) discardUndefined(plane, definition);
  for (const namespace of store.list(namespacesKey)) {
    if (namespace.metadata.deletionTimestamp === undefined) furnish(plane, namespace.metadata.name);
    else empty(plane, namespace);
  }
}

function typeOf(plane: ControlPlane, resource: string): ResourceType | undefined {
  const [group = '', plural = ''] = resource.split('/');
  return plane.cluster.registry.byKey(group, plural);
}

function discard(plane: ControlPlane, resource: string, object: KubeObject): void {
  const type = typeOf(plane, resource);
  const { namespace, name, deletionTimestamp } = object.metadata;
  if (type !== undefined && deletionTimestamp === undefined) deleteObject(plane.cluster, type, { namespace, name }, { dryRun: false });
}

/** Objects of a custom resource go with its definition. */
function discardUndefined(plane: ControlPlane, resource: string): void {
  if (typeOf(plane, resource) !== undefined) return;
  const [group = '', plural = ''] = resource.split('/');
  for (const object of plane.cluster.store.list({ group, plural })) plane.cluster.store.remove({ group, plural }, object);
}

function empty(plane: ControlPlane, namespace: KubeObject): void {
  const content = plane.cluster.store.all().filter(({ object }) => object.metadata.namespace === namespace.metadata.name);
  for (const { resource, object } of content) discard(plane, resource, object);
  const isEmpty = plane.cluster.store.all().every(({ object }) => object.metadata.namespace !== namespace.metadata.name);
  if (isEmpty && (namespace.metadata.finalizers ?? []).length === 0) plane.cluster.store.remove(namespacesKey, namespace);
}

/** What every namespace gets: a ServiceAccount and the cluster's authority. */
function furnish(plane: ControlPlane, namespace: string): void {
  const add = (plural: string, name: string, body: Readonly<Record<string, unknown>>): void => {
    const type = plane.cluster.registry.byKey('', plural);
    if (type === undefined || plane.cluster.store.get(type, namespace, name) !== undefined) return;
    createObject(plane.cluster, type, namespace, { ...body, metadata: { name } }, { fieldManager: 'kube-controller-manager', dryRun: false });
  };
  add('serviceaccounts', 'default', {});
  add('configmaps', 'kube-root-ca.crt', { data: { 'ca.crt': authorityPem } });
}
