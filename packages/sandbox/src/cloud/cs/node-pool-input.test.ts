import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../world.ts';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';
import { clusterId, createRequest } from '../testing/node-pools.testing.ts';

describe('a node pool is refused', () => {
  it.each<[string, Parameters<typeof createRequest>[0], string]>([
    ['without a name', { name: '' }, 'InvalidParameter'],
    ['without a vSwitch', { scalingGroup: { vswitchIds: [] } }, 'InvalidParameter'],
    ['with nine vSwitches', { scalingGroup: { vswitchIds: Array.from({ length: 9 }, () => 'vsw-bp1sandboxnodes0001') } }, 'InvalidParameter'],
    ['with a vSwitch that does not exist', { scalingGroup: { vswitchIds: ['vsw-nobody'] } }, 'InvalidVSwitchId.NotFound'],
    ['without an instance type', { scalingGroup: { instanceTypes: [] } }, 'InvalidParameter'],
    ['with an instance type that does not exist', { scalingGroup: { instanceTypes: ['ecs.none'] } }, 'InvalidInstanceType.NotFound'],
    ['with an instance type that no zone of it has', { scalingGroup: { instanceTypes: ['ecs.c7.large'] } }, 'InvalidInstanceType.ZoneNotSupported'],
    ['with a security group that does not exist', { scalingGroup: { securityGroupIds: ['sg-nobody'] } }, 'InvalidSecurityGroupId.NotFound'],
    ['with a charge type that does not exist', { scalingGroup: { instanceChargeType: 'Free' } }, 'InvalidParameter'],
    ['with a size below nothing', { size: -1 }, 'InvalidParameter'],
    ['with more nodes than a call may add', { size: 501 }, 'InvalidParameter'],
    ['with more nodes than the cluster may have', { size: 101 }, 'QuotaExceeded.NodesPerCluster'],
  ])('%s', async (_name, parts, code) => {
    const cloud = await startTestCloud();
    const cs = await cloud.cs();
    expect((await errorOf(cs.createClusterNodePool(clusterId, createRequest(parts)))).code).toBe(code);
    expect(cloud.half.snapshot()['nodePools']).toEqual({});
  });

  it('with a vSwitch of another VPC', async () => {
    const cloud = await startTestCloud({ timing: { taskMs: 0 } });
    const { CreateVpcRequest, CreateVSwitchRequest } = await import('@alicloud/vpc20160428');
    const vpc = await cloud.vpc();
    const { body } = await vpc.createVpc(new CreateVpcRequest({ regionId: 'cn-hangzhou', cidrBlock: '172.16.0.0/16' }));
    const made = await vpc.createVSwitch(new CreateVSwitchRequest({ regionId: 'cn-hangzhou', vpcId: body?.vpcId ?? '', zoneId: 'cn-hangzhou-i', cidrBlock: '172.16.1.0/24' }));
    const create = (await cloud.cs()).createClusterNodePool(clusterId, createRequest({ scalingGroup: { vswitchIds: [made.body?.vSwitchId] } }));
    expect((await errorOf(create)).code).toBe('InvalidVSwitchId.VpcMismatch');
  });

  it('where all pools together would exceed the quota', async () => {
    const cloud = await startTestCloud({ world: { quotas: { ...defaultWorld.quotas, nodesPerCluster: 3 } } });
    const cs = await cloud.cs();
    await cs.createClusterNodePool(clusterId, createRequest({ name: 'a', size: 2 }));
    expect((await errorOf(cs.createClusterNodePool(clusterId, createRequest({ name: 'b', size: 2 })))).code).toBe('QuotaExceeded.NodesPerCluster');
    expect((await cs.createClusterNodePool(clusterId, createRequest({ name: 'b', size: 1 }))).statusCode).toBe(200);
  });
});
