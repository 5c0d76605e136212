import { NotFoundError, type AlibabaCloud } from '@ack-hybrid/core';
import type { TaggedInstance } from '../plan/check-node-pool.ts';
import { buildCreateRequest, buildModifyRequest } from './build-node-pool-requests.ts';
import type { CallContext, NodePoolService, StartedTask } from './port.ts';
import { readNodePool, readPoolInstance, readTaskReport } from './read-node-pool.ts';

const pageSize = 100;

/** Node pools and their instances through Container Service and ECS. */
export const createNodePoolService = (cloud: AlibabaCloud): NodePoolService => {
  const cs = () => cloud.client('cs', () => import('@alicloud/cs20151215'));
  const read = <Value>(operation: string, invoke: () => Promise<Value>, context: CallContext = {}) => cloud.call({ service: 'cs', operation, kind: 'read' }, invoke, context);
  const write = async (operation: string, invoke: () => Promise<{ readonly body?: { readonly taskId?: string } }>, context: CallContext = {}): Promise<StartedTask> => {
    const response = await cloud.call({ service: 'cs', operation, kind: 'write' }, invoke, context);
    const taskId = response.body?.taskId;
    return taskId === undefined || taskId === '' ? {} : { taskId };
  };

  return {
    region: cloud.region,
    listNodePools: async (clusterId, context) => {
      const { client, sdk } = await cs();
      // Without the filter by name: whether it matches whole names isn't documented.
      const response = await read('DescribeClusterNodePools', () => client.describeClusterNodePools(clusterId, new sdk.DescribeClusterNodePoolsRequest({})), context);
      return (response.body?.nodepools ?? []).map(readNodePool).filter((pool) => pool !== undefined);
    },
    createNodePool: async (clusterId, pool, tags, context) => {
      const { client, sdk } = await cs();
      return write('CreateClusterNodePool', () => client.createClusterNodePool(clusterId, buildCreateRequest(sdk, pool, tags)), context);
    },
    modifyNodePool: async (clusterId, nodePoolId, change, context) => {
      const { client, sdk } = await cs();
      return write('ModifyClusterNodePool', () => client.modifyClusterNodePool(clusterId, nodePoolId, buildModifyRequest(sdk, change)), context);
    },
    readTask: async (taskId, context) => {
      const { client } = await cs();
      try {
        const response = await read('DescribeTaskInfo', () => client.describeTaskInfo(taskId), context);
        return response.body === undefined ? undefined : readTaskReport(response.body);
      } catch (error) {
        if (NotFoundError.isInstance(error)) return undefined;
        throw error;
      }
    },
    listPoolInstances: async (clusterId, nodePoolId, context) => {
      const { client, sdk } = await cs();
      return collectPages(async (pageNumber) => {
        const request = new sdk.DescribeClusterNodesRequest({ nodepoolId: nodePoolId, state: 'all', pageNumber: String(pageNumber), pageSize: String(pageSize) });
        const response = await read('DescribeClusterNodes', () => client.describeClusterNodes(clusterId, request), context);
        const nodes = response.body?.nodes ?? [];
        return { length: nodes.length, total: response.body?.page?.totalCount, entries: nodes.map(readPoolInstance).filter((node) => node !== undefined) };
      });
    },
    removeInstances: async (clusterId, nodePoolId, { instanceIds, drain }, context) => {
      const { client, sdk } = await cs();
      const request = new sdk.RemoveNodePoolNodesRequest({ instanceIds: [...instanceIds], drainNode: drain, releaseNode: true });
      return write('RemoveNodePoolNodes', () => client.removeNodePoolNodes(clusterId, nodePoolId, request), context);
    },
    deleteNodePool: async (clusterId, nodePoolId, context) => {
      const { client, sdk } = await cs();
      return write('DeleteClusterNodepool', () => client.deleteClusterNodepool(clusterId, nodePoolId, new sdk.DeleteClusterNodepoolRequest({ force: false })), context);
    },
    listInstances: (query, context) => listInstances(cloud, query, context),
  };
};

/** Pages until the announced total is reached, or until a page is not full where no total is announced. */
const collectPages = async <Entry>(readPage: (pageNumber: number) => Promise<{ length: number; total: number | undefined; entries: readonly Entry[] }>): Promise<readonly Entry[]> => {
  const found: Entry[] = [];
  let seen = 0;
  for (let pageNumber = 1; ; pageNumber += 1) {
    const page = await readPage(pageNumber);
    found.push(...page.entries);
    seen += page.length;
    if (page.length === 0 || (page.total === undefined ? page.length < pageSize : seen >= page.total)) return found;
  }
};

const listInstances = async (
  cloud: AlibabaCloud,
  query: { readonly instanceIds: readonly string[]; readonly tags: Readonly<Record<string, string>> },
  context: CallContext = {},
): Promise<readonly TaggedInstance[]> => {
  const { client, sdk } = await cloud.client('ecs', () => import('@alicloud/ecs20140526'));
  const found = new Map<string, TaggedInstance>();
  const collect = async (filter: Readonly<Record<string, unknown>>, accept: (tags: Readonly<Record<string, string>>) => boolean): Promise<void> => {
    let nextToken: string | undefined;
    do {
      const request = new sdk.DescribeInstancesRequest({ regionId: cloud.region, maxResults: pageSize, ...filter, ...(nextToken === undefined ? {} : { nextToken }) });
      const response = await cloud.call({ service: 'ecs', operation: 'DescribeInstances', kind: 'read' }, () => client.describeInstances(request), context);
      for (const instance of response.body?.instances?.instance ?? []) {
        const tags = Object.fromEntries((instance.tags?.tag ?? []).map((tag) => [tag.tagKey ?? '', tag.tagValue ?? '']));
        if (instance.instanceId !== undefined && accept(tags)) found.set(instance.instanceId, { instanceId: instance.instanceId, status: instance.status ?? '' });
      }
      nextToken = response.body?.nextToken || undefined;
    } while (nextToken !== undefined);
  };
  for (let first = 0; first < query.instanceIds.length; first += pageSize) {
    await collect({ instanceIds: JSON.stringify(query.instanceIds.slice(first, first + pageSize)) }, () => true);
  }
  const tags = Object.entries(query.tags);
  if (tags.length > 0) {
    const tag = tags.map(([key, value]) => new sdk.DescribeInstancesRequestTag({ key, value }));
    await collect({ tag }, (seen) => tags.every(([key, value]) => seen[key] === value));
  }
  return [...found.values()];
};
