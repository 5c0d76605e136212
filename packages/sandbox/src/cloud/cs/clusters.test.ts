import * as Cs from '@alicloud/cs20151215';
import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../world.ts';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';
import { clusterId, poolOf } from '../testing/node-pools.testing.ts';

describe('the registered cluster', () => {
  it.each([
    [true, true, 'running', ''],
    [true, false, 'running', 'https://203.0.113.10:6443'],
    [false, true, 'disconnected', ''],
  ])('with the agent connected: %s and private: %s', async (agentConnected, agentPrivate, state, endpoint) => {
    const cs = await (await startTestCloud({ world: { cluster: { ...defaultWorld.cluster, agentConnected, agentPrivate } } })).cs();
    const { body } = await cs.describeClusterDetail(clusterId);
    expect(body).toMatchObject({ state, name: 'datacenter', vpcId: 'vpc-bp1sandbox000000001', serviceCidr: '172.21.0.0/20', currentVersion: '1.33.2-sandbox', size: 3 });
    expect(JSON.parse(body?.masterUrl ?? '{}')).toMatchObject({ api_server_endpoint: endpoint });
  });

  it('is not found by another id', async () => {
    const cs = await (await startTestCloud()).cs();
    expect(await errorOf(cs.describeClusterDetail('c0'))).toMatchObject({ code: 'ErrorClusterNotFound', statusCode: 404 });
  });

  it.each<[object, number]>([
    [{}, 1],
    [{ name: 'datacenter', clusterType: 'ExternalKubernetes' }, 1],
    [{ name: 'other' }, 0],
    [{ regionId: 'cn-beijing' }, 0],
    [{ pageNumber: 2 }, 0],
  ])('is listed by %j', async (filter, count) => {
    const cs = await (await startTestCloud()).cs();
    const { body } = await cs.describeClustersV1(new Cs.DescribeClustersV1Request(filter));
    expect(body?.clusters).toHaveLength(count);
  });

  it('is not listed for a region that does not exist', async () => {
    const cs = await (await startTestCloud()).cs();
    expect((await errorOf(cs.describeClustersV1(new Cs.DescribeClustersV1Request({ regionId: 'cn-nowhere' })))).code).toBe('InvalidRegionId.NotFound');
  });

  it('hands out its kubeconfig and the manifest of its agent', async () => {
    const cs = await (await startTestCloud()).cs();
    const kubeconfig = await cs.describeClusterUserKubeconfig(clusterId, new Cs.DescribeClusterUserKubeconfigRequest({}));
    expect(kubeconfig.body?.config).toBe('kind: Config\n');
    expect(Date.parse(kubeconfig.body?.expiration ?? '')).toBeGreaterThan(Date.now());
    const agent = await cs.describeExternalAgent(clusterId, new Cs.DescribeExternalAgentRequest({ privateIpAddress: 'true' }));
    expect(agent.body?.config).toContain('.agent.internal.cn-hangzhou.cs.aliyuncs.com:5533');
  });
});

describe('tasks', () => {
  it('are listed, the newest first', async () => {
    const cloud = await startTestCloud();
    const { cs } = await poolOf(cloud, 0, { name: 'a' });
    await poolOf(cloud, 1, { name: 'b' });
    const { body } = await cs.describeClusterTasks(clusterId, new Cs.DescribeClusterTasksRequest({}));
    expect(body?.tasks?.map((task) => [task.taskType, task.state])).toEqual([['cluster_scaleout', 'success'], ['nodepool_create', 'success']]);
    expect(body?.pageInfo?.totalCount).toBe(2);
  });

  it('that do not exist are not found', async () => {
    const cs = await (await startTestCloud()).cs();
    expect(await errorOf(cs.describeTaskInfo('T-0'))).toMatchObject({ code: 'ErrorTaskNotFound', statusCode: 404 });
  });
});

describe('DescribeUserQuota', () => {
  it('tells how many nodes a cluster may have', async () => {
    const cs = await (await startTestCloud()).cs();
    expect((await cs.describeUserQuota()).body?.nodeQuota).toBe(100);
  });
});
