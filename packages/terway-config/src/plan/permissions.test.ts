import { describe, expect, it } from 'vitest';
import { planPermissions, type DesiredPermissions, type ObservedPermissions } from './permissions.ts';
import { terwayPolicy } from './ram-policy.ts';

const desired: DesiredPermissions = { userName: 'u', policyName: 'p', document: terwayPolicy.document, marker: 'ours', adopt: false };
const user = { comments: 'ours' };
const policy = { description: 'ours', document: terwayPolicy.document };

describe('planPermissions', () => {
  it.each<[string, ObservedPermissions, string[]]>([
    ['nothing', { user: undefined, policy: undefined, attached: false }, ['create-policy', 'create-user', 'attach']],
    ['a user', { user, policy: undefined, attached: false }, ['create-policy', 'attach']],
    ['an older policy', { user, policy: { ...policy, document: '{"Version":"1","Statement":[]}' }, attached: true }, ['update-policy']],
    ['both, unattached', { user, policy, attached: false }, ['attach']],
    ['all', { user, policy, attached: true }, []],
  ])('from %s', (_what, observed, kinds) => {
    expect(planPermissions(observed, desired).map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each<[string, ObservedPermissions]>([
    ['RAM user u', { user: { comments: '' }, policy, attached: false }],
    ['RAM policy p', { user, policy: { ...policy, description: 'managed by ack-hybrid for cluster other' }, attached: false }],
  ])('refuses %s of others, and takes it over on request', (target, observed) => {
    expect(() => planPermissions(observed, desired)).toThrow(`${target}: exists and does not say "ours"`);
    expect(planPermissions(observed, { ...desired, adopt: true }).map(({ kind }) => kind)).toEqual(['attach']);
  });
});
