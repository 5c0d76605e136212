import * as Cs from '@alicloud/cs20151215';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';
import { clusterId, nodesOf, poolOf, taskEnd } from '../testing/node-pools.testing.ts';

describe('DescribeClusterNodes', () => {
  it('gives ten nodes a page unless asked for more, and counts them all', async () => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 12);
    expect(await nodesOf(cs)).toHaveLength(10);
    expect(await nodesOf(cs, { pageNumber: '2' })).toHaveLength(2);
    const { body } = await cs.describeClusterNodes(clusterId, new Cs.DescribeClusterNodesRequest({ nodepoolId: id, pageSize: '100' }));
    expect([body?.nodes?.length, body?.page?.totalCount]).toEqual([12, 12]);
    expect(body?.nodes?.[0]).toMatchObject({ nodeName: 'cn-hangzhou.10.10.24.1', state: 'running', nodepoolId: id, isAliyunNode: true, instanceStatus: 'Running', nodeStatus: 'Ready' });
  });

  it('filters by state, pool, instance and name', async () => {
    const cloud = await startTestCloud();
    const { cs } = await poolOf(cloud, 2);
    const instanceId = cloud.agent.booted[1]?.instanceId ?? '';
    expect(await nodesOf(cs, { state: 'failed' })).toEqual([]);
    expect(await nodesOf(cs, { nodepoolId: 'np0' })).toEqual([]);
    expect(await nodesOf(cs, { instanceIds: instanceId })).toEqual(['running 10.10.24.2']);
    expect(await nodesOf(cs, { nodeNames: 'cn-hangzhou.10.10.24.1' })).toEqual(['running 10.10.24.1']);
    expect((await errorOf(nodesOf(cs, { state: 'sleeping' }))).code).toBe('InvalidParameter');
    expect((await errorOf(nodesOf(cs, { pageSize: '101' }))).code).toBe('InvalidParameter');
  });
});

describe('RemoveNodePoolNodes', () => {
  const remove = (ids: string[], options: object) => new Cs.RemoveNodePoolNodesRequest({ instanceIds: ids, ...options });

  it('drains, releases and lowers the desired size', async () => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 2);
    const gone = cloud.agent.booted[0]?.instanceId ?? '';
    const { body } = await cs.removeNodePoolNodes(clusterId, id, remove([gone], { drainNode: true, releaseNode: true }));
    const end = await taskEnd(cs, body?.taskId);
    expect([end.state, end.taskResult?.map((result) => result.data)]).toEqual(['success', [gone]]);
    expect(cloud.agent.calls.at(-1)).toBe(`remove ${gone} drain=true`);
    expect(cloud.half.network.instances().map((instance) => instance.instanceId)).toEqual([cloud.agent.booted[1]?.instanceId]);
    const pool = (await cs.describeClusterNodePoolDetail(clusterId, id)).body;
    expect([pool?.scalingGroup?.desiredSize, pool?.status?.state, pool?.status?.totalNodes]).toEqual([1, 'active', 1]);
  });

  it('keeps an instance that is not to be released, or that is paid in advance', async () => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 2, { scalingGroup: { instanceChargeType: 'PrePaid' } });
    const ids = cloud.agent.booted.map((instance) => instance.instanceId);
    const { body } = await cs.removeNodePoolNodes(clusterId, id, remove(ids, { releaseNode: true }));
    await taskEnd(cs, body?.taskId);
    expect(await nodesOf(cs)).toEqual([]);
    expect(cloud.half.network.instances()).toHaveLength(2);
  });

  it('keeps the node and the desired size where the agent cannot remove it', async () => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 1);
    cloud.agent.failure = new RangeError('a pod cannot be evicted');
    const { body } = await cs.removeNodePoolNodes(clusterId, id, remove([cloud.agent.booted[0]?.instanceId ?? ''], { drainNode: true, releaseNode: true }));
    const end = await taskEnd(cs, body?.taskId);
    expect([end.state, end.error?.message]).toEqual(['fail', expect.stringContaining('a pod cannot be evicted')]);
    expect((await cs.describeClusterNodePoolDetail(clusterId, id)).body?.scalingGroup?.desiredSize).toBe(1);
  });

  it('is refused for a node that the pool does not have', async () => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 1);
    expect((await errorOf(cs.removeNodePoolNodes(clusterId, id, remove(['i-nobody'], {})))).code).toBe('ErrorNodeNotFound');
    const other = await poolOf(cloud, 0, { name: 'other' });
    expect((await errorOf(cs.removeNodePoolNodes(clusterId, other.id, remove([cloud.agent.booted[0]?.instanceId ?? ''], {})))).code).toBe('ErrorNodeNotFound');
  });
});

describe('DeleteClusterNodes', () => {
  it('removes nodes by name', async () => {
    const cloud = await startTestCloud();
    const { cs, id } = await poolOf(cloud, 2);
    const { body } = await cs.deleteClusterNodes(clusterId, new Cs.DeleteClusterNodesRequest({ nodes: ['cn-hangzhou.10.10.24.1'], drainNode: true, releaseNode: true }));
    expect((await taskEnd(cs, body?.taskId)).state).toBe('success');
    expect(await nodesOf(cs)).toEqual(['running 10.10.24.2']);
    expect((await cs.describeClusterNodePoolDetail(clusterId, id)).body?.scalingGroup?.desiredSize).toBe(1);
  });
});
