import { describe, expect, it } from 'vitest';
import { checkComparison, comparePermissions, notWhollyAllowed } from './compare-permissions.ts';
import type { HeldPolicy } from './evaluate-policies.ts';
import { parsePolicy } from './parse-policy.ts';
import { renderPolicy } from './render-policy.ts';
import { isAlwaysCalled, terwayActions } from './terway-actions.ts';

const all = terwayActions.map(({ action }) => action);
const held = (policy: string, document: string, through = 'user u'): HeldPolicy => ({ policy, through, document: parsePolicy(document, policy) });
const statement = (Effect: 'Allow' | 'Deny', Action: string | readonly string[], more: object = {}): string => JSON.stringify({ Version: '1', Statement: [{ Effect, Action, Resource: '*', ...more }] });
const everything = held('System/AdministratorAccess', statement('Allow', '*'));
const check = (...policies: readonly HeldPolicy[]) => checkComparison(comparePermissions(terwayActions, policies), 'user u', 'Grant it.');

describe('what Terway calls', () => {
  it('is each action once, with a reason and who calls it, and the guide’s eleven among them', () => {
    expect(new Set(all).size).toBe(all.length);
    expect(terwayActions.every(({ reason, versions }) => reason.length > 10 && versions.length > 5)).toBe(true);
    expect(terwayActions.filter(({ vendorListed }) => vendorListed)).toHaveLength(11);
    expect(terwayActions.filter((action) => isAlwaysCalled(action) && !action.vendorListed).map(({ action }) => action)).toEqual(['ecs:DescribeInstanceTypes']);
  });
});

describe('checkComparison', () => {
  it.each<[string, readonly HeldPolicy[], readonly [string, string]]>([
    ['nothing', [], ['pass', 'fail']],
    ['everything', [everything], ['pass', 'pass']],
    ["the vendor's list alone", [held('Custom/a', renderPolicy(terwayActions.filter(({ vendorListed }) => vendorListed).map(({ action }) => action)))], ['pass', 'fail']],
    ['what every daemon calls alone', [held('Custom/a', renderPolicy(terwayActions.filter(isAlwaysCalled).map(({ action }) => action)))], ['pass', 'warn']],
    ['ECS and VPC by the vendor’s policies', [held('System/AliyunECSFullAccess', statement('Allow', 'ecs:*')), held('System/AliyunVPCReadOnlyAccess', statement('Allow', 'vpc:Describe*'))], ['pass', 'pass']],
    ['everything in one region', [held('Custom/a', statement('Allow', '*', { Resource: 'acs:ecs:cn-hangzhou:*:*' }))], ['pass', 'warn']],
    ['everything but what a group denies', [everything, held('Custom/b', statement('Deny', 'ecs:Delete*'), 'group g')], ['fail', 'pass']],
    ['everything but what only some daemons call', [everything, held('Custom/b', statement('Deny', 'ecs:AssignIpv6Addresses'))], ['warn', 'pass']],
    ['everything but under a condition', [everything, held('Custom/b', statement('Deny', 'ecs:*', { Condition: { NotIpAddress: { 'acs:SourceIp': '10.0.0.0/8' } } }))], ['warn', 'pass']],
  ])('of %s', (_what, policies, statuses) => {
    expect(check(...policies).map(({ name, status }) => [name, status])).toEqual([['terway-actions-not-denied', statuses[0]], ['terway-actions-allowed', statuses[1]]]);
    expect(check(...policies).every(({ status, remediation }) => (status === 'pass') === (remediation === undefined))).toBe(true);
  });

  it('names the statement that denies, and what narrows', () => {
    const [denied, allowed] = check(held('Custom/a', statement('Allow', all.filter((action) => action !== 'vpc:DescribeVSwitches')), 'group g'), held('Custom/b', statement('Deny', 'ecs:delete*')), held('Custom/c', statement('Allow', 'vpc:*', { Resource: 'acs:vpc:*:*:vswitch/vsw-1', Condition: { Bool: { 'acs:SecureTransport': 'true' } } })));
    expect(denied?.message).toMatchInlineSnapshot(`"user u is denied ecs:DeleteNetworkInterface by Statement[0] of Custom/b of user u"`);
    expect(allowed?.message).toMatchInlineSnapshot(`"user u lacks vpc:DescribeVSwitches but as Statement[0] of Custom/c of user u (Allow on acs:vpc:*:*:vswitch/vsw-1 under Bool acs:SecureTransport) says"`);
  });

  it('says who calls what is lacking', () => {
    const [, allowed] = check(held('Custom/a', statement('Allow', all.filter((action) => !action.includes('Ipv6')))));
    expect(allowed?.message).toMatchInlineSnapshot(`"user u lacks ecs:AssignIpv6Addresses (called by dual-stack: all that know ip_stack); ecs:UnassignIpv6Addresses (called by dual-stack: all that know ip_stack)"`);
  });
});

describe('notWhollyAllowed', () => {
  it('names what is missing, denied or narrowed', () => {
    expect(notWhollyAllowed(comparePermissions(terwayActions, [everything]))).toEqual([]);
    expect(notWhollyAllowed(comparePermissions(terwayActions, [everything, held('b', statement('Deny', 'ecs:AttachNetworkInterface'))]))).toEqual(['ecs:AttachNetworkInterface']);
    expect(notWhollyAllowed(comparePermissions(terwayActions, []))).toEqual(all);
  });
});
