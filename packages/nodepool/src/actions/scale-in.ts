import { NotFoundError, withRetry } from '@ack-hybrid/core';
import type { StartedTask } from '../api/port.ts';
import { NodePoolError } from '../errors.ts';
import { chooseNodesToRemove, type ScaleInTarget } from '../plan/choose-nodes.ts';
import type { ObservedNodePool } from '../plan/node-pool.ts';
import { retryOf, type PoolRun } from './pool-run.ts';
import { followTask, waitUntilGone, waitUntilSettled } from './wait.ts';

// The ids travel in the URL; 50 of them keep it well under what gateways accept.
const batchSize = 50;
const mostRounds = 5;

/**
 * Removes nodes of a pool, each drained first, and waits until instance and Node are gone. Looks before each write, so
 * that a removal which was interrupted, or whose answer was lost, goes on where it stopped.
 *
 * @returns the ids of the instances that this call removed or saw go
 */
export const scaleIn = async (run: PoolRun, pool: ObservedNodePool, target: ScaleInTarget): Promise<readonly string[]> => {
  const gone = new Set<string>();
  for (let round = 0; round < mostRounds; round += 1) {
    // While the pool still scales out, the instances to come aren't all listed yet.
    await waitUntilSettled(run, pool.id);
    const instances = await run.service.listPoolInstances(run.clusterId, pool.id, { signal: run.signal });
    const leaving = instances.filter((instance) => instance.state === 'removing').map((instance) => instance.instanceId);
    const chosen = chooseNodesToRemove(instances, target);
    if (chosen.length + leaving.length === 0) {
      if (target.kind === 'size') await lowerSize(run, pool.id, target.size);
      return [...gone];
    }
    const concerned = [...chosen, ...leaving];
    concerned.forEach((id) => gone.add(id));
    const failed = new Set(instances.filter((instance) => instance.state === 'failed').map((instance) => instance.instanceId));
    await removeInstances(run, pool.id, chosen.filter((id) => failed.has(id)), false);
    await removeInstances(run, pool.id, chosen.filter((id) => !failed.has(id)), true);
    await waitUntilGone(run, pool.id, concerned);
  }
  throw new NodePoolError({
    code: 'NodePoolRefused',
    message: `node pool "${pool.name}" (${pool.id}) gets new nodes as fast as they are removed`,
    remediation: 'Switch off whatever else scales this pool, and run again.',
    nodePoolId: pool.id,
  });
};

/** Releases instances; those that aren't listed any more, or are being removed, are left out on each attempt. */
export const removeInstances = async (run: PoolRun, nodePoolId: string, instanceIds: readonly string[], drain: boolean): Promise<void> => {
  for (let first = 0; first < instanceIds.length; first += batchSize) {
    const batch = instanceIds.slice(first, first + batchSize);
    let started: StartedTask = {};
    // Where an answer was lost, the removal may be under way: its end is awaited before the list is read.
    await withRetry(async () => {
      await waitUntilSettled(run, nodePoolId);
      const listed = await run.service.listPoolInstances(run.clusterId, nodePoolId, { signal: run.signal });
      const left = listed.filter((instance) => batch.includes(instance.instanceId) && instance.state !== 'removing').map((instance) => instance.instanceId);
      if (left.length === 0) return;
      run.onProgress(`${drain ? 'draining and removing' : 'removing'} ${left.join(', ')}`);
      started = await run.service.removeInstances(run.clusterId, nodePoolId, { instanceIds: left, drain }, { signal: run.signal });
    }, { ...retryOf(run), retryIf: (error) => error.retryable || NotFoundError.isInstance(error) });
    await followTask(run, started, nodePoolId, `the removal of ${batch.join(', ')}`);
  }
};

// RemoveNodePoolNodes lowers the expected size itself. Where it did not, the pool would be filled up again: with the nodes
// already gone, lowering the size removes nothing.
const lowerSize = async (run: PoolRun, nodePoolId: string, size: number): Promise<void> => {
  let started: StartedTask = {};
  await withRetry(async () => {
    const pools = await run.service.listNodePools(run.clusterId, { signal: run.signal });
    const pool = pools.find((candidate) => candidate.id === nodePoolId);
    if (pool?.desiredSize === undefined || pool.desiredSize <= size) return;
    started = await run.service.modifyNodePool(run.clusterId, nodePoolId, { desiredSize: size }, { signal: run.signal });
  }, retryOf(run));
  await followTask(run, started, nodePoolId, `the size of ${nodePoolId}`);
};
