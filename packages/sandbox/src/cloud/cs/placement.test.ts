import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../world.ts';
import { startTestCloud } from '../testing/test-cloud.ts';
import { poolOf } from '../testing/node-pools.testing.ts';

const spread = [
  { id: 'vsw-h', name: 'h', zone: 'cn-hangzhou-h', cidr: '10.10.30.0/29' },
  { id: 'vsw-i', name: 'i', zone: 'cn-hangzhou-i', cidr: '10.10.31.0/24' },
];

describe('placing instances', () => {
  it('fills the vSwitches in the order of the pool, and goes on where one is full', async () => {
    const cloud = await startTestCloud({ world: { vswitches: spread } });
    await poolOf(cloud, 5, { scalingGroup: { vswitchIds: ['vsw-h', 'vsw-i'] } });
    expect(cloud.half.network.instances().map((instance) => instance.privateIp)).toEqual(['10.10.30.1', '10.10.30.2', '10.10.30.3', '10.10.30.4', '10.10.31.1']);
  });

  it('spreads over the zones by the policy BALANCE', async () => {
    const cloud = await startTestCloud({ world: { vswitches: spread } });
    await poolOf(cloud, 4, { scalingGroup: { vswitchIds: ['vsw-h', 'vsw-i'], multiAzPolicy: 'BALANCE' } });
    expect(cloud.agent.booted.map((instance) => instance.zone).sort()).toEqual(['cn-hangzhou-h', 'cn-hangzhou-h', 'cn-hangzhou-i', 'cn-hangzhou-i']);
  });

  it('takes an instance type that the zone has', async () => {
    const cloud = await startTestCloud({ world: { vswitches: spread } });
    await poolOf(cloud, 1, { scalingGroup: { vswitchIds: ['vsw-h'], instanceTypes: ['ecs.g7.2xlarge', 'ecs.c7.large'] } });
    expect(cloud.agent.booted.map((instance) => instance.instanceType)).toEqual(['ecs.c7.large']);
  });

  it('fails where the vSwitches are full, and keeps what fitted', async () => {
    const cloud = await startTestCloud({ world: { vswitches: spread } });
    const { end } = await poolOf(cloud, 5, { scalingGroup: { vswitchIds: ['vsw-h'] } });
    expect([end.state, end.error?.code]).toEqual(['fail', 'InvalidVSwitchId.IpNotEnough']);
    expect(cloud.half.network.instances()).toHaveLength(4);
  });

  it('fails where the vCPUs of the account are used up', async () => {
    const cloud = await startTestCloud({ world: { quotas: { ...defaultWorld.quotas, vcpus: 8 } } });
    const { end } = await poolOf(cloud, 3);
    expect([end.state, end.error?.code]).toEqual(['fail', 'QuotaExceed.ElasticQuota']);
    expect(cloud.half.network.instances()).toHaveLength(2);
  });
});
