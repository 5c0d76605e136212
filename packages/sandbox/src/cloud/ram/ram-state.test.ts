import { expect, it } from 'vitest';
import { parsePolicyDocument } from './policy-document.ts';
import { createRamState, policyKey } from './ram-state.ts';

it('a new account has the vendor’s policies, each with a document that holds', () => {
  const { policies, users, groups, roles, accessKeys } = createRamState(0);
  for (const [key, policy] of policies) {
    expect(key).toBe(policyKey('System', policy.name));
    expect(parsePolicyDocument(policy.versions.get(policy.defaultVersion)?.document ?? '').ok).toBe(true);
  }
  expect(policies.has('System/AliyunCSFullAccess')).toBe(true);
  expect([users.size, groups.size, roles.size, accessKeys.size]).toEqual([0, 0, 0, 0]);
});
