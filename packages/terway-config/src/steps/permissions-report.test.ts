import { describe, expect, it } from 'vitest';
import { terwayPolicy } from '../plan/ram-policy.ts';
import type { RamPrincipal } from '../plan/ram/ram-principal.ts';
import { FakeRam } from '../testing/fake-ram.ts';
import { Faults } from '../testing/faults.ts';
import { reportPermissions } from './permissions-report.ts';

const policyOf = (Effect: 'Allow' | 'Deny', Action: string): string => JSON.stringify({ Version: '1', Statement: [{ Effect, Action, Resource: '*' }] });

const world = () => {
  const faults = new Faults();
  const ram = new FakeRam(faults);
  ram.systemPolicies.set('AliyunECSFullAccess', policyOf('Allow', 'ecs:*'));
  ram.systemPolicies.set('AliyunVPCReadOnlyAccess', policyOf('Allow', 'vpc:Describe*'));
  ram.seedPolicy('no-ipv6', '', policyOf('Deny', '*'), policyOf('Deny', 'ecs:*Ipv6*'));
  ram.seedUser('u', '');
  ram.users.get('u')?.policies.add('System/AliyunECSFullAccess');
  ram.seedGroup('network', ['u', 'v'], ['System/AliyunVPCReadOnlyAccess', 'System/AliyunECSFullAccess']);
  ram.seedGroup('careful', ['u'], ['Custom/no-ipv6']);
  ram.seedRole('node');
  ram.roles.get('node')?.policies.add('System/AliyunVPCReadOnlyAccess');
  return { ram, faults };
};

describe('reportPermissions', () => {
  it.each<[RamPrincipal, readonly string[], readonly string[], readonly [string, string]]>([
    [
      { kind: 'user', name: 'u' },
      [],
      ['System/AliyunECSFullAccess of user u', 'System/AliyunVPCReadOnlyAccess of group network', 'System/AliyunECSFullAccess of group network', 'Custom/no-ipv6 of group careful'],
      ['warn', 'pass'],
    ],
    [{ kind: 'group', name: 'network' }, ['u', 'v'], ['System/AliyunVPCReadOnlyAccess of group network', 'System/AliyunECSFullAccess of group network'], ['pass', 'pass']],
    [{ kind: 'role', name: 'node' }, [], ['System/AliyunVPCReadOnlyAccess of role node'], ['pass', 'fail']],
  ])('of $kind $name', async (principal, members, policies, statuses) => {
    const { ram, faults } = world();
    const report = await reportPermissions(ram, principal);
    expect(report.members).toEqual(members);
    expect(report.policies.map(({ policy, through }) => `${policy} of ${through}`)).toEqual(policies);
    expect(report.checks.map(({ status }) => status)).toEqual(statuses);
    expect([report.document, report.actions.length]).toEqual([terwayPolicy.document, terwayPolicy.actions.length]);
    expect(faults.writes).toEqual([]);
  });

  it('gives each action with what it is for and what holds', async () => {
    const { actions } = await reportPermissions(world().ram, { kind: 'user', name: 'u' });
    const of = (name: string) => actions.find(({ needed }) => needed.action === name);
    expect(of('vpc:DescribeVSwitches')?.verdict).toEqual({ kind: 'allowed', action: 'vpc:DescribeVSwitches', by: { policy: 'System/AliyunVPCReadOnlyAccess', through: 'group network', statement: 0 } });
    expect(of('ecs:AssignIpv6Addresses')).toMatchObject({ needed: { calledBy: 'dual-stack' }, verdict: { kind: 'denied', by: { policy: 'Custom/no-ipv6', through: 'group careful' } } });
  });

  it('reads each policy once, however often it is attached', async () => {
    const { ram } = world();
    const asked: string[] = [];
    const read = ram.policyDocument.bind(ram);
    ram.policyDocument = (policy) => {
      asked.push(policy.name);
      return read(policy);
    };
    await reportPermissions(ram, { kind: 'user', name: 'u' });
    expect(asked.sort()).toEqual(['AliyunECSFullAccess', 'AliyunVPCReadOnlyAccess', 'no-ipv6']);
  });

  it('says who isn’t there, and what may not be read', async () => {
    const { ram } = world();
    await expect(reportPermissions(ram, { kind: 'group', name: 'nobody' })).rejects.toMatchObject({ code: 'PrincipalNotFound', message: 'there is no RAM group nobody' });
    ram.denied.add('policyDocument');
    await expect(reportPermissions(ram, { kind: 'role', name: 'node' })).rejects.toMatchObject({ code: 'PermissionsUnknown', message: 'what the policies of RAM role node allow could not be told: the caller may not ram:policyDocument' });
  });
});
