import { describe, expect, it } from 'vitest';
import * as Cs from '@alicloud/cs20151215';
import * as Ecs from '@alicloud/ecs20140526';
import * as Ram from '@alicloud/ram20150501';
import * as Vpc from '@alicloud/vpc20160428';
import { startTestCloud, until } from './testing/test-cloud.ts';

describe('startCloud', () => {
  it('serves the official SDK of each service', async () => {
    const cloud = await startTestCloud();
    const regions = await (await cloud.ecs()).describeRegions(new Ecs.DescribeRegionsRequest({}));
    expect(regions.body?.regions?.region?.map((region) => region.regionId)).toContain('cn-hangzhou');
    const vpcs = await (await cloud.vpc()).describeVpcs(new Vpc.DescribeVpcsRequest({ regionId: 'cn-hangzhou' }));
    expect(vpcs.body?.vpcs?.vpc?.[0]?.cidrBlock).toBe('10.0.0.0/10');
    const users = await (await cloud.ram()).listUsers(new Ram.ListUsersRequest({}));
    expect(users.body?.users?.user).toEqual([]);
    const cluster = await (await cloud.cs()).describeClusterDetail(cloud.world.cluster.id);
    expect(cluster.body).toMatchObject({ clusterId: cloud.world.cluster.id, state: 'running', clusterType: 'ExternalKubernetes' });
    const oss = await cloud.oss();
    await oss.putBucket('scripts');
    oss.useBucket('scripts');
    await oss.put('init.sh', Buffer.from('#!/bin/bash\n'));
    const got = await oss.get('init.sh');
    expect((got.content as Buffer).toString()).toBe('#!/bin/bash\n');
  });

  it('scales a node pool: instances run and the agent boots each', async () => {
    const cloud = await startTestCloud();
    const cs = await cloud.cs();
    const created = await cs.createClusterNodePool(
      cloud.world.cluster.id,
      new Cs.CreateClusterNodePoolRequest({
        nodepoolInfo: { name: 'cloud' },
        scalingGroup: { vswitchIds: ['vsw-bp1sandboxnodes0001'], instanceTypes: ['ecs.g7.xlarge'], instanceChargeType: 'PostPaid', desiredSize: 2 },
        kubernetesConfig: { labels: [{ key: 'team', value: 'a' }] },
      }),
    );
    const task = await until(() => cs.describeTaskInfo(created.body?.taskId ?? ''), (answer) => answer.body?.state !== 'running');
    expect(task.body?.state).toBe('success');
    const instances = await (await cloud.ecs()).describeInstances(new Ecs.DescribeInstancesRequest({ regionId: 'cn-hangzhou' }));
    expect(instances.body?.instances?.instance?.map((instance) => instance.status)).toEqual(['Running', 'Running']);
    expect(cloud.agent.booted.map((instance) => [instance.privateIp, instance.labels])).toEqual([
      ['10.10.24.1', { team: 'a' }],
      ['10.10.24.2', { team: 'a' }],
    ]);
  });

  it('lets the network model read what stands now', async () => {
    const cloud = await startTestCloud();
    const { network } = cloud.half;
    expect([network.vpcCidrs(), network.vswitches().map((vswitch) => vswitch.cidr), network.routes().map((route) => route.destination)]).toEqual([
      ['10.0.0.0/10'],
      ['10.10.24.0/24', '10.10.25.0/24'],
      ['192.168.0.0/24', '10.100.0.0/16'],
    ]);
    expect(network.securityGroupRules('sg-nobody')).toEqual([]);
    await (await cloud.vpc()).deleteVSwitch(new Vpc.DeleteVSwitchRequest({ regionId: 'cn-hangzhou', vSwitchId: 'vsw-bp1sandboxpods00001' }));
    expect(network.vswitches().map((vswitch) => vswitch.cidr)).toEqual(['10.10.24.0/24']);
  });

  it('judges access keys for the agent as for everyone', async () => {
    const cloud = await startTestCloud();
    const ram = await cloud.ram();
    await ram.createUser(new Ram.CreateUserRequest({ userName: 'terway' }));
    const { body } = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'terway' }));
    const may = () => cloud.half.mayCall(body?.accessKey?.accessKeyId ?? '', body?.accessKey?.accessKeySecret ?? '', 'ecs:DescribeInstances');
    expect(may()).toBe(false);
    await ram.attachPolicyToUser(new Ram.AttachPolicyToUserRequest({ policyName: 'AliyunECSFullAccess', policyType: 'System', userName: 'terway' }));
    expect(may()).toBe(true);
  });

  it('ends tasks that still run when it stops', async () => {
    const cloud = await startTestCloud({ clock: 'manual' });
    const cs = await cloud.cs();
    await cs.createClusterNodePool(
      cloud.world.cluster.id,
      new Cs.CreateClusterNodePoolRequest({ nodepoolInfo: { name: 'cloud' }, scalingGroup: { vswitchIds: ['vsw-bp1sandboxnodes0001'], instanceTypes: ['ecs.g7.xlarge'], instanceChargeType: 'PostPaid', desiredSize: 1 } }),
    );
    await cloud.half.stop();
    await cloud.clock.advance(60_000);
    expect(cloud.agent.booted).toEqual([]);
  });
});
