import { ApiError, ConflictError } from '@ack-hybrid/core';
import type { ClusterReader, NodePoolService, TaskReport } from '../api/port.ts';
import type { NodePod, TaggedInstance } from '../plan/check-node-pool.ts';
import type { ClusterNode, PoolInstance } from '../plan/judge-nodes.ts';
import { nodePoolLabel, type DesiredNodePool, type ObservedNodePool } from '../plan/node-pool.ts';

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** What goes wrong with the next write of a kind: its answer is lost after the write, it is refused, or the process dies after it. */
export interface FakeFault {
  readonly write: 'create' | 'modify' | 'remove' | 'delete';
  readonly kind: 'lost-answer' | 'conflict' | 'dies-after';
}

/** Thrown where the fake plays a process that was killed. */
export const death = new DOMException('killed', 'AbortError');

/** A registered cluster in memory: pools, tasks that end at the second look, instances that become Ready nodes. */
export class FakeNodePoolWorld {
  readonly pools = new Map<string, Mutable<ObservedNodePool>>();
  readonly instances = new Map<string, Mutable<PoolInstance> & { poolId: string }>();
  readonly nodes = new Map<string, Mutable<ClusterNode>>();
  readonly pods: NodePod[] = [];
  readonly ecs = new Map<string, TaggedInstance & { readonly tags: Readonly<Record<string, string>> }>();
  readonly writes: string[] = [];
  readonly faults: FakeFault[] = [];
  /** Instances made from now on fail with this message. */
  failBootsWith: string | undefined;
  /** Whether removing nodes lowers the size of the pool, as the service says it does. */
  removalLowersSize = true;
  /** Whether tasks are named in the answers. */
  namesTasks = true;
  #tasks = new Map<string, { looks: number; finish: () => TaskReport }>();
  #count = 0;

  readonly service: NodePoolService = {
    region: 'cn-hangzhou',
    listNodePools: async () => [...this.pools.values()].map((pool) => ({ ...pool, ...this.#counts(pool.id) })),
    createNodePool: async (_clusterId, pool, tags) =>
      this.#write('create', () => {
        const id = `np${++this.#count}`;
        this.pools.set(id, { ...observe(pool), id, state: 'scaling', desiredSize: pool.size, tags });
        this.writes.push(`create ${pool.name} ${pool.size}`);
        return this.#task(() => this.#fill(id));
      }),
    modifyNodePool: async (_clusterId, id, { desiredSize, settings }) =>
      this.#write('modify', () => {
        const pool = this.#pool(id);
        this.writes.push(`modify ${JSON.stringify({ desiredSize, ...settings })}`);
        const { keyPair, ...others } = settings ?? {};
        Object.assign(pool, others, keyPair === undefined ? {} : { keyPair });
        if (desiredSize === undefined || desiredSize === pool.desiredSize) return this.#task(() => ({ state: 'success', stage: '', messages: [] }));
        pool.desiredSize = desiredSize;
        pool.state = 'scaling';
        return this.#task(() => this.#fill(id));
      }),
    readTask: async (taskId) => {
      const task = this.#tasks.get(taskId);
      if (task === undefined) return undefined;
      task.looks += 1;
      return task.looks < 2 ? { state: 'running', stage: 'working', messages: [] } : task.finish();
    },
    listPoolInstances: async (_clusterId, poolId) => [...this.instances.values()].filter((instance) => instance.poolId === poolId).map((instance) => ({ ...instance })),
    removeInstances: async (_clusterId, poolId, { instanceIds, drain }) =>
      this.#write('remove', () => {
        this.writes.push(`remove ${instanceIds.join(',')}${drain ? ' drained' : ''}`);
        const pool = this.#pool(poolId);
        for (const id of instanceIds) (this.instances.get(id) as { state: string }).state = 'removing';
        if (this.removalLowersSize && pool.desiredSize !== undefined) pool.desiredSize -= instanceIds.length;
        return this.#task(() => {
          for (const id of instanceIds) this.#release(id);
          return { state: 'success', stage: '', messages: [] };
        });
      }),
    deleteNodePool: async (_clusterId, id) =>
      this.#write('delete', () => {
        this.writes.push(`delete ${this.#pool(id).name}`);
        if ([...this.instances.values()].some((instance) => instance.poolId === id)) throw apiError('ErrorNodePoolNotEmpty', 'refused');
        this.pools.delete(id);
        return {};
      }),
    listInstances: async ({ instanceIds, tags }) =>
      [...this.ecs.values()].filter((instance) => instanceIds.includes(instance.instanceId) || Object.entries(tags).every(([key, value]) => instance.tags[key] === value)),
  };

  readonly cluster: ClusterReader = { listNodes: async () => [...this.nodes.values()].map((node) => ({ ...node })), listPods: async () => [...this.pods] };

  /** Puts a pool there that somebody made by hand. */
  addPool(pool: Partial<ObservedNodePool> & { readonly id: string; readonly name: string }): void {
    this.pools.set(pool.id, { ...observe({ name: pool.name, vSwitchIds: ['vsw-1'], instanceTypes: ['ecs.g7.xlarge'], size: 0 }), state: 'active', ...pool });
    this.#fill(pool.id);
  }

  snapshot(): unknown {
    return structuredClone({ pools: [...this.pools.values()], instances: [...this.instances.keys()], nodes: [...this.nodes.keys()] });
  }

  #counts(poolId: string): { totalNodes: number; failedNodes: number } {
    const own = [...this.instances.values()].filter((instance) => instance.poolId === poolId);
    return { totalNodes: own.length, failedNodes: own.filter((instance) => instance.state === 'failed').length };
  }

  #pool(id: string): Mutable<ObservedNodePool> {
    const pool = this.pools.get(id);
    if (pool === undefined) throw apiError('ErrorNodePoolNotFound', 'refused');
    return pool;
  }

  #task(finish: () => TaskReport): { taskId?: string } {
    const taskId = `T-${++this.#count}`;
    this.#tasks.set(taskId, { looks: 0, finish });
    if (this.namesTasks) return { taskId };
    finish();
    return {};
  }

  #fill(id: string): TaskReport {
    const pool = this.#pool(id);
    const own = [...this.instances.values()].filter((instance) => instance.poolId === id);
    for (let made = own.length; made < (pool.desiredSize ?? 0); made += 1) this.#boot(pool);
    pool.state = 'active';
    return this.failBootsWith === undefined ? { state: 'success', stage: '', messages: [] } : { state: 'failed', stage: '', messages: [this.failBootsWith] };
  }

  #boot(pool: ObservedNodePool): void {
    const instanceId = `i-${++this.#count}`;
    const failed = this.failBootsWith !== undefined;
    this.instances.set(instanceId, {
      poolId: pool.id,
      instanceId,
      state: failed ? 'failed' : 'running',
      nodeStatus: failed ? '' : 'Ready',
      nodeName: failed ? '' : `node-${instanceId}`,
      createdAt: new Date(this.#count * 1_000).toISOString(),
      errorMessage: this.failBootsWith ?? '',
    });
    this.ecs.set(instanceId, { instanceId, status: 'Running', tags: pool.tags });
    if (failed) return;
    const labels = { 'alibabacloud.com/external': 'true', [nodePoolLabel]: pool.id };
    this.nodes.set(`node-${instanceId}`, { name: `node-${instanceId}`, labels, providerId: `cn-hangzhou.${instanceId}`, ready: true, notReadyReason: '' });
    this.pods.push({ name: `terway-eniip-${instanceId}`, namespace: 'kube-system', nodeName: `node-${instanceId}`, labels: { app: 'terway-eniip' }, ready: true });
  }

  #release(instanceId: string): void {
    this.instances.delete(instanceId);
    this.ecs.delete(instanceId);
    this.nodes.delete(`node-${instanceId}`);
    const rest = this.pods.filter((pod) => pod.nodeName !== `node-${instanceId}`);
    this.pods.splice(0, this.pods.length, ...rest);
  }

  async #write(write: FakeFault['write'], body: () => { taskId?: string }): Promise<{ taskId?: string }> {
    const at = this.faults.findIndex((fault) => fault.write === write);
    const fault = at < 0 ? undefined : this.faults.splice(at, 1)[0];
    if (fault?.kind === 'conflict') throw new ConflictError({ service: 'cs', operation: write, errorCode: 'Conflict', detail: 'taken', outcome: 'refused' });
    const answer = body();
    if (fault === undefined) return answer;
    // What was asked for goes on in the cloud, whoever hears of it.
    if (answer.taskId !== undefined) this.#tasks.get(answer.taskId)?.finish();
    throw fault.kind === 'dies-after' ? death : apiError('ECONNRESET', 'unknown');
  }
}

const apiError = (errorCode: string, outcome: 'refused' | 'unknown'): ApiError =>
  new ApiError({ service: 'cs', operation: 'fake', errorCode, detail: errorCode, outcome, retryable: outcome === 'unknown' });

const observe = (pool: DesiredNodePool): ObservedNodePool => ({
  id: '',
  name: pool.name,
  state: 'active',
  desiredSize: pool.size,
  totalNodes: 0,
  failedNodes: 0,
  autoScaling: false,
  chargeType: 'PostPaid',
  vSwitchIds: pool.vSwitchIds,
  instanceTypes: pool.instanceTypes,
  securityGroupIds: pool.securityGroupIds ?? [],
  ...(pool.imageType === undefined ? {} : { imageType: pool.imageType }),
  ...(pool.systemDisk === undefined ? {} : { systemDisk: pool.systemDisk }),
  labels: pool.labels ?? {},
  taints: pool.taints ?? [],
  ...(pool.runtime === undefined ? {} : { runtime: pool.runtime }),
  tags: {},
});
