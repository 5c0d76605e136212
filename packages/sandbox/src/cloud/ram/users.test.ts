import * as Ecs from '@alicloud/ecs20140526';
import * as Ram from '@alicloud/ram20150501';
import * as Vpc from '@alicloud/vpc20160428';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud, type TestCloud } from '../testing/test-cloud.ts';

const document = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'ecs:DescribeInstances', Resource: '*' }] });

async function withUser(name = 'terway'): Promise<{ cloud: TestCloud; ram: Awaited<ReturnType<TestCloud['ram']>> }> {
  const cloud = await startTestCloud();
  const ram = await cloud.ram();
  await ram.createUser(new Ram.CreateUserRequest({ userName: name, displayName: 'Terway', comments: 'for pods' }));
  return { cloud, ram };
}

describe('users', () => {
  it('can be created, read, listed and deleted', async () => {
    const { ram } = await withUser();
    const user = await ram.getUser(new Ram.GetUserRequest({ userName: 'terway' }));
    expect(user.body?.user).toMatchObject({ userName: 'terway', displayName: 'Terway', comments: 'for pods' });
    expect(user.body?.user?.userId).toMatch(/^\d{18}$/);
    const listed = await ram.listUsers(new Ram.ListUsersRequest({}));
    expect(listed.body?.users?.user?.map((one) => one.userName)).toEqual(['terway']);
    await ram.deleteUser(new Ram.DeleteUserRequest({ userName: 'terway' }));
    const error = await errorOf(ram.getUser(new Ram.GetUserRequest({ userName: 'terway' })));
    expect(error).toMatchObject({ code: 'EntityNotExist.User', statusCode: 404 });
  });

  it('are listed page by page', async () => {
    const { ram } = await withUser('a');
    await ram.createUser(new Ram.CreateUserRequest({ userName: 'b' }));
    const first = await ram.listUsers(new Ram.ListUsersRequest({ maxItems: 1 }));
    expect([first.body?.isTruncated, first.body?.users?.user?.[0]?.userName]).toEqual([true, 'a']);
    const second = await ram.listUsers(new Ram.ListUsersRequest({ maxItems: 1, marker: first.body?.marker }));
    expect([second.body?.isTruncated, second.body?.users?.user?.[0]?.userName]).toEqual([false, 'b']);
  });

  it('are not created twice', async () => {
    const { ram } = await withUser();
    expect(await errorOf(ram.createUser(new Ram.CreateUserRequest({ userName: 'terway' })))).toMatchObject({ code: 'EntityAlreadyExists.User', statusCode: 409 });
  });

  it('are not deleted while a policy is attached or a key exists', async () => {
    const { ram } = await withUser();
    const remove = () => errorOf(ram.deleteUser(new Ram.DeleteUserRequest({ userName: 'terway' })));
    await ram.createPolicy(new Ram.CreatePolicyRequest({ policyName: 'p', policyDocument: document }));
    const attachment = { policyName: 'p', policyType: 'Custom', userName: 'terway' };
    await ram.attachPolicyToUser(new Ram.AttachPolicyToUserRequest(attachment));
    expect((await remove()).code).toBe('DeleteConflict.User.Policy');
    await ram.detachPolicyFromUser(new Ram.DetachPolicyFromUserRequest(attachment));
    await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'terway' }));
    expect((await remove()).code).toBe('DeleteConflict.User.AccessKey');
  });

  it('are not deleted while they are in a group', async () => {
    const { ram } = await withUser();
    await ram.createGroup(new Ram.CreateGroupRequest({ groupName: 'g' }));
    await ram.addUserToGroup(new Ram.AddUserToGroupRequest({ userName: 'terway', groupName: 'g' }));
    expect((await errorOf(ram.deleteUser(new Ram.DeleteUserRequest({ userName: 'terway' })))).code).toBe('DeleteConflict.User.Group');
  });
});

describe('attachments', () => {
  it('are seen from the user and from the policy, and refused twice', async () => {
    const { ram } = await withUser();
    await ram.createPolicy(new Ram.CreatePolicyRequest({ policyName: 'p', policyDocument: document }));
    const attach = () => ram.attachPolicyToUser(new Ram.AttachPolicyToUserRequest({ policyName: 'p', policyType: 'Custom', userName: 'terway' }));
    await attach();
    expect(await errorOf(attach())).toMatchObject({ code: 'EntityAlreadyExists.User.Policy', statusCode: 409 });
    const policies = await ram.listPoliciesForUser(new Ram.ListPoliciesForUserRequest({ userName: 'terway' }));
    expect(policies.body?.policies?.policy).toMatchObject([{ policyName: 'p', policyType: 'Custom', defaultVersion: 'v1' }]);
    const entities = await ram.listEntitiesForPolicy(new Ram.ListEntitiesForPolicyRequest({ policyName: 'p', policyType: 'Custom' }));
    expect(entities.body?.users?.user?.map((user) => user.userName)).toEqual(['terway']);
    expect(entities.body?.roles?.role).toEqual([]);
  });

  it('cannot be taken away where there is none', async () => {
    const { ram } = await withUser();
    const detach = ram.detachPolicyFromUser(new Ram.DetachPolicyFromUserRequest({ policyName: 'AliyunECSFullAccess', policyType: 'System', userName: 'terway' }));
    expect(await errorOf(detach)).toMatchObject({ code: 'EntityNotExist.User.Policy', statusCode: 404 });
  });
});

describe('access keys', () => {
  it('show their secret in the answer to their creation only', async () => {
    const { ram } = await withUser();
    const created = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'terway' }));
    const key = created.body?.accessKey;
    expect(key?.accessKeyId).toMatch(/^LTAI5t\w{18}$/);
    expect(key?.accessKeySecret).toMatch(/^\w{30}$/);
    const listed = await ram.listAccessKeys(new Ram.ListAccessKeysRequest({ userName: 'terway' }));
    expect(listed.body?.accessKeys?.accessKey).toMatchObject([{ accessKeyId: key?.accessKeyId, status: 'Active' }]);
    expect(JSON.stringify(listed.body)).not.toContain(key?.accessKeySecret);
  });

  it('are limited to two a user', async () => {
    const { ram } = await withUser();
    const create = () => ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'terway' }));
    await create();
    await create();
    expect(await errorOf(create())).toMatchObject({ code: 'LimitExceeded.User.AccessKey', statusCode: 409 });
  });

  it('sign requests at once, not while inactive, and not once deleted', async () => {
    const { cloud, ram } = await withUser();
    await ram.attachPolicyToUser(new Ram.AttachPolicyToUserRequest({ policyName: 'AliyunRAMFullAccess', policyType: 'System', userName: 'terway' }));
    const created = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'terway' }));
    const id = created.body?.accessKey?.accessKeyId ?? '';
    const own = await cloud.ram({ id, secret: created.body?.accessKey?.accessKeySecret ?? '' });
    const listOwn = () => own.listAccessKeys(new Ram.ListAccessKeysRequest({}));
    expect((await listOwn()).body?.accessKeys?.accessKey?.[0]?.accessKeyId).toBe(id);
    await ram.updateAccessKey(new Ram.UpdateAccessKeyRequest({ userName: 'terway', userAccessKeyId: id, status: 'Inactive' }));
    expect((await errorOf(listOwn())).code).toBe('InvalidAccessKeyId.Inactive');
    await ram.deleteAccessKey(new Ram.DeleteAccessKeyRequest({ userName: 'terway', userAccessKeyId: id }));
    expect((await errorOf(listOwn())).code).toBe('InvalidAccessKeyId.NotFound');
  });

  it('tell when they were last used, refused requests not counted', async () => {
    const { cloud, ram } = await withUser();
    const { body } = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'terway' }));
    const [id, secret] = [body?.accessKey?.accessKeyId ?? '', body?.accessKey?.accessKeySecret ?? ''];
    const lastUsed = async () => (await ram.getAccessKeyLastUsed(new Ram.GetAccessKeyLastUsedRequest({ userName: 'terway', userAccessKeyId: id }))).body?.accessKeyLastUsed?.lastUsedDate;
    expect(await lastUsed()).toBeUndefined();
    const withWrongSecret = await cloud.ecs({ id, secret: `${secret}\n` });
    await errorOf(withWrongSecret.describeRegions(new Ecs.DescribeRegionsRequest({})));
    expect(await lastUsed()).toBeUndefined();
    const own = await cloud.ecs({ id, secret });
    await errorOf(own.describeRegions(new Ecs.DescribeRegionsRequest({})));
    expect(await lastUsed()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('that are inactive sign for no service', async () => {
    const { cloud, ram } = await withUser();
    const { body } = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'terway' }));
    const key = { id: body?.accessKey?.accessKeyId ?? '', secret: body?.accessKey?.accessKeySecret ?? '' };
    await ram.updateAccessKey(new Ram.UpdateAccessKeyRequest({ userName: 'terway', userAccessKeyId: key.id, status: 'Inactive' }));
    const [ecs, cs, vpc] = [await cloud.ecs(key), await cloud.cs(key), await cloud.vpc(key)];
    const errors = [ecs.describeRegions(new Ecs.DescribeRegionsRequest({})), cs.describeClusterDetail('c'), vpc.describeVpcs(new Vpc.DescribeVpcsRequest({ regionId: cloud.world.region }))];
    expect(await Promise.all(errors.map(async (error) => (await errorOf(error)).code))).toEqual(Array(3).fill('InvalidAccessKeyId.Inactive'));
  });

  it.each([
    ['a key that is not the user’s', { userName: 'terway', userAccessKeyId: 'LTAIother' }, 'EntityNotExist.User.AccessKey'],
    ['a user who is not there', { userName: 'nobody', userAccessKeyId: 'LTAIother' }, 'EntityNotExist.User'],
  ])('tell nothing of %s', async (_what, request, code) => {
    const { ram } = await withUser();
    expect(await errorOf(ram.getAccessKeyLastUsed(new Ram.GetAccessKeyLastUsedRequest(request)))).toMatchObject({ code, statusCode: 404 });
  });
});
