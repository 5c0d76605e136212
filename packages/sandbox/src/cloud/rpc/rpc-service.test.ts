import * as Ecs from '@alicloud/ecs20140526';
import * as Ram from '@alicloud/ram20150501';
import * as Vpc from '@alicloud/vpc20160428';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud, type TestCloud, type TestKey } from '../testing/test-cloud.ts';
import { kindOf } from './rpc-service.ts';

const instances = new Ecs.DescribeInstancesRequest({ regionId: 'cn-hangzhou' });

async function userKey(cloud: TestCloud, policyDocument?: string): Promise<TestKey> {
  const ram = await cloud.ram();
  await ram.createUser(new Ram.CreateUserRequest({ userName: 'u' }));
  if (policyDocument !== undefined) {
    await ram.createPolicy(new Ram.CreatePolicyRequest({ policyName: 'p', policyDocument }));
    await ram.attachPolicyToUser(new Ram.AttachPolicyToUserRequest({ policyName: 'p', policyType: 'Custom', userName: 'u' }));
  }
  const { body } = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'u' }));
  return { id: body?.accessKey?.accessKeyId ?? '', secret: body?.accessKey?.accessKeySecret ?? '' };
}

describe('an RPC service', () => {
  it('refuses a wrong secret and an unknown key, each by its own code', async () => {
    const cloud = await startTestCloud();
    const wrong = await cloud.ecs({ id: cloud.world.accessKeyId, secret: 'wrong' });
    expect(await errorOf(wrong.describeInstances(instances))).toMatchObject({ code: 'SignatureDoesNotMatch', statusCode: 400 });
    const unknown = await cloud.ecs({ id: 'LTAI5tNobody', secret: 'x' });
    expect(await errorOf(unknown.describeInstances(instances))).toMatchObject({ code: 'InvalidAccessKeyId.NotFound', statusCode: 404 });
  });

  it('never repeats a secret in an error', async () => {
    const cloud = await startTestCloud();
    const wrong = await cloud.ecs({ id: cloud.world.accessKeyId, secret: 'wrong' });
    expect(JSON.stringify(await errorOf(wrong.describeInstances(instances)))).not.toContain(cloud.world.accessKeySecret);
  });

  it.each(['cn-nowhere', 'hangzhou'])('refuses the region %s, which does not exist', async (regionId) => {
    const ecs = await (await startTestCloud()).ecs();
    const error = await errorOf(ecs.describeInstances(new Ecs.DescribeInstancesRequest({ regionId })));
    expect(error).toMatchObject({ code: 'InvalidRegionId.NotFound', statusCode: 404 });
  });

  it('finds nothing in a region other than the world’s', async () => {
    const ecs = await (await startTestCloud()).ecs();
    const { body } = await ecs.describeSecurityGroups(new Ecs.DescribeSecurityGroupsRequest({ regionId: 'cn-beijing', vpcId: 'vpc-1', tag: [{ key: 'a' }] }));
    expect(body?.securityGroups?.securityGroup).toEqual([]);
  });

  it('lets a user do what a policy allows, and names the action that is missing', async () => {
    const cloud = await startTestCloud();
    const key = await userKey(cloud, JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'ecs:DescribeInst*', Resource: '*' }] }));
    const ecs = await cloud.ecs(key);
    expect((await ecs.describeInstances(instances)).statusCode).toBe(200);
    const forbidden = await errorOf(ecs.describeSecurityGroups(new Ecs.DescribeSecurityGroupsRequest({ regionId: 'cn-hangzhou' })));
    expect(forbidden).toMatchObject({ code: 'Forbidden.RAM', statusCode: 403, accessDeniedDetail: { AuthAction: 'ecs:DescribeSecurityGroups', NoPermissionType: 'ImplicitDeny' } });
    const ram = await cloud.ram(key);
    expect(await errorOf(ram.listUsers(new Ram.ListUsersRequest({})))).toMatchObject({ code: 'NoPermission', statusCode: 403 });
  });

  it('lets a Deny win over an Allow', async () => {
    const cloud = await startTestCloud();
    const statement = (Effect: string, Action: string) => ({ Effect, Action, Resource: '*' });
    const key = await userKey(cloud, JSON.stringify({ Version: '1', Statement: [statement('Allow', '*'), statement('Deny', 'ecs:DescribeInstances')] }));
    const error = await errorOf((await cloud.ecs(key)).describeInstances(instances));
    expect(error).toMatchObject({ code: 'Forbidden.RAM', accessDeniedDetail: { NoPermissionType: 'ExplicitDeny' } });
  });

  it('says so where it does not know an operation', async () => {
    const ecs = await (await startTestCloud()).ecs();
    const error = await errorOf(ecs.describeDisks(new Ecs.DescribeDisksRequest({ regionId: 'cn-hangzhou' })));
    expect(error).toMatchObject({ code: 'SandboxOperationUnknown', statusCode: 501 });
    expect(error.message).toContain("The sandbox's ecs does not know the operation DescribeDisks.");
  });

  it('says so where it does not know a parameter of a read', async () => {
    const ecs = await (await startTestCloud()).ecs();
    const error = await errorOf(ecs.describeInstances(new Ecs.DescribeInstancesRequest({ regionId: 'cn-hangzhou', imageId: 'm-1', keyPairName: 'ops' })));
    expect(error).toMatchObject({ code: 'SandboxParameterUnknown', statusCode: 501 });
    expect(error.message).toContain("The sandbox's ecs does not know ImageId, KeyPairName of DescribeInstances.");
  });

  it('does nothing in a dry run, and says that it would', async () => {
    const cloud = await startTestCloud();
    const vpc = await cloud.vpc();
    const request = { regionId: 'cn-hangzhou', cidrBlock: '172.16.0.0/12', dryRun: true };
    expect(await errorOf(vpc.createVpc(new Vpc.CreateVpcRequest(request)))).toMatchObject({ code: 'DryRunOperation', statusCode: 400 });
    expect((await vpc.describeVpcs(new Vpc.DescribeVpcsRequest({ regionId: 'cn-hangzhou' }))).body?.totalCount).toBe(1);
  });

  it('demands a mandatory parameter', async () => {
    const ecs = await (await startTestCloud()).ecs();
    const error = await errorOf(ecs.describeSecurityGroupAttribute(new Ecs.DescribeSecurityGroupAttributeRequest({ regionId: 'cn-hangzhou' })));
    expect(error).toMatchObject({ code: 'MissingSecurityGroupId', statusCode: 400 });
  });

  it('enters each request into the journal', async () => {
    const cloud = await startTestCloud();
    const ecs = await cloud.ecs();
    await ecs.describeInstances(instances);
    await errorOf(ecs.describeInstances(new Ecs.DescribeInstancesRequest({ regionId: 'cn-nowhere' })));
    expect(cloud.calls).toMatchObject([
      { service: 'ecs', operation: 'DescribeInstances', kind: 'read', actor: 'client', status: 200 },
      { service: 'ecs', operation: 'DescribeInstances', kind: 'read', actor: 'client', status: 404, errorCode: 'InvalidRegionId.NotFound' },
    ]);
  });
});

describe('kindOf', () => {
  it.each([
    ['DescribeDisks', 'read'],
    ['ListTags', 'read'],
    ['GetUser', 'read'],
    ['RunInstances', 'write'],
    ['DeleteInstance', 'write'],
  ])('takes %s for a %s', (operation, kind) => {
    expect(kindOf(operation)).toBe(kind);
  });
});
