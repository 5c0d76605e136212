import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../kube-types.ts';
import { validateLabels, validateMetadata, validateMetadataChange } from './validate-metadata.ts';

const check = (group: string, kind: string, metadata: object): string[] => validateMetadata({ group, kind }, { apiVersion: 'v1', kind, metadata: { name: '', ...metadata } }).map(({ message }) => message);

describe('the validation of metadata', () => {
  it('asks for a name', () => {
    expect(check('', 'Pod', {})).toEqual(['Required value: name or generateName is required']);
  });

  it('lets RBAC names be path segments', () => {
    expect(check('rbac.authorization.k8s.io', 'ClusterRole', { name: 'system:Node' })).toEqual([]);
    expect(check('rbac.authorization.k8s.io', 'ClusterRole', { name: 'a/b' })).toHaveLength(1);
  });

  it('limits annotations to 256 KiB', () => {
    expect(check('', 'Pod', { name: 'a', annotations: { a: 'x'.repeat(262_145) } })).toEqual(['Too long: may not be more than 262144 bytes']);
  });

  it('refuses labels by key and by value', () => {
    expect(validateLabels({ 'a b': 'c', d: '-' }, 'x')).toHaveLength(2);
    expect(validateLabels(undefined, 'x')).toEqual([]);
  });

  it('keeps finalizers from an object that is being deleted', () => {
    const object = (finalizers: string[]): KubeObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', finalizers, deletionTimestamp: 'now' } });
    expect(validateMetadataChange(object(['x/a']), object(['x/b', 'x/a']))).toMatchObject([{ field: 'metadata.finalizers', reason: 'FieldValueForbidden' }]);
    expect(validateMetadataChange(object(['x/a', 'x/b']), object(['x/a']))).toEqual([]);
  });
});
