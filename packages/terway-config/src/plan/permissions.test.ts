import { describe, expect, it } from 'vitest';
import { planPermissions, type DesiredPermissions, type ObservedPermissions } from './permissions.ts';
import { parsePolicy } from './ram/parse-policy.ts';
import type { ObservedPolicy } from './ram/plan-policy.ts';
import { terwayPolicy } from './ram-policy.ts';

const desired: DesiredPermissions = { clusterId: 'c1', principal: { kind: 'user', name: 'u' }, createsUser: true, policyName: 'p', document: terwayPolicy.document, marker: 'ours', adopt: false, grant: 'always' };
const principal = { note: 'ours' };
const theirs = { note: '' };
const notes = { previousDefault: undefined, madeVersion: false, attached: false };
const policy: ObservedPolicy = { description: 'ours', versions: [{ id: 'v1', isDefault: true, document: terwayPolicy.document }], notes };
const foreign: ObservedPolicy = { ...policy, description: 'by hand' };
const older: ObservedPolicy = { ...policy, versions: [{ id: 'v1', isDefault: true, document: '{"Version":"1","Statement":[]}' }] };
const held = (action: string) => [{ policy: 'System/x', through: 'user u', document: parsePolicy(JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] }), 'x') }];
const kinds = (observed: ObservedPermissions, wanted: Partial<DesiredPermissions> = {}) => planPermissions(observed, { ...desired, ...wanted }).map(({ kind }) => kind);

describe('planPermissions', () => {
  it.each<[string, ObservedPermissions, string[]]>([
    ['nothing', { principal: undefined, policy: undefined, attached: false }, ['create-policy', 'create-user', 'attach']],
    ['a user', { principal, policy: undefined, attached: false }, ['create-policy', 'attach']],
    ['an older policy', { principal, policy: older, attached: true }, ['create-version']],
    ['both, unattached', { principal, policy, attached: false }, ['attach']],
    ['all', { principal, policy, attached: true }, []],
  ])('from %s', (_what, observed, expected) => {
    expect(kinds(observed)).toEqual(expected);
  });

  it.each<[string, ObservedPermissions, string[]]>([
    ['RAM user u', { principal: theirs, policy, attached: false }, ['attach']],
    ['RAM policy p', { principal, policy: { ...foreign, description: 'managed by ack-hybrid for cluster other' }, attached: false }, ['attach']],
    ['RAM policy p', { principal: theirs, policy: foreign, attached: false }, ['note-attached', 'attach']],
  ])('refuses %s of others, and takes it over on request', (target, observed, adopted) => {
    expect(() => planPermissions(observed, desired)).toThrow(`${target}: exists and does not say "ours"`);
    expect(kinds(observed, { adopt: true })).toEqual(adopted);
  });

  it('takes an existing user or role as it is, and refuses one that isn’t there', () => {
    expect(kinds({ principal: theirs, policy: undefined, attached: false }, { createsUser: false })).toEqual(['create-policy', 'attach']);
    const gone = { principal: undefined, policy: undefined, attached: false };
    expect(() => kinds(gone, { createsUser: false })).toThrowErrorMatchingInlineSnapshot(`[HybridError: there is no RAM user u]`);
    expect(() => kinds(gone, { createsUser: false, principal: { kind: 'role', name: 'r' } })).toThrowErrorMatchingInlineSnapshot(`[HybridError: there is no RAM role r]`);
  });

  it('does not note an attachment twice', () => {
    expect(kinds({ principal: theirs, policy: { ...foreign, notes: { ...notes, attached: true } }, attached: false }, { adopt: true })).toEqual(['attach']);
  });

  it.each<[string, ObservedPermissions, string[]]>([
    ['everything is allowed', { principal, policy: undefined, attached: false, held: held('*') }, []],
    ['something is missing', { principal, policy: undefined, attached: false, held: held('ecs:*') }, ['create-policy', 'attach']],
    ['it isn’t known', { principal, policy: undefined, attached: false }, ['create-policy', 'attach']],
  ])('where only what is missing is to be granted, and %s', (_what, observed, expected) => {
    expect(kinds(observed, { grant: 'missing', createsUser: false })).toEqual(expected);
  });

  it('grants also what is allowed already, unless it is told not to', () => {
    expect(kinds({ principal, policy: undefined, attached: false, held: held('*') })).toEqual(['create-policy', 'attach']);
  });

  it('says what the principal isn’t allowed so far', () => {
    const [, attach] = planPermissions({ principal, policy: undefined, attached: false, held: held('ecs:*') }, desired);
    expect(attach?.change.summary).toBe("attach the policy p (so far it isn't allowed vpc:DescribeVSwitches, or not everywhere)");
    const [, , short] = planPermissions({ principal: undefined, policy: undefined, attached: false, held: [] }, desired);
    expect(short?.change.summary).toBe('attach the policy p');
  });
});
