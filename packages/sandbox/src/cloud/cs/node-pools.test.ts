import * as Cs from '@alicloud/cs20151215';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud, until } from '../testing/test-cloud.ts';
import { clusterId, createRequest, nodesOf, poolOf, taskEnd } from '../testing/node-pools.testing.ts';

describe('CreateClusterNodePool', () => {
  it('keeps what was sent, and fills in what the cloud adds', async () => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 0, {
      kubernetesConfig: { labels: [{ key: 'team', value: 'a' }], taints: [{ key: 'workload', value: 'ack', effect: 'NoSchedule' }] },
      scalingGroup: { loginPassword: 'Canary-1234', systemDiskSize: 120 },
    });
    const { body } = await cs.describeClusterNodePoolDetail(clusterId, id);
    expect(body).toMatchObject({
      nodepoolInfo: { name: 'cloud', nodepoolId: id, regionId: 'cn-hangzhou', type: 'ess' },
      scalingGroup: { vswitchIds: ['vsw-bp1sandboxnodes0001'], securityGroupIds: ['sg-bp1sandboxnodes00001'], systemDiskSize: 120, desiredSize: 0, loginPassword: '********' },
      kubernetesConfig: { labels: [{ key: 'team', value: 'a' }], taints: [{ key: 'workload', value: 'ack', effect: 'NoSchedule' }] },
      status: { state: 'active', totalNodes: 0 },
    });
    expect(id).toMatch(/^np[0-9a-f]{32}$/);
  });

  it('is scaling until its nodes have booted', async () => {
    const cloud = await startTestCloud({ clock: 'manual', timing: { taskMs: 100, bootMs: 100 } });
    const cs = await cloud.cs();
    const { body } = await cs.createClusterNodePool(clusterId, createRequest({ size: 2 }));
    const status = async () => {
      const detail = await cs.describeClusterNodePoolDetail(clusterId, body?.nodepoolId ?? '');
      const { state, totalNodes, initialNodes, servingNodes } = detail.body?.status ?? {};
      return [state, totalNodes, initialNodes, servingNodes];
    };
    expect(await status()).toEqual(['scaling', 0, 0, 0]);
    await cloud.clock.advance(100);
    expect(await status()).toEqual(['scaling', 2, 2, 0]);
    await cloud.clock.advance(100);
    expect(await status()).toEqual(['active', 2, 0, 2]);
    expect((await taskEnd(cs, body?.taskId)).state).toBe('success');
  });

  it('makes a second pool of the same name: clients must look first', async () => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 0);
    const second = await cs.createClusterNodePool(clusterId, createRequest());
    expect(second.body?.nodepoolId).not.toBe(id);
    const { body } = await cs.describeClusterNodePools(clusterId, new Cs.DescribeClusterNodePoolsRequest({ nodepoolName: 'cloud' }));
    expect(body?.nodepools).toHaveLength(2);
  });

  it('starts a pool that scales automatically with its minimum', async () => {
    const cloud = await startTestCloud();
    const cs = await cloud.cs();
    const { body } = await cs.createClusterNodePool(clusterId, createRequest({ autoScaling: { enable: true, minInstances: 1, maxInstances: 3 } }));
    await taskEnd(cs, body?.taskId);
    expect(cloud.half.network.instances()).toHaveLength(1);
  });

  it('is refused for a cluster that does not exist, and for one whose agent is gone', async () => {
    const cs = await (await startTestCloud()).cs();
    expect(await errorOf(cs.createClusterNodePool('c0', createRequest()))).toMatchObject({ code: 'ErrorClusterNotFound', statusCode: 404 });
    const cloud = await startTestCloud();
    const away = await startTestCloud({ world: { cluster: { ...cloud.world.cluster, agentConnected: false } } });
    expect(await errorOf((await away.cs()).createClusterNodePool(clusterId, createRequest()))).toMatchObject({ code: 'ErrorClusterState', statusCode: 400 });
  });
});

describe('scaling', () => {
  it('by count adds to the size of the pool', async () => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 1);
    const { body } = await cs.scaleClusterNodePool(clusterId, id, new Cs.ScaleClusterNodePoolRequest({ count: 2 }));
    await taskEnd(cs, body?.taskId);
    expect(await nodesOf(cs)).toEqual(['running 10.10.24.1', 'running 10.10.24.2', 'running 10.10.24.3']);
    expect((await cs.describeClusterNodePoolDetail(clusterId, id)).body?.scalingGroup?.desiredSize).toBe(3);
  });

  it('by desired size is absolute: up launches, down removes the newest without a drain', async () => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 1);
    const resize = async (desiredSize: number) => {
      const { body } = await cs.modifyClusterNodePool(clusterId, id, new Cs.ModifyClusterNodePoolRequest({ scalingGroup: { desiredSize } }));
      return taskEnd(cs, body?.taskId);
    };
    await resize(3);
    expect(await nodesOf(cs)).toHaveLength(3);
    await resize(1);
    expect(await nodesOf(cs)).toEqual(['running 10.10.24.1']);
    expect(cloud.agent.calls.filter((call) => call.startsWith('remove'))).toEqual([
      expect.stringContaining('drain=false'),
      expect.stringContaining('drain=false'),
    ]);
    expect(cloud.half.network.instances()).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ['more than 500 in one call', { count: 501 }, 'InvalidParameter'],
    ['more than the cluster may have', { count: 100 }, 'QuotaExceeded.NodesPerCluster'],
    ['nothing', { count: 0 }, 'InvalidParameter'],
    ['less', { count: -1 }, 'InvalidParameter'],
  ])('is refused for %s', async (_name, request, code) => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 1);
    expect((await errorOf(cs.scaleClusterNodePool(clusterId, id, new Cs.ScaleClusterNodePoolRequest(request as never)))).code).toBe(code);
    expect((await cs.describeClusterNodePoolDetail(clusterId, id)).body?.scalingGroup?.desiredSize).toBe(1);
  });

  it('is refused while the pool is at something else', async () => {
    const cloud = await startTestCloud({ clock: 'manual' });
    const cs = await cloud.cs();
    const { body } = await cs.createClusterNodePool(clusterId, createRequest({ size: 1 }));
    const scale = cs.scaleClusterNodePool(clusterId, body?.nodepoolId ?? '', new Cs.ScaleClusterNodePoolRequest({ count: 1 }));
    expect(await errorOf(scale)).toMatchObject({ code: 'OperationConflict', statusCode: 409 });
  });
});

describe('ModifyClusterNodePool', () => {
  it('merges what it is given and leaves the nodes alone', async () => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 1, { kubernetesConfig: { labels: [{ key: 'a', value: '1' }], runtime: 'containerd' } });
    const { body } = await cs.modifyClusterNodePool(clusterId, id, new Cs.ModifyClusterNodePoolRequest({ kubernetesConfig: { labels: [{ key: 'b', value: '2' }] } }));
    await taskEnd(cs, body?.taskId);
    const detail = await cs.describeClusterNodePoolDetail(clusterId, id);
    expect(detail.body?.kubernetesConfig).toMatchObject({ labels: [{ key: 'b', value: '2' }], runtime: 'containerd' });
    expect(detail.body?.scalingGroup?.desiredSize).toBe(1);
    expect(cloud.agent.calls.filter((call) => !call.startsWith('boot'))).toEqual([]);
  });

  const marked = { labels: [{ key: 'a', value: '1' }], taints: [{ key: 't', value: 'x', effect: 'NoSchedule' }] };

  it.each<[string, number, string[]]>([
    ['alone', 2, ['update', 'update']],
    ['before it launches more', 3, ['update', 'update', 'boot']],
    ['before it removes some', 1, ['update', 'update', 'remove']],
  ])('with update_nodes hands the agent what was and what is, for each node that runs, %s', async (_title, desiredSize, calls) => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 2, { kubernetesConfig: marked });
    cloud.agent.calls.splice(0);
    const { body } = await cs.modifyClusterNodePool(clusterId, id, new Cs.ModifyClusterNodePoolRequest({ kubernetesConfig: { labels: [{ key: 'b', value: '2' }] }, scalingGroup: { desiredSize }, updateNodes: true }));
    expect((await taskEnd(cs, body?.taskId)).state).toBe('success');
    expect(cloud.agent.calls.map((call) => call.split(' ', 1)[0])).toEqual(calls);
    const taints = [{ key: 't', value: 'x', effect: 'NoSchedule' }];
    expect(cloud.agent.updated[0]).toEqual({ before: { labels: { a: '1' }, taints }, after: { labels: { b: '2' }, taints } });
  });

  it('with update_nodes fails where the agent cannot reach a node, and keeps the change of the pool', async () => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 1, { kubernetesConfig: marked });
    cloud.agent.failure = new RangeError('the API server is away');
    const { body } = await cs.modifyClusterNodePool(clusterId, id, new Cs.ModifyClusterNodePoolRequest({ kubernetesConfig: { taints: [] }, updateNodes: true }));
    const end = await taskEnd(cs, body?.taskId);
    expect([end.state, end.error?.code, end.error?.message]).toEqual(['fail', 'NodeUpdateFailed', expect.stringContaining('the API server is away')]);
    expect((await cs.describeClusterNodePoolDetail(clusterId, id)).body?.kubernetesConfig?.taints).toEqual([]);
  });
});

describe('DeleteClusterNodepool', () => {
  it('is refused while nodes are there, unless by force, which releases them', async () => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 2);
    expect(await errorOf(cs.deleteClusterNodepool(clusterId, id, new Cs.DeleteClusterNodepoolRequest({})))).toMatchObject({ code: 'ErrorNodePoolNotEmpty', statusCode: 409 });
    const { body } = await cs.deleteClusterNodepool(clusterId, id, new Cs.DeleteClusterNodepoolRequest({ force: true }));
    expect((await taskEnd(cs, body?.taskId)).state).toBe('success');
    expect(cloud.half.network.instances()).toEqual([]);
    expect(await errorOf(cs.describeClusterNodePoolDetail(clusterId, id))).toMatchObject({ code: 'ErrorNodePoolNotFound', statusCode: 404 });
  });

  it('is deleting until its task has ended', async () => {
    const cloud = await startTestCloud({ clock: 'manual', timing: { taskMs: 100, bootMs: 100 } });
    const cs = await cloud.cs();
    const { body } = await cs.createClusterNodePool(clusterId, createRequest({ size: 1 }));
    await cloud.clock.advance(200);
    await cs.deleteClusterNodepool(clusterId, body?.nodepoolId ?? '', new Cs.DeleteClusterNodepoolRequest({ force: true }));
    const states = async () => (await cs.describeClusterNodePools(clusterId, new Cs.DescribeClusterNodePoolsRequest({}))).body?.nodepools?.map((pool) => pool.status?.state);
    expect(await states()).toEqual(['deleting']);
    await cloud.clock.advance(100);
    expect(await states()).toEqual([]);
  });

  it('leaves the pool in place where the agent cannot remove a node', async () => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 1);
    cloud.agent.failure = new RangeError('the API server is away');
    const { body } = await cs.deleteClusterNodepool(clusterId, id, new Cs.DeleteClusterNodepoolRequest({ force: true }));
    const end = await taskEnd(cs, body?.taskId);
    expect([end.state, end.error?.message]).toEqual(['fail', expect.stringContaining('the API server is away')]);
    const pools = await until(() => cs.describeClusterNodePools(clusterId, new Cs.DescribeClusterNodePoolsRequest({})), (answer) => answer.body?.nodepools?.[0]?.status?.state === 'active');
    expect(pools.body?.nodepools?.[0]?.status).toMatchObject({ totalNodes: 1, servingNodes: 1 });
  });
});
