import { describe, expect, it } from 'vitest';
import { checkNames, defaultPolicyName, defaultUserName, ownershipMarker } from './names.ts';

describe('default names', () => {
  it.each(['c0123456789abcdef0123456789abcdef', 'c'.repeat(63)])('fit into what RAM takes for the cluster %s', (clusterId) => {
    expect(() => checkNames({ clusterId, userName: defaultUserName(clusterId), policyName: defaultPolicyName(clusterId) })).not.toThrow();
    expect(ownershipMarker(clusterId).length).toBeLessThanOrEqual(128);
  });
});

describe('checkNames', () => {
  it.each([
    [{ clusterId: '' }, 'clusterId'],
    [{ clusterId: 'c1', userName: 'a b' }, 'userName'],
    [{ clusterId: 'c1', userName: 'a'.repeat(65) }, 'userName'],
    [{ clusterId: 'c1', policyName: 'a.b' }, 'policyName'],
  ])('refuses %j', (names, path) => {
    let issues: readonly { readonly path: string }[] = [];
    try {
      checkNames(names);
    } catch (error) {
      ({ issues } = error as { issues: readonly { readonly path: string }[] });
    }
    expect(issues.map((issue) => issue.path)).toEqual([path]);
  });
});
