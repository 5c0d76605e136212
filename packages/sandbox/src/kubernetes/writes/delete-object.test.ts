import { describe, expect, it } from 'vitest';
import { createFor, createNode, testPlane } from '../test-cluster.testing.ts';
import { deleteObject } from './delete-object.ts';
import type { DeleteOptions } from './delete-object.ts';

function remove(kind: string, members: object, options: Partial<DeleteOptions> = {}): { gone: boolean; left: boolean; grace: number | undefined } {
  const { cluster } = testPlane();
  createNode(cluster, 'a');
  const namespace = kind === 'Namespace' ? undefined : 'n';
  const metadata = { name: 'x', ...(namespace === undefined ? {} : { namespace }) };
  const { finalizers, ...rest } = members as { finalizers?: string[] };
  createFor(cluster, { apiVersion: 'v1', kind, metadata: { ...metadata, ...(finalizers === undefined ? {} : { finalizers }) }, ...rest });
  const type = cluster.registry.byKind('v1', kind);
  if (type === undefined) return expect.unreachable();
  const { gone, object } = deleteObject(cluster, type, { namespace, name: 'x' }, { dryRun: false, ...options });
  return { gone, left: cluster.store.get(type, namespace, 'x') !== undefined, grace: object.metadata.deletionGracePeriodSeconds };
}

const containers = [{ name: 'c', image: 'i' }];

describe('deleting an object', () => {
  it.each<[string, string, object, Partial<DeleteOptions>, object]>([
    ['takes it away', 'ConfigMap', {}, {}, { gone: true, left: false }],
    ['in a dry run leaves it', 'ConfigMap', {}, { dryRun: true }, { gone: true, left: true }],
    ['waits for finalizers', 'ConfigMap', { finalizers: ['x/y'] }, {}, { gone: false, left: true }],
    ['waits for a kubelet', 'Pod', { spec: { containers, nodeName: 'a' } }, {}, { gone: false, left: true, grace: 30 }],
    ['waits as long as asked', 'Pod', { spec: { containers, nodeName: 'a' } }, { gracePeriodSeconds: 5 }, { gone: false, grace: 5 }],
    ['does not wait where told so', 'Pod', { spec: { containers, nodeName: 'a' } }, { gracePeriodSeconds: 0 }, { gone: true, left: false }],
    ['does not wait for a pod on no node', 'Pod', { spec: { containers } }, {}, { gone: true, left: false }],
    ['waits for a namespace to be empty', 'Namespace', {}, {}, { gone: false, left: true }],
    ['in the foreground waits under a finalizer', 'ConfigMap', {}, { propagation: 'Foreground' }, { gone: false, left: true, grace: 0 }],
    ['takes a negative time for a second', 'Pod', { spec: { containers, nodeName: 'a' } }, { gracePeriodSeconds: -5 }, { gone: false, grace: 1 }],
  ])('%s', (_name, kind, members, options, expected) => {
    expect(remove(kind, members, options)).toMatchObject(expected);
  });

  it.each([[{ uid: 'x' }, /the UID in the precondition \(x\) does not match/], [{ resourceVersion: '1' }, /the ResourceVersion in the precondition \(1\) does not match/]])('refuses %j', (options, message) => {
    expect(() => remove('ConfigMap', {}, options)).toThrow(message);
  });

  it('keeps the namespaces that the cluster stands on', () => {
    const { cluster } = testPlane();
    const type = cluster.registry.byKind('v1', 'Namespace');
    if (type === undefined) expect.unreachable();
    expect(() => deleteObject(cluster, type, { namespace: undefined, name: 'kube-system' }, { dryRun: false })).toThrow('namespaces "kube-system" is forbidden: this namespace may not be deleted');
  });
});
