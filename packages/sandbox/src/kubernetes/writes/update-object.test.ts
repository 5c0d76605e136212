import { describe, expect, it } from 'vitest';
import { createFor, testPlane } from '../test-cluster.testing.ts';
import { replaceObject, updateObject } from './update-object.ts';

const options = { fieldManager: 't', dryRun: false };
const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };

function begin(): { cluster: ReturnType<typeof testPlane>['cluster']; live: ReturnType<typeof createFor>; type: NonNullable<ReturnType<ReturnType<typeof testPlane>['cluster']['registry']['byKind']>> } {
  const { cluster } = testPlane();
  const live = createFor(cluster, { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'd', namespace: 'n' }, spec: { selector: { matchLabels: { a: 'b' } }, template } });
  const type = cluster.registry.byKind('apps/v1', 'DaemonSet');
  if (type === undefined) return expect.unreachable();
  return { cluster, live, type };
}

describe('updating an object', () => {
  it('counts changes of the spec and of nothing else', () => {
    const { cluster, live, type } = begin();
    const labelled = updateObject(cluster, type, live, { ...live, metadata: { ...live.metadata, labels: { x: 'y' } } }, options);
    expect(labelled.metadata.generation).toBe(1);
    const changed = updateObject(cluster, type, labelled, { ...labelled, spec: { ...(labelled.spec as object), minReadySeconds: 1 } }, options);
    expect(changed.metadata.generation).toBe(2);
    const status = updateObject(cluster, type, changed, { ...changed, spec: {}, status: { numberReady: 1 } }, { ...options, subresource: 'status' });
    expect([status.metadata.generation, status.spec, status.status]).toEqual([2, changed.spec, { numberReady: 1 }]);
    expect(status.metadata.managedFields?.map(({ subresource }) => subresource)).toContain('status');
  });

  it('keeps what is the server\'s and drops a status outside of its subresource', () => {
    const { cluster, live, type } = begin();
    const { uid, creationTimestamp } = live.metadata;
    const next = replaceObject(cluster, type, { namespace: 'n', name: 'd' }, { ...live, metadata: { name: 'd', creationTimestamp: '2001-01-01T00:00:00Z', generation: 99, labels: { x: 'y' } }, status: { numberReady: 3 } }, options);
    expect(next.metadata).toMatchObject({ uid, creationTimestamp, generation: 1, labels: { x: 'y' } });
    expect(next.status).toEqual(live.status);
  });

  it.each<[string, object, RegExp]>([
    ['another name', { name: 'e' }, /name of the object \(e\) does not match the name on the URL \(d\)/],
    ['another uid', { uid: 'x' }, /metadata.uid: Invalid value: "x": field is immutable/],
    ['another namespace', { namespace: 'm' }, /namespace of the provided object does not match/],
    ['another version', { resourceVersion: '1' }, /the object has been modified/],
    ['a version that is no number', { resourceVersion: 'x' }, /strconv.ParseUint: parsing "x": invalid syntax/],
    ['no name', { name: '' }, /the name of the object \(d based on URL\) was undeterminable: name must be provided/],
  ])('refuses %s', (_name, metadata, message) => {
    const { cluster, live, type } = begin();
    expect(() => updateObject(cluster, type, live, { ...live, metadata: { ...live.metadata, ...metadata } }, options)).toThrow(message);
  });

  it('lets an object go with its last finalizer', () => {
    const { cluster } = testPlane();
    const live = createFor(cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'n', finalizers: ['x/y'] } });
    const type = cluster.registry.byKind('v1', 'ConfigMap');
    if (type === undefined) expect.unreachable();
    const going = cluster.store.put(type, { ...live, metadata: { ...live.metadata, deletionTimestamp: 'now' } });
    updateObject(cluster, type, going, { ...going, metadata: { ...going.metadata, finalizers: [] } }, options);
    expect(cluster.store.get(type, 'n', 'a')).toBeUndefined();
  });

  it('stores nothing in a dry run', () => {
    const { cluster, live, type } = begin();
    const { version } = cluster.store;
    const next = updateObject(cluster, type, live, { ...live, spec: { ...(live.spec as object), minReadySeconds: 1 } }, { ...options, dryRun: true });
    expect([next.metadata.generation, cluster.store.version]).toEqual([2, version]);
  });

  it('takes the uid of a replacement as a precondition', () => {
    const { cluster, live, type } = begin();
    expect(() => replaceObject(cluster, type, { namespace: 'n', name: 'd' }, { ...live, metadata: { ...live.metadata, uid: 'x' } }, options)).toThrow(/Key: \/registry\/daemonsets\/n\/d, .*UID in precondition: x/);
  });

  it('records nobody for an object that nobody is recorded for, and forgets all where told so', () => {
    const { cluster, live, type } = begin();
    const reset = updateObject(cluster, type, live, { ...live, metadata: { ...live.metadata, managedFields: [{}] as never } }, options);
    expect(reset.metadata.managedFields).toBeUndefined();
    expect(updateObject(cluster, type, reset, { ...reset, spec: { ...(reset.spec as object), minReadySeconds: 1 } }, options).metadata.managedFields).toBeUndefined();
  });

  it('counts the changes of a DaemonSet\'s template in its annotation', () => {
    const { cluster, live, type } = begin();
    const count = (object: typeof live): string | undefined => object.metadata.annotations?.['deprecated.daemonset.template.generation'];
    const same = updateObject(cluster, type, live, { ...live, metadata: { ...live.metadata, annotations: {} }, spec: { ...(live.spec as object), minReadySeconds: 1 } }, options);
    expect([count(live), count(same)]).toEqual(['1', '1']);
    expect(count(updateObject(cluster, type, same, { ...same, spec: { ...(same.spec as object), template: { ...template, spec: { ...template.spec, hostNetwork: true } } } }, options))).toBe('2');
  });

  it('asks for a version where a custom resource is replaced', () => {
    const { cluster, live, type } = begin();
    const { resourceVersion: _version, ...metadata } = live.metadata;
    expect(() => replaceObject(cluster, { ...type, custom: true }, { namespace: 'n', name: 'd' }, { ...live, metadata }, options)).toThrow(/daemonsets.apps "d" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update/);
  });
});
