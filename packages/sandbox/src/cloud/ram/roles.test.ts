import * as Ram from '@alicloud/ram20150501';
import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../world.ts';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';

const document = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'ecs:DescribeInstances', Resource: '*' }] });
const trust = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: ['ecs.aliyuncs.com'] } }] });
const attachment = { policyName: 'p', policyType: 'Custom', roleName: 'node' };

async function withRole() {
  const ram = await (await startTestCloud()).ram();
  await ram.createRole(new Ram.CreateRoleRequest({ roleName: 'node', description: 'of the nodes', assumeRolePolicyDocument: trust }));
  await ram.createPolicy(new Ram.CreatePolicyRequest({ policyName: 'p', policyDocument: document }));
  return ram;
}

describe('roles', () => {
  it('are read and listed as they were made', async () => {
    const ram = await withRole();
    const arn = `acs:ram::${defaultWorld.accountId}:role/node`;
    expect((await ram.getRole(new Ram.GetRoleRequest({ roleName: 'node' }))).body?.role).toMatchObject({ roleName: 'node', description: 'of the nodes', arn, assumeRolePolicyDocument: trust, maxSessionDuration: 3600 });
    expect((await ram.listRoles(new Ram.ListRolesRequest({}))).body?.roles?.role).toMatchObject([{ roleName: 'node', arn }]);
  });

  it.each<[string, Partial<Ram.CreateRoleRequest>, string]>([
    ['a name that is taken', { roleName: 'node' }, 'EntityAlreadyExists.Role'],
    ['a name with an underscore', { roleName: 'no_de' }, 'InvalidParameter.RoleName.InvalidChars'],
    ['a trust policy that is no JSON', { assumeRolePolicyDocument: 'x' }, 'MalformedPolicyDocument'],
    ['a trust policy without a statement', { assumeRolePolicyDocument: '{"Version":"1","Statement":[]}' }, 'MalformedPolicyDocument'],
    ['a session of a minute', { maxSessionDuration: 60 }, 'InvalidParameter.MaxSessionDuration'],
  ])('are refused with %s', async (_what, fields, code) => {
    const ram = await withRole();
    expect((await errorOf(ram.createRole(new Ram.CreateRoleRequest({ roleName: 'other', assumeRolePolicyDocument: trust, ...fields })))).code).toBe(code);
  });

  it('have policies, seen from both sides, and neither goes while they are attached', async () => {
    const ram = await withRole();
    const attach = () => ram.attachPolicyToRole(new Ram.AttachPolicyToRoleRequest(attachment));
    const detach = () => ram.detachPolicyFromRole(new Ram.DetachPolicyFromRoleRequest(attachment));
    const remove = () => ram.deleteRole(new Ram.DeleteRoleRequest({ roleName: 'node' }));
    await attach();
    expect((await errorOf(attach())).code).toBe('EntityAlreadyExists.Role.Policy');
    expect((await ram.listPoliciesForRole(new Ram.ListPoliciesForRoleRequest({ roleName: 'node' }))).body?.policies?.policy).toMatchObject([{ policyName: 'p', policyType: 'Custom' }]);
    expect((await ram.listEntitiesForPolicy(new Ram.ListEntitiesForPolicyRequest({ policyName: 'p', policyType: 'Custom' }))).body?.roles?.role).toMatchObject([{ roleName: 'node', description: 'of the nodes' }]);
    expect((await ram.getPolicy(new Ram.GetPolicyRequest({ policyName: 'p', policyType: 'Custom' }))).body?.policy?.attachmentCount).toBe(1);
    expect((await errorOf(ram.deletePolicy(new Ram.DeletePolicyRequest({ policyName: 'p' })))).statusCode).toBe(409);
    expect((await errorOf(remove())).code).toBe('DeleteConflict.Role.Policy');
    await detach();
    expect((await errorOf(detach())).code).toBe('EntityNotExist.Role.Policy');
    await remove();
    expect(await errorOf(remove())).toMatchObject({ code: 'EntityNotExist.Role', statusCode: 404 });
  });
});
