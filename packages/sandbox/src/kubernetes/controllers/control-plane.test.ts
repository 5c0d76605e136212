import { describe, expect, it } from 'vitest';
import { createFor, testPlane } from '../test-cluster.testing.ts';
import { store } from './control-plane.ts';

const configMaps = { group: '', plural: 'configmaps' };

describe('what a controller stores', () => {
  it('is a change only where it is news', () => {
    const plane = testPlane();
    const live = createFor(plane.cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'n' } });
    const { version } = plane.cluster.store;
    expect(store(plane, configMaps, live, { ...live, metadata: { ...live.metadata } })).toBe(live);
    expect(plane.cluster.store.version).toBe(version);
    expect(store(plane, configMaps, live, { ...live, data: { a: 'b' } }).metadata.resourceVersion).toBe(String(version + 1));
  });
});
