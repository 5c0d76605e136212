import { describe, expect, it } from 'vitest';
import { coreVersions, describeOneGroup, groupList, resourceList, versionInfo } from './discovery.ts';
import { emptyCluster } from './test-cluster.testing.ts';

describe('discovery', () => {
  const { registry } = emptyCluster();

  it('lists groups with their preferred version', () => {
    expect(coreVersions()).toMatchObject({ versions: ['v1'] });
    expect(groupList(registry).groups).toContainEqual({ name: 'apps', versions: [{ groupVersion: 'apps/v1', version: 'v1' }], preferredVersion: { groupVersion: 'apps/v1', version: 'v1' } });
    expect(describeOneGroup(registry, 'policy')).toMatchObject({ kind: 'APIGroup', name: 'policy' });
    expect(describeOneGroup(registry, 'none')).toBeUndefined();
  });

  it('describes resources and their subresources', () => {
    const list = resourceList(registry, '', 'v1');
    expect(list).toMatchObject({ kind: 'APIResourceList', groupVersion: 'v1' });
    expect(list?.resources).toContainEqual({ name: 'nodes/status', singularName: '', namespaced: false, kind: 'Node', verbs: ['get', 'patch', 'update'] });
    expect(list?.resources).toContainEqual({ name: 'pods/eviction', singularName: '', namespaced: true, group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] });
    expect(list?.resources).toContainEqual(expect.objectContaining({ name: 'configmaps', shortNames: ['cm'], verbs: expect.arrayContaining(['watch', 'patch']) as unknown }));
    expect(resourceList(registry, 'apps', 'v9')).toBeUndefined();
  });

  it('tells the version', () => {
    expect(versionInfo('1.33.2-sandbox')).toMatchObject({ major: '1', minor: '33', gitVersion: 'v1.33.2-sandbox' });
  });
});
