import * as Ecs from '@alicloud/ecs20140526';
import { describe, expect, it } from 'vitest';
import { startTestCloud } from '../testing/test-cloud.ts';
import { clusterId, nodesOf, poolOf } from '../testing/node-pools.testing.ts';

describe('launching nodes', () => {
  it('hands each instance to the agent with the labels, taints and security groups of its pool', async () => {
    const cloud = await startTestCloud();
    const { id } = await poolOf(cloud, 1, {
      kubernetesConfig: { labels: [{ key: 'team', value: 'a' }], taints: [{ key: 'workload', value: 'ack', effect: 'NoSchedule' }, { key: 'bare', effect: 'NoExecute' }] },
    });
    expect(cloud.agent.booted).toEqual([
      {
        instanceId: expect.stringMatching(/^i-bp1[0-9a-z]{17}$/) as string,
        region: 'cn-hangzhou',
        zone: 'cn-hangzhou-i',
        privateIp: '10.10.24.1',
        instanceType: 'ecs.g7.xlarge',
        nodepoolId: id,
        securityGroupIds: ['sg-bp1sandboxnodes00001'],
        labels: { team: 'a' },
        taints: [{ key: 'workload', value: 'ack', effect: 'NoSchedule' }, { key: 'bare', effect: 'NoExecute' }],
      },
    ]);
  });

  it('boots side by side: none waits for another', async () => {
    const cloud = await startTestCloud();
    let waiting = 0;
    let release: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (release = resolve));
    cloud.agent.boot = async (instance) => {
      waiting += 1;
      if (waiting === 3) release();
      await all;
      return { ok: true, nodeName: instance.instanceId, log: '' };
    };
    expect((await poolOf(cloud, 3)).end.state).toBe('success');
  });

  it('fails the task with the message of the boot, keeps the instance, and shows the log', async () => {
    const cloud = await startTestCloud();
    cloud.agent.boot = (instance) =>
      Promise.resolve(instance.privateIp.endsWith('.1') ? { ok: false, message: 'the script ended with code 3', log: 'step one\nno such package\n' } : { ok: true, nodeName: 'n', log: '' });
    const { cs, end } = await poolOf(cloud, 2);
    expect(end.state).toBe('fail');
    expect(end.taskResult?.map((result) => `${result.status} ${result.data}`).sort()).toEqual([
      expect.stringMatching(/^fail i-\w+: the script ended with code 3$/),
      expect.stringMatching(/^success i-\w+$/),
    ]);
    expect(end.error?.message).toContain('1 of 2 nodes failed to join the cluster');
    expect(end.events?.[0]?.message).toContain('no such package');
    expect(await nodesOf(cs, { state: 'failed' })).toEqual(['failed 10.10.24.1']);
    expect(await nodesOf(cs, { state: 'running' })).toEqual(['running 10.10.24.2']);
    expect(cloud.half.network.instances()).toHaveLength(2);
  });

  it('takes an agent that rejects for a boot that failed', async () => {
    const cloud = await startTestCloud();
    cloud.agent.boot = () => Promise.reject(new RangeError('no API server'));
    const { end } = await poolOf(cloud, 1);
    expect([end.state, end.error?.message]).toEqual(['fail', expect.stringContaining('no API server')]);
  });

  it('tags the instances with the cluster and the tags of the pool', async () => {
    const cloud = await startTestCloud();
    await poolOf(cloud, 1, { scalingGroup: { tags: [{ key: 'owner', value: 'us' }] } });
    const find = async (key: string, value: string) => {
      const request = new Ecs.DescribeInstancesRequest({ regionId: 'cn-hangzhou', tag: [new Ecs.DescribeInstancesRequestTag({ key, value })] });
      return (await (await cloud.ecs()).describeInstances(request)).body?.totalCount;
    };
    expect([await find('ack.aliyun.com', clusterId), await find('owner', 'us'), await find('owner', 'them')]).toEqual([1, 1, 0]);
  });
});
