import * as Ecs from '@alicloud/ecs20140526';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud, type TestCloud } from '../testing/test-cloud.ts';

const regionId = 'cn-hangzhou';
const securityGroupId = 'sg-bp1sandboxnodes00001';

const rule = (more: object = {}) => ({ ipProtocol: 'TCP', portRange: '6443/6443', sourceCidrIp: '192.168.0.0/24', priority: '1', policy: 'accept', ...more });
const authorize = async (cloud: TestCloud, request: object) => (await cloud.ecs()).authorizeSecurityGroup(new Ecs.AuthorizeSecurityGroupRequest({ regionId, securityGroupId, ...request }));

async function rulesOf(cloud: TestCloud, direction = 'ingress'): Promise<string[]> {
  const { body } = await (await cloud.ecs()).describeSecurityGroupAttribute(new Ecs.DescribeSecurityGroupAttributeRequest({ regionId, securityGroupId, direction }));
  return (body?.permissions?.permission ?? []).map((one) => `${one.policy} ${one.ipProtocol} ${one.portRange} ${one.sourceCidrIp || one.destCidrIp} ${one.priority}`);
}

describe('security groups', () => {
  it('are found by id, name and VPC', async () => {
    const ecs = await (await startTestCloud()).ecs();
    const find = async (filter: object) =>
      (await ecs.describeSecurityGroups(new Ecs.DescribeSecurityGroupsRequest({ regionId, ...filter }))).body?.securityGroups?.securityGroup?.map((group) => group.securityGroupId);
    expect(await find({ securityGroupIds: JSON.stringify([securityGroupId]) })).toEqual([securityGroupId]);
    expect(await find({ securityGroupName: 'hybrid-nodes', vpcId: 'vpc-bp1sandbox000000001' })).toEqual([securityGroupId]);
    expect(await find({ securityGroupId: 'sg-nobody' })).toEqual([]);
  });

  it('show their rules by direction', async () => {
    const cloud = await startTestCloud();
    expect(await rulesOf(cloud)).toContain('Accept ALL -1/-1 100.64.0.0/10 1');
    expect(await rulesOf(cloud, 'egress')).toEqual(['Accept ALL -1/-1 0.0.0.0/0 1']);
    expect(await rulesOf(cloud, 'all')).toHaveLength(5);
  });

  it('that do not exist are not found', async () => {
    const ecs = await (await startTestCloud()).ecs();
    const read = ecs.describeSecurityGroupAttribute(new Ecs.DescribeSecurityGroupAttributeRequest({ regionId, securityGroupId: 'sg-nobody' }));
    expect(await errorOf(read)).toMatchObject({ code: 'InvalidSecurityGroupId.NotFound', statusCode: 404 });
  });
});

describe('rules', () => {
  it('are added once, by plain parameters or by Permissions, and taken away by their parts', async () => {
    const cloud = await startTestCloud();
    const before = await rulesOf(cloud);
    await authorize(cloud, rule());
    await authorize(cloud, { permissions: [rule(), rule({ portRange: '10250/10250', sourceCidrIp: '192.168.0.10' })] });
    expect((await rulesOf(cloud)).slice(before.length)).toEqual(['Accept TCP 6443/6443 192.168.0.0/24 1', 'Accept TCP 10250/10250 192.168.0.10/32 1']);
    const revoke = (permissions: object[]) => cloud.ecs().then((ecs) => ecs.revokeSecurityGroup(new Ecs.RevokeSecurityGroupRequest({ regionId, securityGroupId, permissions })));
    await revoke([rule(), rule({ portRange: '10250/10250', sourceCidrIp: '192.168.0.10/32' })]);
    expect(await rulesOf(cloud)).toEqual(before);
    await revoke([rule()]);
    expect(await rulesOf(cloud)).toEqual(before);
  });

  it('are taken away by id', async () => {
    const cloud = await startTestCloud();
    const ecs = await cloud.ecs();
    const { body } = await ecs.describeSecurityGroupAttribute(new Ecs.DescribeSecurityGroupAttributeRequest({ regionId, securityGroupId }));
    const ids = (body?.permissions?.permission ?? []).map((one) => one.securityGroupRuleId ?? '');
    await ecs.revokeSecurityGroup(new Ecs.RevokeSecurityGroupRequest({ regionId, securityGroupId, securityGroupRuleId: ids }));
    expect(await rulesOf(cloud, 'all')).toEqual([]);
    const again = ecs.revokeSecurityGroup(new Ecs.RevokeSecurityGroupRequest({ regionId, securityGroupId, securityGroupRuleId: ids }));
    expect((await errorOf(again)).code).toBe('InvalidSecurityGroupRuleId.NotFound');
  });

  it('reach the network model at once', async () => {
    const cloud = await startTestCloud();
    await authorize(cloud, rule({ policy: 'drop', priority: '7' }));
    expect(cloud.half.network.securityGroupRules(securityGroupId).at(-1)).toEqual({ direction: 'ingress', policy: 'drop', protocol: 'tcp', ports: '6443/6443', cidr: '192.168.0.0/24', priority: 7 });
  });

  it.each([
    [{ ipProtocol: 'gre' }, 'InvalidIpProtocol.ValueNotSupported'],
    [{ portRange: '0/70000' }, 'InvalidPortRange.Malformed'],
    [{ portRange: '22' }, 'InvalidPortRange.Malformed'],
    [{ ipProtocol: 'ALL', portRange: '1/65535' }, 'InvalidPortRange.Malformed'],
    [{ sourceCidrIp: '192.168.0.1/24' }, 'InvalidSourceCidrIp.Malformed'],
    [{ policy: 'maybe' }, 'InvalidPolicy.Malformed'],
    [{ priority: '101' }, 'InvalidParameter.Priority'],
  ])('are refused with %j', async (parts, code) => {
    const cloud = await startTestCloud();
    expect((await errorOf(authorize(cloud, rule(parts)))).code).toBe(code);
  });
});
