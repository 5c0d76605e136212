import type { Instance } from '../ecs/ecs-state.ts';
import { stringsOf, type JsonObject } from '../json.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';
import { isoChina } from '../time-format.ts';
import { familyOf } from '../ecs/instances.ts';
import { bodyObject, csOperation, invalid, queryFlag, queryInteger, queryList, queryText, requireCluster, requireConnected, type CsOperation } from './cs-call.ts';
import type { Task } from './cs-state.ts';
import type { NodeLifecycle } from './node-lifecycle.ts';
import { findPool, occupy, requireActive } from './node-pools.ts';
import type { TaskRunner } from './tasks.ts';

/** The states that DescribeClusterNodes filters by. */
const states = ['all', 'running', 'removing', 'initial', 'failed'];

/** Container Service's operations on the nodes of the cluster: those that came through a node pool. */
export function nodeOperations(state: CloudState, tasks: TaskRunner, lifecycle: NodeLifecycle): readonly CsOperation[] {
  return [
    csOperation('DescribeClusterNodes', 'GET', '/clusters/*/nodes', (call) => {
      requireCluster(state, call);
      const wantedState = queryText(call, 'state') ?? 'all';
      if (!states.includes(wantedState)) throw invalid(`state must be one of ${states.join(', ')}.`);
      const poolId = queryText(call, 'nodepool_id');
      const [ids, names, addresses] = ['instanceIds', 'nodeNames', 'nodeIps'].map((name) => queryList(call, name));
      const found = [...state.ecs.instances.values()].filter(
        (instance) =>
          instance.nodePoolId !== undefined &&
          (wantedState === 'all' || instance.nodeState === wantedState) &&
          (poolId === undefined || instance.nodePoolId === poolId) &&
          (ids === undefined || ids.includes(instance.id)) &&
          (names === undefined || names.includes(instance.nodeName)) &&
          (addresses === undefined || addresses.includes(instance.privateIp)),
      );
      const number = queryInteger(call, 'pageNumber', { max: 1_000_000, fallback: 1 });
      const size = queryInteger(call, 'pageSize', { max: 100, fallback: 10 });
      return {
        nodes: found.slice((number - 1) * size, number * size).map(nodeBody),
        page: { page_number: number, page_size: size, total_count: found.length },
      };
    }),

    csOperation('RemoveNodePoolNodes', 'DELETE', '/clusters/*/nodepools/*/nodes', (call) => {
      const pool = findPool(state, call);
      requireConnected(state);
      requireActive(pool);
      const instances = select(state, queryList(call, 'instance_ids') ?? [], queryList(call, 'nodes') ?? []);
      const stranger = instances.find((instance) => instance.nodePoolId !== pool.id);
      if (stranger !== undefined) throw new ServiceError(404, 'ErrorNodeNotFound', `The node ${stranger.nodeName} is not in the node pool ${pool.id}.`);
      const options = { drain: queryFlag(call, 'drain_node'), release: queryFlag(call, 'release_node') };
      const task = occupy(state, tasks, pool, 'removing', 'remove_nodes', (running) => removeFrom(state, lifecycle, instances, options, running));
      return { task_id: task.id, request_id: call.requestId };
    }),

    csOperation('DeleteClusterNodes', 'POST', '/clusters/*/nodes', (call) => {
      requireCluster(state, call);
      requireConnected(state);
      const body = bodyObject(call);
      const instances = select(state, [], stringsOf(body['nodes']));
      for (const instance of instances) {
        const pool = state.cs.pools.get(instance.nodePoolId ?? '');
        if (pool !== undefined) requireActive(pool);
      }
      const options = { drain: body['drain_node'] === true, release: body['release_node'] === true };
      const task = tasks.start('remove_nodes', { type: 'cluster', id: state.cs.clusterId }, (running) => removeFrom(state, lifecycle, instances, options, running));
      return { cluster_id: state.cs.clusterId, task_id: task.id, request_id: call.requestId };
    }),
  ];
}

/** Removing nodes by name or instance lowers the desired size with them, so that the pool doesn't replace them. */
async function removeFrom(state: CloudState, lifecycle: NodeLifecycle, instances: readonly Instance[], options: { readonly drain: boolean; readonly release: boolean }, task: Task): Promise<void> {
  const pools = instances.map((instance) => state.cs.pools.get(instance.nodePoolId ?? ''));
  try {
    await lifecycle.remove(instances, options, task);
  } finally {
    for (const [index, instance] of instances.entries()) {
      const pool = pools[index];
      const left = !state.ecs.instances.has(instance.id) || instance.nodePoolId === undefined;
      if (pool !== undefined && left) pool.desiredSize = Math.max(0, pool.desiredSize - 1);
    }
  }
}

function select(state: CloudState, ids: readonly string[], names: readonly string[]): Instance[] {
  const all = [...state.ecs.instances.values()].filter((instance) => instance.nodePoolId !== undefined);
  const chosen = new Set<Instance>();
  for (const wanted of [...ids, ...names]) {
    const instance = all.find((candidate) => candidate.id === wanted || candidate.nodeName === wanted);
    // The code is the sandbox's own choice.
    if (instance === undefined) throw new ServiceError(404, 'ErrorNodeNotFound', `Node ${wanted} not found.`);
    chosen.add(instance);
  }
  if (chosen.size === 0) throw invalid('No node is named.');
  return [...chosen];
}

function nodeBody(instance: Instance): JsonObject {
  return {
    instance_id: instance.id,
    instance_name: instance.name,
    instance_status: instance.status,
    instance_type: instance.instanceType,
    instance_type_family: familyOf(instance.instanceType),
    instance_charge_type: instance.chargeType,
    instance_role: 'Worker',
    image_id: instance.imageId,
    host_name: instance.id.replace('-', 'Z'),
    ip_address: [instance.privateIp],
    is_aliyun_node: true,
    node_name: instance.nodeName,
    node_status: instance.nodeState === 'running' ? 'Ready' : 'Unknown',
    nodepool_id: instance.nodePoolId ?? '',
    source: 'ess_attach',
    state: instance.nodeState,
    error_message: instance.errorMessage,
    creation_time: isoChina(instance.created),
  };
}
