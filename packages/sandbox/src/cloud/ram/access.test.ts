import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../world.ts';
import { ServiceError } from '../service-error.ts';
import { accessDeniedDetail, createAccess } from './access.ts';
import { createRamState, policyKey, type RamState } from './ram-state.ts';

function ramWithKey(policies: readonly string[], status: 'Active' | 'Inactive' = 'Active'): RamState {
  const ram = createRamState(0);
  ram.users.set('u', { id: '200000000000000001', name: 'u', displayName: 'u', comments: '', created: 0, policies: new Map(policies.map((name) => [policyKey('System', name), 0])) });
  ram.accessKeys.set('key', { id: 'key', secret: 'secret', userName: 'u', created: 0, status });
  return ram;
}

describe('mayCall', () => {
  it.each([
    ['the administrator with the right secret', [], defaultWorld.accessKeyId, defaultWorld.accessKeySecret, true],
    ['the administrator with a wrong secret', [], defaultWorld.accessKeyId, 'wrong', false],
    ['a user whose policy allows it', ['AliyunECSFullAccess'], 'key', 'secret', true],
    ['a user whose policy allows something else', ['AliyunVPCFullAccess'], 'key', 'secret', false],
    ['a user without a policy', [], 'key', 'secret', false],
    ['a user with a trailing newline in the secret', ['AliyunECSFullAccess'], 'key', 'secret\n', false],
    ['a key that does not exist', ['AliyunECSFullAccess'], 'other', 'secret', false],
  ])('of %s', (_name, policies, id, secret, expected) => {
    expect(createAccess(defaultWorld, ramWithKey(policies), () => 0).mayCall(id, secret, 'ecs:DescribeInstances')).toBe(expected);
  });

  it('is false for a key that is inactive', () => {
    expect(createAccess(defaultWorld, ramWithKey(['AliyunECSFullAccess'], 'Inactive'), () => 0).mayCall('key', 'secret', 'ecs:DescribeInstances')).toBe(false);
  });

  it('counts as a use of the key where the secret fits, and not otherwise', () => {
    const ram = ramWithKey(['AliyunECSFullAccess']);
    const access = createAccess(defaultWorld, ram, () => 7);
    access.mayCall('key', 'wrong', 'ecs:DescribeInstances');
    expect(ram.accessKeys.get('key')?.lastUsed).toBeUndefined();
    access.mayCall('key', 'secret', 'ecs:DescribeInstances');
    expect(ram.accessKeys.get('key')?.lastUsed).toBe(7);
  });

  it('counts the policies of the groups that the user is in, their Deny too', () => {
    const ram = ramWithKey([]);
    const access = createAccess(defaultWorld, ram, () => 0);
    const group = (name: string, members: readonly string[], policy: string) =>
      ram.groups.set(name, { id: name, name, comments: '', created: 0, members: new Map(members.map((member) => [member, 0])), policies: new Map([[policyKey('System', policy), 0]]) });
    group('others', ['v'], 'AdministratorAccess');
    expect(access.mayCall('key', 'secret', 'ecs:DescribeInstances')).toBe(false);
    group('network', ['u', 'v'], 'AliyunECSFullAccess');
    expect(access.mayCall('key', 'secret', 'ecs:DescribeInstances')).toBe(true);
    ram.policies.get(policyKey('System', 'AliyunVPCFullAccess'))?.versions.set('v1', { id: 'v1', document: '{"Version":"1","Statement":[{"Effect":"Deny","Action":"ecs:*","Resource":"*"}]}', created: 0 });
    group('denied', ['u'], 'AliyunVPCFullAccess');
    expect(access.judge({ kind: 'user', name: 'u' }, 'ecs:DescribeInstances')).toBe('explicit-deny');
  });

  it('follows the default version of a policy', () => {
    const ram = ramWithKey(['AliyunECSFullAccess']);
    const access = createAccess(defaultWorld, ram, () => 0);
    const policy = ram.policies.get(policyKey('System', 'AliyunECSFullAccess'));
    policy?.versions.set('v2', { id: 'v2', document: '{"Version":"1","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}', created: 0 });
    expect(access.mayCall('key', 'secret', 'ecs:DescribeInstances')).toBe(true);
    if (policy !== undefined) policy.defaultVersion = 'v2';
    expect(access.judge({ kind: 'user', name: 'u' }, 'ecs:DescribeInstances')).toBe('explicit-deny');
  });
});

describe('secretOf', () => {
  it('tells a key that is inactive from one that does not exist', () => {
    const code = (id: string, status: 'Active' | 'Inactive'): string => {
      try {
        return createAccess(defaultWorld, ramWithKey([], status), () => 0).secretOf(id);
      } catch (error) {
        return error instanceof ServiceError ? error.code : 'another error';
      }
    };
    expect([code('key', 'Active'), code('key', 'Inactive'), code('nobody', 'Active')]).toEqual(['secret', 'InvalidAccessKeyId.Inactive', 'InvalidAccessKeyId.NotFound']);
  });
});

describe('accessDeniedDetail', () => {
  it('names the action, the user and the kind of denial', () => {
    expect(accessDeniedDetail(defaultWorld, { kind: 'user', name: 'u' }, 'ecs:X', 'explicit-deny')).toMatchObject({ AuthAction: 'ecs:X', AuthPrincipalDisplayName: 'u', NoPermissionType: 'ExplicitDeny' });
  });
});
