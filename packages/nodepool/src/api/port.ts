import type { NodePod, TaggedInstance } from '../plan/check-node-pool.ts';
import type { ClusterNode, PoolInstance } from '../plan/judge-nodes.ts';
import type { DesiredNodePool, ObservedNodePool } from '../plan/node-pool.ts';
import type { NodePoolSettings } from '../plan/plan-node-pool.ts';

/** What every call accepts. */
export interface CallContext {
  readonly signal?: AbortSignal | undefined;
}

/** An asynchronous task of Container Service. */
export interface TaskReport {
  readonly state: 'running' | 'failed' | 'success';
  /** The stage or the state, in the service's words. */
  readonly stage: string;
  /** Errors, results and events that speak of a failure. */
  readonly messages: readonly string[];
}

/** A write that may go on as a task; the id is absent where the service named none. */
export interface StartedTask {
  readonly taskId?: string;
}

/** What this package asks of Container Service and ECS. */
export interface NodePoolService {
  /** Region of the pool's instances, the first half of their provider id. */
  readonly region: string;
  listNodePools(clusterId: string, context?: CallContext): Promise<readonly ObservedNodePool[]>;
  createNodePool(clusterId: string, pool: DesiredNodePool, tags: Readonly<Record<string, string>>, context?: CallContext): Promise<StartedTask>;
  /** Absolute size and settings; what is left out stays as it is. */
  modifyNodePool(clusterId: string, nodePoolId: string, change: { readonly desiredSize?: number; readonly settings?: Partial<NodePoolSettings> }, context?: CallContext): Promise<StartedTask>;
  /** `undefined` where the service knows no such task (any more). */
  readTask(taskId: string, context?: CallContext): Promise<TaskReport | undefined>;
  listPoolInstances(clusterId: string, nodePoolId: string, context?: CallContext): Promise<readonly PoolInstance[]>;
  /** Removes nodes from cluster and pool, drained first if so asked, and releases the instances; the pool's size falls with them. */
  removeInstances(clusterId: string, nodePoolId: string, removal: { readonly instanceIds: readonly string[]; readonly drain: boolean }, context?: CallContext): Promise<StartedTask>;
  /** Refused by the service while the pool has instances. */
  deleteNodePool(clusterId: string, nodePoolId: string, context?: CallContext): Promise<StartedTask>;
  /** Instances of these ids, and those with all of these tags. */
  listInstances(query: { readonly instanceIds: readonly string[]; readonly tags: Readonly<Record<string, string>> }, context?: CallContext): Promise<readonly TaggedInstance[]>;
}

/** What this package reads of the cluster. */
export interface ClusterReader {
  listNodes(context?: CallContext): Promise<readonly ClusterNode[]>;
  listPods(context?: CallContext): Promise<readonly NodePod[]>;
}
