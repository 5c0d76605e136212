import { describe, expect, it } from 'vitest';
import { validateLabels, validateMetadata } from './validate-metadata.ts';

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

  it('refuses labels that are no map', () => {
    expect(validateLabels([], 'x')).toHaveLength(1);
    expect(validateLabels(undefined, 'x')).toEqual([]);
  });
});
