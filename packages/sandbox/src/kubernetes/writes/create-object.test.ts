import { describe, expect, it } from 'vitest';
import { createFor, testPlane } from '../test-cluster.testing.ts';
import { createObject } from './create-object.ts';

const options = { fieldManager: 't', dryRun: false };

describe('creating an object', () => {
  it('lets a node register with its status and no other object', () => {
    const { cluster } = testPlane();
    expect(createFor(cluster, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' }, status: { phase: 'x' } }).status).toMatchObject({ phase: 'x' });
    expect(createFor(cluster, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', namespace: 'n' }, spec: { clusterIP: 'None' }, status: { conditions: [{ type: 'x' }] } }).status).toEqual({ loadBalancer: {} });
  });

  it.each<[string, object, RegExp]>([
    ['of another kind', { kind: 'Secret', metadata: { name: 'a' } }, /Secret in version "v1" cannot be handled as a ConfigMap: converting \(v1\.Secret\) to \(core\.ConfigMap\): unknown conversion/],
    ['of a kind that nobody has', { kind: 'Nothing', metadata: { name: 'a' } }, /no kind "Nothing" is registered/],
    ['for another namespace', { metadata: { name: 'a', namespace: 'm' } }, /namespace of the provided object does not match/],
    ['without a name', { metadata: {} }, /name or generateName is required/],
    ['with metadata that is no object', { metadata: [] }, /json: cannot unmarshal array into Go struct field ConfigMap.metadata of type v1.ObjectMeta/],
    ['with a resourceVersion', { metadata: { name: 'a', resourceVersion: '5' } }, /resourceVersion should not be set on objects to be created/],
  ])('refuses one %s', (_name, body, message) => {
    const { cluster } = testPlane();
    const type = cluster.registry.byKind('v1', 'ConfigMap');
    if (type === undefined) expect.unreachable();
    expect(() => createObject(cluster, type, 'n', body, options)).toThrow(message);
  });

  it('lets a node begin as not ready, and gives a pod what admission gives it', () => {
    const { cluster } = testPlane();
    expect(createFor(cluster, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' } }).spec).toEqual({ taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }] });
    const pod = createFor(cluster, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'n' }, spec: { containers: [{ name: 'c', image: 'i' }], tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists' }] } });
    expect(pod.spec).toMatchObject({ serviceAccountName: 'default', priority: 0, tolerations: [{ key: 'node.kubernetes.io/not-ready' }, { key: 'node.kubernetes.io/unreachable', tolerationSeconds: 300 }] });
    expect(pod.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
    expect(JSON.stringify(pod.metadata.managedFields)).not.toContain('f:tolerationSeconds');
  });

  it('gives out no cluster IP', () => {
    const { cluster } = testPlane();
    expect(() => createFor(cluster, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', namespace: 'n' }, spec: { ports: [{ port: 80 }] } })).toThrow("the sandbox's Kubernetes API does not support giving out a cluster IP; set spec.clusterIP, or None");
  });

  it('refuses new content in a namespace that is going', () => {
    const { cluster } = testPlane();
    const namespace = cluster.store.get({ group: '', plural: 'namespaces' }, undefined, 'n');
    if (namespace === undefined) expect.unreachable();
    cluster.store.put({ group: '', plural: 'namespaces' }, { ...namespace, metadata: { ...namespace.metadata, deletionTimestamp: 'now' } });
    expect(() => createFor(cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'n' } })).toThrow('configmaps "a" is forbidden: unable to create new content in namespace n because it is being terminated');
  });
});
