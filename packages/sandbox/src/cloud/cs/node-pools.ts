import type { Instance } from '../ecs/ecs-state.ts';
import { objectOf, textOf, type JsonObject } from '../json.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';
import { bodyObject, csOperation, invalid, queryFlag, queryText, requireCluster, requireConnected, type CsCall, type CsOperation } from './cs-call.ts';
import type { NodePool, NodePoolState, Task } from './cs-state.ts';
import { marksOf, type NodeLifecycle } from './node-lifecycle.ts';
import { checkScalingGroup, checkSize, initialSize, requireRoom } from './node-pool-input.ts';
import { listedPoolBody, poolBody } from './node-pool-body.ts';
import type { TaskRunner } from './tasks.ts';

/** Container Service's operations on node pools. There is no client token and no refusal of a second pool of one name. */
export function nodePoolOperations(state: CloudState, tasks: TaskRunner, lifecycle: NodeLifecycle): readonly CsOperation[] {
  return [
    csOperation('CreateClusterNodePool', 'POST', '/clusters/*/nodepools', (call) => {
      requireCluster(state, call);
      requireConnected(state);
      const pool = createPool(state, bodyObject(call));
      state.cs.pools.set(pool.id, pool);
      const task = pool.desiredSize > 0 ? resize(state, tasks, lifecycle, pool) : tasks.start('nodepool_create', target(pool), () => Promise.resolve());
      return { nodepool_id: pool.id, task_id: task.id, request_id: call.requestId };
    }),

    csOperation('DescribeClusterNodePools', 'GET', '/clusters/*/nodepools', (call) => {
      requireCluster(state, call);
      const name = queryText(call, 'NodepoolName');
      const pools = [...state.cs.pools.values()].filter((pool) => name === undefined || pool.name === name);
      return { nodepools: pools.map((pool) => listedPoolBody(state, pool)) };
    }),

    csOperation('DescribeClusterNodePoolDetail', 'GET', '/clusters/*/nodepools/*', (call) => poolBody(state, findPool(state, call))),

    csOperation('ModifyClusterNodePool', 'PUT', '/clusters/*/nodepools/*', (call) => {
      const pool = findPool(state, call);
      requireConnected(state);
      requireActive(pool);
      const task = modifyPool(state, tasks, lifecycle, pool, bodyObject(call));
      return { nodepool_id: pool.id, task_id: task.id, request_id: call.requestId };
    }),

    csOperation('ScaleClusterNodePool', 'POST', '/clusters/*/nodepools/*', (call) => {
      const pool = findPool(state, call);
      requireConnected(state);
      requireActive(pool);
      const count = checkSize(bodyObject(call)['count'], 'count');
      if (count === undefined || count < 1) throw invalid('count must be a whole number, 1 or more: it is added to the size of the pool.');
      requireRoom(state, pool, pool.desiredSize + count);
      pool.desiredSize += count;
      return { task_id: resize(state, tasks, lifecycle, pool).id };
    }),

    csOperation('DeleteClusterNodepool', 'DELETE', '/clusters/*/nodepools/*', (call) => {
      const pool = findPool(state, call);
      requireConnected(state);
      requireActive(pool);
      const instances = instancesOf(state, pool);
      if (instances.length > 0 && !queryFlag(call, 'force')) {
        // The code is the sandbox's own choice.
        throw new ServiceError(409, 'ErrorNodePoolNotEmpty', `The node pool ${pool.id} has ${instances.length} nodes. Remove them first, or delete by force.`);
      }
      const task = occupy(state, tasks, pool, 'deleting', 'nodepool_delete', async (running) => {
        pool.desiredSize = 0;
        await lifecycle.remove(instances, { drain: false, release: true }, running);
        state.cs.pools.delete(pool.id);
      });
      return { task_id: task.id, request_id: call.requestId };
    }),
  ];
}

/** @throws ServiceError `ErrorClusterNotFound` or `ErrorNodePoolNotFound` */
export function findPool(state: CloudState, call: CsCall): NodePool {
  requireCluster(state, call);
  const id = call.path[1] ?? '';
  const pool = state.cs.pools.get(id);
  if (pool === undefined) throw new ServiceError(404, 'ErrorNodePoolNotFound', `Node pool ${id} not found.`);
  return pool;
}

/** A pool does one thing at a time. The code is one that clients are known to retry. */
export function requireActive(pool: NodePool): void {
  if (pool.state !== 'active') throw new ServiceError(409, 'OperationConflict', `The node pool ${pool.id} is ${pool.state}. Try again once it is active.`);
}

/** The instances of a pool, the oldest first. */
export function instancesOf(state: CloudState, pool: NodePool): Instance[] {
  return [...state.ecs.instances.values()].filter((instance) => instance.nodePoolId === pool.id);
}

/** Starts a task that keeps the pool in a state until it ends, well or not. */
export function occupy(state: CloudState, tasks: TaskRunner, pool: NodePool, during: NodePoolState, type: string, work: (task: Task) => Promise<void>): Task {
  pool.state = during;
  pool.updated = state.now();
  return tasks.start(type, target(pool), async (task) => {
    try {
      await work(task);
    } finally {
      pool.state = 'active';
      pool.updated = state.now();
    }
  });
}

function createPool(state: CloudState, body: JsonObject): NodePool {
  const info = objectOf(body['nodepool_info']);
  const name = textOf(info['name']);
  if (name === undefined || name.length > 63) throw invalid('nodepool_info.name must be 1 to 63 characters.');
  const scalingGroup = checkScalingGroup(state, objectOf(body['scaling_group']));
  const desiredSize = initialSize(body);
  requireRoom(state, undefined, desiredSize);
  const created = state.now();
  return {
    id: state.ids.nodePool(),
    scalingGroupId: state.ids.resource('asg'),
    created,
    updated: created,
    name,
    resourceGroupId: textOf(info['resource_group_id']) ?? '',
    scalingGroup,
    kubernetesConfig: objectOf(body['kubernetes_config']),
    autoScaling: objectOf(body['auto_scaling']),
    management: objectOf(body['management']),
    desiredSize,
    state: 'active',
  };
}

/**
 * Merges what is given into the pool. Labels and taints reach nodes that come later; those that exist get them with `update_nodes`, and
 * keep theirs without.
 */
function modifyPool(state: CloudState, tasks: TaskRunner, lifecycle: NodeLifecycle, pool: NodePool, body: JsonObject): Task {
  const scalingGroup = checkScalingGroup(state, { ...pool.scalingGroup, ...objectOf(body['scaling_group']) });
  const desiredSize = checkSize(objectOf(body['scaling_group'])['desired_size'], 'scaling_group.desired_size') ?? pool.desiredSize;
  requireRoom(state, pool, desiredSize);
  const before = marksOf(pool);
  pool.name = textOf(objectOf(body['nodepool_info'])['name']) ?? pool.name;
  pool.scalingGroup = scalingGroup;
  pool.kubernetesConfig = { ...pool.kubernetesConfig, ...objectOf(body['kubernetes_config']) };
  pool.autoScaling = { ...pool.autoScaling, ...objectOf(body['auto_scaling']) };
  pool.management = { ...pool.management, ...objectOf(body['management']) };
  pool.desiredSize = desiredSize;
  const update = async (task: Task): Promise<void> => {
    if (body['update_nodes'] !== true) return;
    // A node that boots in the same task has the new ones already.
    const present = instancesOf(state, pool).filter((instance) => instance.nodeState === 'running');
    await lifecycle.update(present, before, marksOf(pool), task);
  };
  if (instancesOf(state, pool).length !== desiredSize) return resize(state, tasks, lifecycle, pool, update);
  return occupy(state, tasks, pool, 'updating', 'nodepool_update', update);
}

/**
 * Brings the number of instances to the desired size, after `first`. What is too much goes without a drain: failed nodes first, then the
 * newest.
 */
function resize(state: CloudState, tasks: TaskRunner, lifecycle: NodeLifecycle, pool: NodePool, first: (task: Task) => Promise<void> = () => Promise.resolve()): Task {
  const present = instancesOf(state, pool);
  const surplus = present.length - pool.desiredSize;
  if (surplus > 0) {
    const leaving = present
      .reverse()
      .sort((a, b) => Number(b.nodeState === 'failed') - Number(a.nodeState === 'failed'))
      .slice(0, surplus);
    return occupy(state, tasks, pool, 'removing', 'cluster_scalein', async (task) => {
      await first(task);
      await lifecycle.remove(leaving, { drain: false, release: true }, task);
    });
  }
  return occupy(state, tasks, pool, 'scaling', 'cluster_scaleout', async (task) => {
    await first(task);
    await lifecycle.launch(pool, -surplus, task);
  });
}

function target(pool: NodePool): Task['target'] {
  return { type: 'nodepool', id: pool.id };
}
