import nock from 'nock';
import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest';
import { ApiError, createAlibabaCloud, NotFoundError, PermissionError, Secret, type ApiCall } from '@ack-hybrid/core';
import { createNodePoolService } from './alibaba-node-pools.ts';

const clusterId = 'c5a1d0b7e2f34c6898f0a1b2c3d4e5f60';
const calls: ApiCall[] = [];
const service = createNodePoolService(
  createAlibabaCloud({
    region: 'cn-hangzhou',
    credentials: { accessKeyId: 'id', accessKeySecret: new Secret('secret') },
    endpoints: { cs: 'http://127.0.0.1:1', ecs: 'http://127.0.0.1:1' },
    retry: { minDelayMs: 1, maxDelayMs: 2, attempts: 3 },
    onCall: (call) => calls.push(call),
  }),
);
const server = () => nock('http://127.0.0.1:1');

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  calls.length = 0;
});
afterAll(() => nock.enableNetConnect());

describe('the node pool adapter', () => {
  it('sends the whole pool in the names of the service', async () => {
    let body: unknown;
    server().post(`/clusters/${clusterId}/nodepools`, (sent) => ((body = sent), true)).reply(200, { nodepool_id: 'np1', task_id: 'T-1' });
    const started = await service.createNodePool(
      clusterId,
      {
        name: 'cloud',
        vSwitchIds: ['vsw-1'],
        instanceTypes: ['ecs.g7.xlarge'],
        size: 2,
        securityGroupIds: ['sg-1'],
        imageType: 'AliyunLinux3',
        systemDisk: { category: 'cloud_essd', size: 120 },
        login: { kind: 'password', password: new Secret('Abcdef12') },
        labels: { team: 'a' },
        taints: [{ key: 'workload', value: 'ack', effect: 'NoSchedule' }],
        runtime: { name: 'containerd', version: '1.6.28' },
      },
      { 'ack-hybrid': clusterId },
    );
    expect(started).toEqual({ taskId: 'T-1' });
    expect(body).toEqual({
      nodepool_info: { name: 'cloud', type: 'ess' },
      auto_scaling: { enable: false },
      scaling_group: {
        vswitch_ids: ['vsw-1'],
        instance_types: ['ecs.g7.xlarge'],
        instance_charge_type: 'PostPaid',
        desired_size: 2,
        security_group_ids: ['sg-1'],
        image_type: 'AliyunLinux3',
        system_disk_category: 'cloud_essd',
        system_disk_size: 120,
        login_password: 'Abcdef12',
        tags: [{ key: 'ack-hybrid', value: clusterId }],
      },
      kubernetes_config: {
        labels: [{ key: 'team', value: 'a' }],
        taints: [{ key: 'workload', value: 'ack', effect: 'NoSchedule' }],
        runtime: 'containerd',
        runtime_version: '1.6.28',
      },
    });
  });

  it('reads pools as the service lists them', async () => {
    server()
      .get(`/clusters/${clusterId}/nodepools`)
      .reply(200, {
        nodepools: [
          {
            auto_scaling: { enable: false },
            kubernetes_config: { labels: [{ key: 'env', value: 'prod' }], taints: [{ key: 'key', value: 'value', effect: 'NoSchedule' }], runtime: 'containerd', runtime_version: '1.6.28' },
            nodepool_info: { name: 'cloud', nodepool_id: 'np1', type: 'ess' },
            scaling_group: {
              desired_size: 3,
              instance_charge_type: 'PostPaid',
              instance_types: ['ecs.g7.xlarge'],
              security_group_id: 'sg-1',
              system_disk_category: 'cloud_essd',
              system_disk_size: 120,
              tags: [{ key: 'ack-hybrid', value: 'x' }],
              vswitch_ids: ['vsw-1'],
              login_password: '********',
              key_pair: 'pair',
            },
            status: { failed_nodes: 1, total_nodes: 3, state: 'active' },
          },
          { nodepool_info: { name: 'without an id' } },
        ],
      });
    expect(await service.listNodePools(clusterId)).toEqual([
      {
        id: 'np1',
        name: 'cloud',
        state: 'active',
        desiredSize: 3,
        totalNodes: 3,
        failedNodes: 1,
        autoScaling: false,
        chargeType: 'PostPaid',
        vSwitchIds: ['vsw-1'],
        instanceTypes: ['ecs.g7.xlarge'],
        securityGroupIds: ['sg-1'],
        systemDisk: { category: 'cloud_essd', size: 120 },
        keyPair: 'pair',
        labels: { env: 'prod' },
        taints: [{ key: 'key', value: 'value', effect: 'NoSchedule' }],
        runtime: { name: 'containerd', version: '1.6.28' },
        tags: { 'ack-hybrid': 'x' },
      },
    ]);
  });

  it('sends only what changes, and has labels reach the nodes that are there', async () => {
    const bodies: unknown[] = [];
    const accept = (sent: unknown): boolean => bodies.push(sent) > 0;
    server().put(`/clusters/${clusterId}/nodepools/np1`, accept).twice().reply(200, { task_id: 'T-2' });
    await service.modifyNodePool(clusterId, 'np1', { desiredSize: 0 });
    await service.modifyNodePool(clusterId, 'np1', { settings: { labels: { a: 'b' }, tags: { c: 'd' }, vSwitchIds: ['vsw-2'], keyPair: 'k', systemDisk: { category: 'cloud', size: 40 } } });
    expect(bodies).toEqual([
      { scaling_group: { desired_size: 0 } },
      {
        scaling_group: { tags: [{ key: 'c', value: 'd' }], vswitch_ids: ['vsw-2'], key_pair: 'k', system_disk_category: 'cloud', system_disk_size: 40 },
        kubernetes_config: { labels: [{ key: 'a', value: 'b' }] },
        update_nodes: true,
      },
    ]);
  });

  it('removes instances with a drain and a release, and deletes a pool without force', async () => {
    server()
      .delete(`/clusters/${clusterId}/nodepools/np1/nodes`)
      .query({ instance_ids: '["i-1","i-2"]', drain_node: 'true', release_node: 'true' })
      .reply(200, { task_id: 'T-3' });
    server().delete(`/clusters/${clusterId}/nodepools/np1`).query({ force: 'false' }).reply(200, {});
    expect(await service.removeInstances(clusterId, 'np1', { instanceIds: ['i-1', 'i-2'], drain: true })).toEqual({ taskId: 'T-3' });
    expect(await service.deleteNodePool(clusterId, 'np1')).toEqual({});
  });

  it('reads every page of the nodes of a pool', async () => {
    const node = (index: number) => ({ instance_id: `i-${index}`, state: 'running', node_status: 'Ready', node_name: `n${index}`, creation_time: '2026-01-01T00:00:00Z' });
    for (const page of [1, 2]) {
      server()
        .get(`/clusters/${clusterId}/nodes`)
        .query({ nodepool_id: 'np1', state: 'all', pageSize: '100', pageNumber: String(page) })
        .reply(200, { nodes: page === 1 ? Array.from({ length: 100 }, (_, index) => node(index)) : [node(100), { node_name: 'no instance' }], page: { total_count: 102, page_number: page, page_size: 100 } });
    }
    const found = await service.listPoolInstances(clusterId, 'np1');
    expect(found).toHaveLength(101);
    expect(found.at(-1)).toEqual({ instanceId: 'i-100', state: 'running', nodeStatus: 'Ready', nodeName: 'n100', createdAt: '2026-01-01T00:00:00Z', errorMessage: '' });
  });

  it.each([
    [{ state: 'running', task_type: 'cluster_scaleout', task_result: [{ data: 'i-1', status: 'success' }] }, { state: 'running', stage: 'cluster_scaleout', messages: [] }],
    [{ state: 'success' }, { state: 'success', stage: 'success', messages: [] }],
    [
      { state: 'fail', current_stage: 'init', error: { code: 'E1', message: 'no stock' }, task_result: [{ data: 'i-1: exit 3', status: 'failed' }], events: [{ level: 'Warning', message: 'no stock in zone' }, { level: 'Normal', message: 'started' }] },
      { state: 'failed', stage: 'init', messages: ['E1: no stock', 'i-1: exit 3', 'no stock in zone'] },
    ],
    [{ state: 'failed' }, { state: 'failed', stage: 'failed', messages: [] }],
  ])('reads the task %j', async (answer, expected) => {
    server().get('/tasks/T-1').reply(200, answer);
    expect(await service.readTask('T-1')).toEqual(expected);
  });

  it('takes a task that is not known (any more) for no task', async () => {
    server().get('/tasks/T-1').reply(404, { code: 'ErrorTaskNotFound', message: 'gone' });
    expect(await service.readTask('T-1')).toBeUndefined();
  });

  it('reads instances by id and by tag, page after page, and trusts no filter', async () => {
    const instance = (id: string, tags: readonly object[] = []) => ({ InstanceId: id, Status: 'Running', Tags: { Tag: tags } });
    const ours = [{ TagKey: 'ack-hybrid', TagValue: 'o' }];
    const seen: string[] = [];
    server()
      .post('/')
      .query((query) => seen.push(String(query['InstanceIds'] ?? `${String(query['Tag.1.Key'])}=${String(query['Tag.1.Value'])} ${String(query['NextToken'] ?? '')}`)) > 0)
      .times(3)
      .reply(() => [
        200,
        seen.length === 1
          ? { Instances: { Instance: [instance('i-1')] } }
          : seen.length === 2
            ? { Instances: { Instance: [instance('i-2', ours), instance('i-3')] }, NextToken: 'more' }
            : { Instances: { Instance: [instance('i-4', ours)] }, NextToken: '' },
      ]);
    expect((await service.listInstances({ instanceIds: ['i-1'], tags: { 'ack-hybrid': 'o' } })).map((found) => found.instanceId)).toEqual(['i-1', 'i-2', 'i-4']);
    expect(seen).toEqual(['["i-1"]', 'ack-hybrid=o ', 'ack-hybrid=o more']);
  });

  it.each([
    ['an HTML 502', 502, '<html>Bad Gateway</html>'],
    ['a 503', 503, { code: 'ServiceUnavailable', message: 'later' }],
    ['a 429', 429, { code: 'Throttling', message: 'slow down' }],
    ['a throttling 400', 400, { code: 'Throttling.User', message: 'slow down' }],
  ])('reads again after %s', async (_, status, answer) => {
    server().get(`/clusters/${clusterId}/nodepools`).reply(status, answer);
    server().get(`/clusters/${clusterId}/nodepools`).reply(200, { nodepools: [] });
    expect(await service.listNodePools(clusterId)).toEqual([]);
    expect(calls).toHaveLength(2);
  });

  it('reads again after a truncated body', async () => {
    server().get(`/clusters/${clusterId}/nodepools`).reply(200, '{"nodepools": [', { 'content-type': 'application/json' });
    server().get(`/clusters/${clusterId}/nodepools`).reply(200, { nodepools: [] });
    expect(await service.listNodePools(clusterId)).toEqual([]);
  });

  it('writes again where the service was busy, and only there', async () => {
    server().put(`/clusters/${clusterId}/nodepools/np1`).reply(400, { code: 'Throttling.User', message: 'slow down' });
    server().put(`/clusters/${clusterId}/nodepools/np1`).reply(502, '<html></html>');
    const error: unknown = await service.modifyNodePool(clusterId, 'np1', { desiredSize: 1 }).catch((thrown: unknown) => thrown);
    expect(ApiError.isInstance(error) && error.outcome).toBe('unknown');
    expect(calls).toHaveLength(2);
  });

  it.each([
    [403, { code: 'Forbidden.RAM', message: 'no' }, PermissionError],
    [404, { code: 'ErrorClusterNotFound', message: 'no such cluster' }, NotFoundError],
  ])('turns a %i into its own error', async (status, answer, type) => {
    server().get(`/clusters/${clusterId}/nodepools`).reply(status, answer);
    await expect(service.listNodePools(clusterId)).rejects.toSatisfy((error) => type.isInstance(error));
  });
});
