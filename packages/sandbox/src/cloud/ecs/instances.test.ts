import * as Ecs from '@alicloud/ecs20140526';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud, type TestCloud } from '../testing/test-cloud.ts';
import { poolOf } from '../testing/node-pools.testing.ts';

const regionId = 'cn-hangzhou';

async function find(cloud: TestCloud, filter: object): Promise<string[]> {
  const ecs = await cloud.ecs();
  const { body } = await ecs.describeInstances(new Ecs.DescribeInstancesRequest({ regionId, ...filter }));
  return (body?.instances?.instance ?? []).map((instance) => instance.vpcAttributes?.privateIpAddress?.ipAddress?.[0] ?? '');
}

describe('DescribeInstances', () => {
  it('describes an instance as the SDK reads it', async () => {
    const cloud = await startTestCloud();
    const { id } = await poolOf(cloud, 1);
    const { body } = await (await cloud.ecs()).describeInstances(new Ecs.DescribeInstancesRequest({ regionId }));
    expect(body?.instances?.instance?.[0]).toMatchObject({
      instanceId: cloud.agent.booted[0]?.instanceId,
      instanceType: 'ecs.g7.xlarge',
      cpu: 4,
      memory: 16384,
      zoneId: 'cn-hangzhou-i',
      status: 'Running',
      instanceChargeType: 'PostPaid',
      vpcAttributes: { vpcId: 'vpc-bp1sandbox000000001', vSwitchId: 'vsw-bp1sandboxnodes0001' },
      securityGroupIds: { securityGroupId: ['sg-bp1sandboxnodes00001'] },
    });
    expect(body?.instances?.instance?.[0]?.tags?.tag).toContainEqual({ tagKey: 'ack.alibabacloud.com/nodepool-id', tagValue: id });
  });

  it('is Pending until the instance has started', async () => {
    const cloud = await startTestCloud({ clock: 'manual', timing: { taskMs: 100, bootMs: 100 } });
    const { createRequest, clusterId } = await import('../testing/node-pools.testing.ts');
    await (await cloud.cs()).createClusterNodePool(clusterId, createRequest({ size: 1 }));
    await cloud.clock.advance(100);
    expect([await find(cloud, { status: 'Pending' }), await find(cloud, { status: 'Running' })]).toEqual([['10.10.24.1'], []]);
    await cloud.clock.advance(100);
    expect([await find(cloud, { status: 'Pending' }), await find(cloud, { status: 'Running' })]).toEqual([[], ['10.10.24.1']]);
  });

  it('filters and pages', async () => {
    const cloud = await startTestCloud();
    await poolOf(cloud, 3);
    const ids = cloud.agent.booted.map((instance) => instance.instanceId);
    expect(await find(cloud, { instanceIds: JSON.stringify([ids[2], ids[0]]) })).toEqual(['10.10.24.1', '10.10.24.3']);
    expect(await find(cloud, { privateIpAddresses: '["10.10.24.2"]' })).toEqual(['10.10.24.2']);
    expect(await find(cloud, { vSwitchId: 'vsw-bp1sandboxpods00001' })).toEqual([]);
    expect(await find(cloud, { zoneId: 'cn-hangzhou-i', instanceName: 'worker-*' })).toHaveLength(3);
    expect(await find(cloud, { securityGroupId: 'sg-nobody' })).toEqual([]);
    expect(await find(cloud, { pageSize: 2, pageNumber: 2 })).toEqual(['10.10.24.3']);
  });

  it('goes on by token, in pages of at least ten', async () => {
    const cloud = await startTestCloud();
    await poolOf(cloud, 11);
    const first = await (await cloud.ecs()).describeInstances(new Ecs.DescribeInstancesRequest({ regionId, maxResults: 2 }));
    expect(first.body?.instances?.instance).toHaveLength(10);
    expect(await find(cloud, { maxResults: 2, nextToken: first.body?.nextToken })).toEqual(['10.10.24.11']);
  });

  it.each([{ instanceIds: 'i-1' }, { pageSize: 101 }, { pageNumber: 0 }, { maxResults: 2, nextToken: 'made up' }])('refuses %j', async (filter) => {
    const cloud = await startTestCloud();
    expect((await errorOf(find(cloud, filter))).code).toMatch(/^InvalidParameter/);
  });
});

describe('DescribeNetworkInterfaces', () => {
  it('lists the primary interface of each instance', async () => {
    const cloud = await startTestCloud();
    await poolOf(cloud, 2);
    const list = async (filter: object) => {
      const { body } = await (await cloud.ecs()).describeNetworkInterfaces(new Ecs.DescribeNetworkInterfacesRequest({ regionId, ...filter }));
      return body?.networkInterfaceSets?.networkInterfaceSet?.map((one) => [one.instanceId, one.privateIpAddress, one.type]);
    };
    const [first, second] = cloud.agent.booted.map((instance) => instance.instanceId);
    expect(await list({})).toEqual([[first, '10.10.24.1', 'Primary'], [second, '10.10.24.2', 'Primary']]);
    expect(await list({ instanceId: second })).toEqual([[second, '10.10.24.2', 'Primary']]);
    expect(await list({ networkInterfaceId: ['eni-nobody'] })).toEqual([]);
  });
});
