import * as Ram from '@alicloud/ram20150501';
import * as Cs from '@alicloud/cs20151215';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';
import { clusterId } from '../testing/node-pools.testing.ts';

describe('Container Service', () => {
  it('refuses a wrong secret and an unknown key', async () => {
    const cloud = await startTestCloud();
    const wrong = await cloud.cs({ id: cloud.world.accessKeyId, secret: 'wrong' });
    expect(await errorOf(wrong.describeClusterDetail(clusterId))).toMatchObject({ code: 'SignatureDoesNotMatch', statusCode: 400 });
    const unknown = await cloud.cs({ id: 'LTAI5tNobody', secret: 'x' });
    expect(await errorOf(unknown.describeClusterDetail(clusterId))).toMatchObject({ code: 'InvalidAccessKeyId.NotFound', statusCode: 404 });
  });

  it('names the action that a user may not do', async () => {
    const cloud = await startTestCloud();
    const ram = await cloud.ram();
    await ram.createUser(new Ram.CreateUserRequest({ userName: 'u' }));
    const { body } = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'u' }));
    const cs = await cloud.cs({ id: body?.accessKey?.accessKeyId ?? '', secret: body?.accessKey?.accessKeySecret ?? '' });
    const error = await errorOf(cs.describeClusterDetail(clusterId));
    expect(error).toMatchObject({ code: 'StatusForbidden', statusCode: 403, accessDeniedDetail: { AuthAction: 'cs:DescribeClusterDetail' } });
    expect(error.message).toContain('RAM policy Forbidden for action cs:DescribeClusterDetail');
    await ram.attachPolicyToUser(new Ram.AttachPolicyToUserRequest({ policyName: 'AliyunCSFullAccess', policyType: 'System', userName: 'u' }));
    expect((await cs.describeClusterDetail(clusterId)).statusCode).toBe(200);
  });

  it('says so where it does not know an operation', async () => {
    const cloud = await startTestCloud();
    const error = await errorOf((await cloud.cs()).deleteCluster(clusterId, new Cs.DeleteClusterRequest({})));
    expect(error).toMatchObject({ code: 'SandboxOperationUnknown', statusCode: 501 });
    expect(cloud.calls).toMatchObject([{ service: 'cs', operation: 'DeleteCluster', kind: 'write', status: 501 }]);
  });

  it('says so where it does not know a parameter of a read', async () => {
    const cs = await (await startTestCloud()).cs();
    const error = await errorOf(cs.describeClusterNodes(clusterId, new Cs.DescribeClusterNodesRequest({ nodeLabels: 'a=b' })));
    expect(error).toMatchObject({ code: 'SandboxParameterUnknown', statusCode: 501 });
    expect(error.message).toContain("The sandbox's cs does not know nodeLabels of DescribeClusterNodes.");
  });

  it('throttles in the gateway’s shape', async () => {
    const cloud = await startTestCloud();
    cloud.addFault({ service: 'cs', kind: 'throttle' });
    expect(await errorOf((await cloud.cs()).describeUserQuota())).toMatchObject({ code: 'Throttling.User', statusCode: 429 });
  });

  it('takes a path of fixed words before one with an id in it', async () => {
    const cloud = await startTestCloud();
    await (await cloud.cs()).describeAddons(new Cs.DescribeAddonsRequest({ region: 'cn-hangzhou' }));
    expect(cloud.calls[0]?.operation).toBe('DescribeAddons');
  });
});
