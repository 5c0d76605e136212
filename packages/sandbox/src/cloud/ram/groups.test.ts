import * as Ram from '@alicloud/ram20150501';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';

const document = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'ecs:DescribeInstances', Resource: '*' }] });
const attachment = { policyName: 'p', policyType: 'Custom', groupName: 'network' };
const membership = { userName: 'u', groupName: 'network' };

async function withGroup() {
  const cloud = await startTestCloud();
  const ram = await cloud.ram();
  await ram.createGroup(new Ram.CreateGroupRequest({ groupName: 'network', comments: 'add-ons' }));
  await ram.createUser(new Ram.CreateUserRequest({ userName: 'u', displayName: 'Terway' }));
  await ram.createPolicy(new Ram.CreatePolicyRequest({ policyName: 'p', policyDocument: document }));
  return { cloud, ram };
}

describe('groups', () => {
  it('are read and listed as they were made, and not made twice', async () => {
    const { ram } = await withGroup();
    expect((await ram.getGroup(new Ram.GetGroupRequest({ groupName: 'network' }))).body?.group).toMatchObject({ groupName: 'network', comments: 'add-ons' });
    expect((await ram.listGroups(new Ram.ListGroupsRequest({}))).body?.groups?.group?.map(({ groupName }) => groupName)).toEqual(['network']);
    expect(await errorOf(ram.createGroup(new Ram.CreateGroupRequest({ groupName: 'network' })))).toMatchObject({ code: 'EntityAlreadyExists.Group', statusCode: 409 });
    expect(await errorOf(ram.createGroup(new Ram.CreateGroupRequest({ groupName: 'no spaces' })))).toMatchObject({ code: 'InvalidParameter.GroupName.InvalidChars', statusCode: 400 });
    expect(await errorOf(ram.getGroup(new Ram.GetGroupRequest({ groupName: 'other' })))).toMatchObject({ code: 'EntityNotExist.Group', statusCode: 404 });
  });

  it('have members, seen from both sides', async () => {
    const { ram } = await withGroup();
    const join = () => ram.addUserToGroup(new Ram.AddUserToGroupRequest(membership));
    const leave = () => ram.removeUserFromGroup(new Ram.RemoveUserFromGroupRequest(membership));
    await join();
    expect((await errorOf(join())).code).toBe('EntityAlreadyExists.User.Group');
    expect((await ram.listUsersForGroup(new Ram.ListUsersForGroupRequest({ groupName: 'network' }))).body?.users?.user).toMatchObject([{ userName: 'u', displayName: 'Terway' }]);
    expect((await ram.listGroupsForUser(new Ram.ListGroupsForUserRequest({ userName: 'u' }))).body?.groups?.group).toMatchObject([{ groupName: 'network', comments: 'add-ons' }]);
    await leave();
    expect((await errorOf(leave())).code).toBe('EntityNotExist.User.Group');
    expect((await ram.listGroupsForUser(new Ram.ListGroupsForUserRequest({ userName: 'u' }))).body?.groups?.group).toEqual([]);
  });

  it('give their members what their policies allow, for as long as they are members', async () => {
    const { cloud, ram } = await withGroup();
    const created = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'u' }));
    const key = { id: created.body?.accessKey?.accessKeyId ?? '', secret: created.body?.accessKey?.accessKeySecret ?? '' };
    await ram.attachPolicyToGroup(new Ram.AttachPolicyToGroupRequest({ ...attachment, policyName: 'AliyunRAMFullAccess', policyType: 'System' }));
    const own = await cloud.ram(key);
    expect((await errorOf(own.listUsers(new Ram.ListUsersRequest({})))).code).toBe('NoPermission');
    await ram.addUserToGroup(new Ram.AddUserToGroupRequest(membership));
    expect((await own.listUsers(new Ram.ListUsersRequest({}))).body?.users?.user).toHaveLength(1);
  });

  it('have policies, seen from both sides, and are not deleted with members or policies', async () => {
    const { ram } = await withGroup();
    const attach = () => ram.attachPolicyToGroup(new Ram.AttachPolicyToGroupRequest(attachment));
    const detach = () => ram.detachPolicyFromGroup(new Ram.DetachPolicyFromGroupRequest(attachment));
    const remove = () => ram.deleteGroup(new Ram.DeleteGroupRequest({ groupName: 'network' }));
    await attach();
    expect((await errorOf(attach())).code).toBe('EntityAlreadyExists.Group.Policy');
    expect((await ram.listPoliciesForGroup(new Ram.ListPoliciesForGroupRequest({ groupName: 'network' }))).body?.policies?.policy).toMatchObject([{ policyName: 'p', policyType: 'Custom', defaultVersion: 'v1' }]);
    expect((await ram.listEntitiesForPolicy(new Ram.ListEntitiesForPolicyRequest({ policyName: 'p', policyType: 'Custom' }))).body?.groups?.group).toMatchObject([{ groupName: 'network' }]);
    expect((await errorOf(ram.deletePolicy(new Ram.DeletePolicyRequest({ policyName: 'p' })))).code).toBe('DeleteConflict.Policy.Group');
    expect((await errorOf(remove())).code).toBe('DeleteConflict.Group.Policy');
    await detach();
    expect((await errorOf(detach())).code).toBe('EntityNotExist.Group.Policy');
    await ram.addUserToGroup(new Ram.AddUserToGroupRequest(membership));
    expect((await errorOf(remove())).code).toBe('DeleteConflict.Group.User');
    await ram.removeUserFromGroup(new Ram.RemoveUserFromGroupRequest(membership));
    await remove();
    expect((await errorOf(remove())).code).toBe('EntityNotExist.Group');
  });
});
