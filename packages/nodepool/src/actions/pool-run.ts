import type { ClusterReader, NodePoolService } from '../api/port.ts';
import { selectNodePool } from '../plan/select-node-pool.ts';
import type { ObservedNodePool } from '../plan/node-pool.ts';

/** The patience of waits and retries, in milliseconds. */
export interface NodePoolTiming {
  /** For a task of Container Service (creating or removing instances). Default 1,800,000 (30 minutes). */
  readonly taskTimeoutMs?: number;
  /** From the end of the task until the nodes are Ready. Default 1,200,000 (20 minutes). */
  readonly readyTimeoutMs?: number;
  /** Until removed nodes, and a deleted pool, are gone. Default 1,800,000 (30 minutes). */
  readonly goneTimeoutMs?: number;
  /** Between two looks. Default 5,000, the interval that the vendor recommends for tasks. */
  readonly intervalMs?: number;
  /** The first delay before a write whose answer was lost is looked into. Default 500. */
  readonly retryDelayMs?: number;
}

/** What an action works on: the ports, the cluster, and how long it may take. */
export interface PoolRun {
  readonly service: NodePoolService;
  readonly cluster: ClusterReader;
  readonly clusterId: string;
  readonly timing: Required<NodePoolTiming>;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (message: string) => void;
}

/** Fills in what a caller left out. */
export const completeTiming = (timing: NodePoolTiming = {}): Required<NodePoolTiming> => ({
  taskTimeoutMs: timing.taskTimeoutMs ?? 1_800_000,
  readyTimeoutMs: timing.readyTimeoutMs ?? 1_200_000,
  goneTimeoutMs: timing.goneTimeoutMs ?? 1_800_000,
  intervalMs: timing.intervalMs ?? 5_000,
  retryDelayMs: timing.retryDelayMs ?? 500,
});

/** The retries around "look, then write what is still missing". The calls beneath have their own for throttling. */
export const retryOf = (run: PoolRun): { signal: AbortSignal | undefined; attempts: number; minDelayMs: number; maxDelayMs: number } => ({
  signal: run.signal,
  attempts: 5,
  minDelayMs: run.timing.retryDelayMs,
  maxDelayMs: run.timing.retryDelayMs * 8,
});

/** The pool of a name as it is now; its failed nodes are counted among those that are listed, since only these can be removed. */
export const findNodePool = async (run: PoolRun, name: string): Promise<ObservedNodePool | undefined> => {
  const pool = selectNodePool(await run.service.listNodePools(run.clusterId, { signal: run.signal }), name);
  if (pool === undefined || pool.failedNodes === 0) return pool;
  const instances = await run.service.listPoolInstances(run.clusterId, pool.id, { signal: run.signal });
  return { ...pool, failedNodes: instances.filter((instance) => instance.state === 'failed').length };
};
