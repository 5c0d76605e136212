import { describe, expect, it } from 'vitest';
import { definitionsKey } from './registry.ts';
import { emptyCluster } from './test-cluster.testing.ts';

const definition = (served: boolean): Parameters<ReturnType<typeof emptyCluster>['store']['put']>[1] => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'things', kind: 'Thing', shortNames: ['th'] },
    versions: [{ name: 'v1', served: true, storage: true, subresources: { status: {} } }, { name: 'v2', served }],
  },
});

describe('the resource registry', () => {
  it('finds built-in resources by path, by key and by kind', () => {
    const { registry } = emptyCluster();
    expect(registry.find('apps', 'v1', 'daemonsets')).toMatchObject({ kind: 'DaemonSet', namespaced: true, subresources: ['status'], shortNames: ['ds'] });
    expect(registry.byKind('v1', 'Node')).toMatchObject({ plural: 'nodes', namespaced: false });
    expect(registry.byKey('rbac.authorization.k8s.io', 'roles')?.version).toBe('v1');
    expect(registry.find('apps', 'v2', 'daemonsets')).toBeUndefined();
  });

  it('follows the definitions that are stored', () => {
    const { store, registry } = emptyCluster();
    const stored = store.put(definitionsKey, definition(true));
    expect(registry.byKind('example.com/v1', 'Thing')).toMatchObject({ plural: 'things', singular: 'thing', namespaced: true, custom: true, subresources: ['status'] });
    expect(registry.find('example.com', 'v2', 'things')?.subresources).toEqual([]);
    store.put(definitionsKey, definition(false));
    expect(registry.find('example.com', 'v2', 'things')).toBeUndefined();
    store.remove(definitionsKey, stored);
    expect(registry.versions().some(({ group }) => group === 'example.com')).toBe(false);
  });
});
