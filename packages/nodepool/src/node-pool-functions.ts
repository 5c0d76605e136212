import { InvalidInputError, NotFoundError, type Change, type StepOptions } from '@ack-hybrid/core';
import type { NodePoolTiming } from './actions/pool-run.ts';
import { findNodePool } from './actions/pool-run.ts';
import { removeOwnedNodePool } from './actions/remove-node-pool.ts';
import { scaleIn } from './actions/scale-in.ts';
import type { ScaleInTarget } from './plan/choose-nodes.ts';
import type { ObservedNodePool } from './plan/node-pool.ts';
import { listClusterIdIssues, openPorts, startRun, type NodePoolClients, type NodePoolPorts } from './step.ts';

/** Names a pool of a registered cluster. */
export interface NodePoolReference {
  readonly clusterId: string;
  readonly name: string;
}

/** How an effect of this package runs. */
export interface NodePoolOptions extends StepOptions {
  readonly timing?: NodePoolTiming;
}

/**
 * Reads the pool of a name; `undefined` where there is none.
 *
 * @throws {NodePoolError} `AmbiguousNodePool` where several pools have the name
 * @throws {NotFoundError} where there is no such cluster
 */
export const readNodePool = async (clients: NodePoolClients | NodePoolPorts, reference: NodePoolReference, options: NodePoolOptions = {}): Promise<ObservedNodePool | undefined> =>
  findNodePool(start(clients, reference, options), reference.name);

/**
 * Removes nodes of a pool with a drain and releases their instances: so many that a size is left (failed ones first, then
 * the newest), or those that are named. Made by us or not: whoever calls this means it.
 *
 * @returns the ids of the instances that are gone
 * @throws {NotFoundError} where there is no such pool
 * @throws {NodePoolError} where a removal fails, with the service's words
 * @throws {WaitTimeoutError} where a drain goes on for too long
 * @example
 * await scaleInNodePool({ cloud, kubernetes }, { clusterId, name: 'cloud', target: { kind: 'size', size: 1 } });
 */
export const scaleInNodePool = async (
  clients: NodePoolClients | NodePoolPorts,
  input: NodePoolReference & { readonly target: ScaleInTarget },
  options: NodePoolOptions = {},
): Promise<readonly string[]> => {
  const run = start(clients, input, options);
  const pool = await findNodePool(run, input.name);
  if (pool === undefined) {
    throw new NotFoundError({
      service: 'cs',
      operation: 'DescribeClusterNodePools',
      errorCode: 'ErrorNodePoolNotFound',
      detail: `cluster ${input.clusterId} has no node pool "${input.name}"`,
      outcome: 'refused',
      remediation: 'Name one of the pools of this cluster.',
    });
  }
  return scaleIn(run, pool, input.target);
};

/**
 * Drains and removes all nodes of the owner's pool and deletes the pool; a pool without the owner's tag is left alone.
 *
 * @returns what was taken back; empty where nothing of this owner is there
 */
export const removeNodePool = async (
  clients: NodePoolClients | NodePoolPorts,
  input: NodePoolReference & { /** Default: the cluster's id. */ readonly owner?: string },
  options: NodePoolOptions = {},
): Promise<readonly Change[]> => removeOwnedNodePool(start(clients, input, options), input.name, input.owner ?? input.clusterId);

const start = (clients: NodePoolClients | NodePoolPorts, reference: NodePoolReference, options: NodePoolOptions) => {
  const issues = listClusterIdIssues(reference.clusterId);
  if (issues.length > 0) throw new InvalidInputError({ subject: 'node pool', issues });
  return startRun('service' in clients ? clients : openPorts(clients), reference.clusterId, options.timing, options);
};
