import { describe, expect, it } from 'vitest';
import { podsKey } from '../pod-state.ts';
import { createFor, testPlane } from '../test-cluster.testing.ts';
import { createPod, deletePod, podsOf } from './owned-pods.ts';

const spec = { containers: [{ name: 'c', image: 'i' }] };

describe('the pods of a controller', () => {
  it('are made under its name, found by its uid and deleted once', () => {
    const plane = testPlane();
    const owner = createFor(plane.cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owner', namespace: 'n' } });
    createPod(plane, owner, { labels: { a: 'b' } }, spec);
    const [pod, ...others] = podsOf(plane, owner);
    if (pod === undefined) expect.unreachable();
    expect([pod.metadata.name, others]).toEqual([expect.stringMatching(/^owner-[a-z0-9]{5}$/), []]);
    expect(podsOf(plane, { ...owner, metadata: { ...owner.metadata, uid: 'other' } })).toEqual([]);
    deletePod(plane, pod);
    deletePod(plane, pod);
    expect(plane.cluster.store.list(podsKey)).toEqual([]);
  });

  it('are left for the next round where the server refuses them', () => {
    const plane = testPlane();
    const owner = createFor(plane.cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owner', namespace: 'n' } });
    createPod(plane, owner, { labels: { a: 'b c' } }, spec);
    expect(podsOf(plane, owner)).toEqual([]);
  });
});
