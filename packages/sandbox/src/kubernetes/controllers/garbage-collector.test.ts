import { describe, expect, it } from 'vitest';
import { createFor, testPlane } from '../test-cluster.testing.ts';
import { deleteObject } from '../writes/delete-object.ts';
import { garbageCollector } from './garbage-collector.ts';

const configMaps = { group: '', plural: 'configmaps' };
const namespaces = { group: '', plural: 'namespaces' };

describe('the garbage collector', () => {
  it('deletes what has lost its last owner', () => {
    const plane = testPlane();
    const owner = createFor(plane.cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owner', namespace: 'n' } });
    const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: owner.metadata.uid };
    const owned = (name: string, ...ownerReferences: object[]): unknown => createFor(plane.cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'n', ownerReferences } });
    owned('one', { ...reference, uid: 'gone' });
    owned('two', { ...reference, uid: 'gone' }, reference);
    garbageCollector(plane);
    expect(plane.cluster.store.list(configMaps, 'n').map(({ metadata }) => metadata.name)).toEqual(['kube-root-ca.crt', 'owner', 'two']);
  });

  it.each([
    ['Foreground', [], []],
    ['Orphan', ['owned'], []],
  ] as const)('ends a delete that is %s', (propagation, left, references) => {
    const plane = testPlane();
    const owner = createFor(plane.cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owner', namespace: 'n' } });
    createFor(plane.cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owned', namespace: 'n', ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: owner.metadata.uid }] } });
    const type = plane.cluster.registry.byKind('v1', 'ConfigMap');
    if (type === undefined) return expect.unreachable();
    expect(deleteObject(plane.cluster, type, { namespace: 'n', name: 'owner' }, { dryRun: false, propagation }).gone).toBe(false);
    garbageCollector(plane);
    const rest = plane.cluster.store.list(configMaps, 'n').filter(({ metadata }) => metadata.name !== 'kube-root-ca.crt');
    expect(rest.map(({ metadata }) => metadata.name)).toEqual(left);
    expect(rest.flatMap(({ metadata }) => metadata.ownerReferences ?? [])).toEqual(references);
  });

  it('empties a namespace before it goes', () => {
    const plane = testPlane();
    garbageCollector(plane);
    const namespace = plane.cluster.store.get(namespaces, undefined, 'n');
    if (namespace === undefined) expect.unreachable();
    plane.cluster.store.put(namespaces, { ...namespace, metadata: { ...namespace.metadata, deletionTimestamp: 'now' } });
    garbageCollector(plane);
    expect(plane.cluster.store.all()).toEqual([]);
  });

  it('takes away the objects of a resource that is no longer defined', () => {
    const plane = testPlane();
    plane.cluster.store.put({ group: 'example.com', plural: 'things' }, { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a' } });
    garbageCollector(plane);
    expect(plane.cluster.store.list({ group: 'example.com', plural: 'things' })).toEqual([]);
  });
});
