import { InvalidInputError, type AlibabaCloud, type Check, type Kubernetes, type Step, type StepOptions } from '@ack-hybrid/core';
import { ensureNodePool, type ReadyNodePool } from './actions/ensure-node-pool.ts';
import { completeTiming, findNodePool, type NodePoolTiming, type PoolRun } from './actions/pool-run.ts';
import { removeOwnedNodePool } from './actions/remove-node-pool.ts';
import { createNodePoolService } from './api/alibaba-node-pools.ts';
import { createClusterReader } from './api/kubernetes-cluster-reader.ts';
import type { ClusterReader, NodePoolService } from './api/port.ts';
import { checkNodePool } from './plan/check-node-pool.ts';
import { describeChanges, describeFindings } from './plan/describe-changes.ts';
import { judgeNodes, selectPoolNodes } from './plan/judge-nodes.ts';
import { ownerTag, poolTag, type DesiredNodePool } from './plan/node-pool.ts';
import { planNodePool, type NodePoolOwnership } from './plan/plan-node-pool.ts';
import { listNodePoolIssues } from './plan/validate-node-pool.ts';

/** What node pools are reached through. */
export interface NodePoolClients {
  readonly cloud: AlibabaCloud;
  readonly kubernetes: Kubernetes;
}

/** The ports beneath, for tests and for other ways to the same services. */
export interface NodePoolPorts {
  readonly service: NodePoolService;
  readonly cluster: ClusterReader;
}

/** What the step ensures. */
export interface NodePoolStepInput {
  /** The registered cluster: `c` and 32 hexadecimal characters. */
  readonly clusterId: string;
  readonly pool: DesiredNodePool;
  /** The value of the tag `ack-hybrid` that marks the pool as ours. Default: the cluster's id. */
  readonly owner?: string;
  /** Whether a pool of that name that isn't ours may be scaled out; it keeps its settings. Default false. */
  readonly adopt?: boolean;
  readonly timing?: NodePoolTiming;
}

/**
 * The step `node-pool`: a pool of this name and size, found again by its name, whose nodes are all Ready cloud nodes.
 * Undo drains and removes its nodes and deletes it, where it carries our tag.
 *
 * @throws {InvalidInputError} at once, with the path of every bad field
 * @example
 * const step = createNodePoolStep({ cloud, kubernetes }, {
 *   clusterId, pool: { name: 'cloud', vSwitchIds: ['vsw-1'], instanceTypes: ['ecs.g7.xlarge'], size: 2 },
 * });
 */
export const createNodePoolStep = (clients: NodePoolClients, input: NodePoolStepInput): Step<DesiredNodePool, ReadyNodePool> =>
  buildNodePoolStep(openPorts(clients), input);

/** The step over given ports. */
export const buildNodePoolStep = (ports: NodePoolPorts, input: NodePoolStepInput): Step<DesiredNodePool, ReadyNodePool> => {
  const issues = [
    ...listClusterIdIssues(input.clusterId),
    ...(input.owner === undefined || /^[\w.:-]{1,128}$/.test(input.owner) ? [] : [{ path: 'owner', message: 'must be 1 to 128 letters, digits, "-", "_", "." or ":"' }]),
    ...listNodePoolIssues(input.pool).map((issue) => ({ ...issue, path: `pool.${issue.path}` })),
  ];
  if (issues.length > 0) throw new InvalidInputError({ subject: 'node pool', issues });
  const owner = input.owner ?? input.clusterId;
  const ownership: NodePoolOwnership = { owner, adopt: input.adopt ?? false };
  const start = (options: StepOptions = {}): PoolRun => startRun(ports, input.clusterId, input.timing, options);

  return {
    name: 'node-pool',
    title: `Run ${input.pool.size} cloud nodes in pool ${input.pool.name}`,
    plan: async (options) => {
      const observed = await findNodePool(start(options), input.pool.name);
      const { actions, findings } = planNodePool(observed, input.pool, ownership);
      return { desired: input.pool, changes: describeChanges(actions, input.pool, observed), checks: describeFindings(findings) };
    },
    apply: (plan, options) => ensureNodePool(start(options), plan.desired, ownership),
    verify: (result, options) => verifyNodePool(start(options), result, input.pool, owner),
    undo: (options) => removeOwnedNodePool(start(options), input.pool.name, owner),
  };
};

/** The ports over the real services. Sends nothing. */
export const openPorts = (clients: NodePoolClients): NodePoolPorts => ({
  service: createNodePoolService(clients.cloud),
  cluster: createClusterReader(clients.kubernetes),
});

/** What is wrong with a cluster's id, as far as its form tells; it is put into URLs. */
export const listClusterIdIssues = (clusterId: string): readonly { path: string; message: string }[] =>
  /^c[a-z0-9]{20,40}$/.test(clusterId) ? [] : [{ path: 'clusterId', message: `"${clusterId}" does not have the form of a cluster id: c and 32 hexadecimal characters` }];

/** Makes what the actions work on. */
export const startRun = (ports: NodePoolPorts, clusterId: string, timing: NodePoolTiming | undefined, options: StepOptions): PoolRun => ({
  ...ports,
  clusterId,
  timing: completeTiming(timing),
  signal: options.signal,
  onProgress: (message) => options.onProgress?.(message),
});

const verifyNodePool = async (run: PoolRun, result: ReadyNodePool, desired: DesiredNodePool, owner: string): Promise<readonly Check[]> => {
  const context = { signal: run.signal };
  const [listed, nodes, pods] = await Promise.all([run.service.listPoolInstances(run.clusterId, result.nodePoolId, context), run.cluster.listNodes(context), run.cluster.listPods(context)]);
  const staying = listed.filter((instance) => instance.state !== 'removing').map((instance) => instance.instanceId);
  const instances = await run.service.listInstances({ instanceIds: staying, tags: { [ownerTag]: owner, [poolTag]: desired.name } }, context);
  const poolNodes = selectPoolNodes(listed, nodes, result.nodePoolId, run.service.region);
  return checkNodePool({
    poolId: result.nodePoolId,
    size: desired.size,
    judgement: judgeNodes(listed, nodes, result.nodePoolId, run.service.region),
    nodeNames: poolNodes.map((node) => node.name),
    pods,
    listedInstanceIds: staying,
    instances,
  });
};
