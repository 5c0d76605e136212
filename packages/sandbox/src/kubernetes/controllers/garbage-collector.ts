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
  for (const { resource, object } of objects) if (object.metadata.deletionTimestamp !== undefined) finish(plane, resource, object);
  for (const definition of new Set(objects.map(({ resource }) => resource))) discardUndefined(plane, definition);
  for (const namespace of store.list(namespacesKey)) {
    if (namespace.metadata.deletionTimestamp === undefined) furnish(plane, namespace.metadata.name);
    else empty(plane, namespace);
  }
}

/** Takes the collector's own finalizers off what is being deleted: `orphan` once nothing names it as its owner, `foregroundDeletion` once what it owns is gone. */
function finish(plane: ControlPlane, resource: string, owner: KubeObject): void {
  const finalizers = owner.metadata.finalizers ?? [];
  const isOrphaning = finalizers.includes('orphan');
  if (!isOrphaning && !finalizers.includes('foregroundDeletion')) return;
  const { store } = plane.cluster;
  const owned = store.all().filter(({ object }) => (object.metadata.ownerReferences ?? []).some(({ uid }) => uid === owner.metadata.uid));
  for (const { resource: other, object } of owned) {
    if (isOrphaning) store.put(keyOf(other), withoutOwner(object, owner));
    else discard(plane, other, object);
  }
  if (!isOrphaning && store.all().some(({ object }) => (object.metadata.ownerReferences ?? []).some(({ uid }) => uid === owner.metadata.uid))) return;
  const left = finalizers.filter((name) => name !== 'orphan' && name !== 'foregroundDeletion');
  const { finalizers: _old, ...metadata } = owner.metadata;
  const next = { ...owner, metadata: { ...metadata, ...(left.length === 0 ? {} : { finalizers: left }) } };
  if (left.length === 0) store.remove(keyOf(resource), next);
  else store.put(keyOf(resource), next);
}

function withoutOwner(object: KubeObject, owner: KubeObject): KubeObject {
  const references = (object.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
  const { ownerReferences: _old, ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, ...(references.length === 0 ? {} : { ownerReferences: references }) } };
}

function keyOf(resource: string): { readonly group: string; readonly plural: string } {
  const [group = '', plural = ''] = resource.split('/');
  return { group, plural };
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
