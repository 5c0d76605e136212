import { describe, expect, it } from 'vitest';
import { createFor, testPlane } from '../test-cluster.testing.ts';
import { createObject } from './create-object.ts';

const options = { fieldManager: 't', dryRun: false };

describe('creating an object', () => {
  it('lets a node register with its status and no other object', () => {
    const { cluster } = testPlane();
    expect(createFor(cluster, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' }, status: { phase: 'x' } }).status).toEqual({ phase: 'x' });
    expect(createFor(cluster, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', namespace: 'n' }, status: { x: 1 } }).status).toBeUndefined();
  });

  it.each<[string, object, RegExp]>([
    ['of another kind', { kind: 'Secret', metadata: { name: 'a' } }, /do not match the expected ones/],
    ['for another namespace', { metadata: { name: 'a', namespace: 'm' } }, /namespace of the provided object does not match/],
    ['without a name', { metadata: {} }, /name or generateName is required/],
    ['with metadata that is no object', { metadata: [] }, /metadata must be an object/],
  ])('refuses one %s', (_name, body, message) => {
    const { cluster } = testPlane();
    const type = cluster.registry.byKind('v1', 'ConfigMap');
    if (type === undefined) expect.unreachable();
    expect(() => createObject(cluster, type, 'n', body, options)).toThrow(message);
  });

  it('refuses new content in a namespace that is going', () => {
    const { cluster } = testPlane();
    const namespace = cluster.store.get({ group: '', plural: 'namespaces' }, undefined, 'n');
    if (namespace === undefined) expect.unreachable();
    cluster.store.put({ group: '', plural: 'namespaces' }, { ...namespace, metadata: { ...namespace.metadata, deletionTimestamp: 'now' } });
    expect(() => createFor(cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'n' } })).toThrow('configmaps "a" is forbidden: unable to create new content in namespace n because it is being terminated');
  });
});
