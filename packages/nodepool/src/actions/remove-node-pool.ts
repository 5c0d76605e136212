import { NotFoundError, waitFor, withRetry, type Change } from '@ack-hybrid/core';
import type { StartedTask } from '../api/port.ts';
import { adoptedSizeTag, ownerTag, type ObservedNodePool } from '../plan/node-pool.ts';
import { retryOf, type PoolRun } from './pool-run.ts';
import { scaleIn } from './scale-in.ts';
import { followTask, waitUntilSettled } from './wait.ts';

/**
 * Takes back what an owner made under a name: drains and removes all nodes of its pool, then the pool. A pool that was
 * adopted gets its size and tags back. Everything else is left alone.
 *
 * @returns what was taken back; empty where nothing of this owner is there
 */
export const removeOwnedNodePool = async (run: PoolRun, name: string, owner: string): Promise<readonly Change[]> => {
  const pools = (await run.service.listNodePools(run.clusterId, { signal: run.signal })).filter((pool) => pool.name === name);
  const changes: Change[] = [];
  for (const pool of pools) {
    if (pool.tags[ownerTag] === owner) changes.push(...(await remove(run, pool)));
    else if (pool.tags[ownerTag] === undefined && pool.tags[adoptedSizeTag] !== undefined) changes.push(...(await giveBack(run, pool, Number(pool.tags[adoptedSizeTag]))));
  }
  return changes;
};

const remove = async (run: PoolRun, pool: ObservedNodePool): Promise<readonly Change[]> => {
  const target = `node pool "${pool.name}" (${pool.id})`;
  const removed = pool.state === 'deleting' ? [] : await scaleIn(run, pool, { kind: 'size', size: 0 });
  await deletePool(run, pool.id);
  return [...describeRemoved(removed, target), { action: 'delete', target, summary: `delete ${target}` }];
};

const giveBack = async (run: PoolRun, pool: ObservedNodePool, size: number): Promise<readonly Change[]> => {
  const target = `node pool "${pool.name}" (${pool.id})`;
  const removed = await scaleIn(run, pool, { kind: 'size', size });
  await waitUntilSettled(run, pool.id);
  const { [adoptedSizeTag]: _, ...tags } = pool.tags;
  let started: StartedTask = {};
  await withRetry(async () => {
    started = await run.service.modifyNodePool(run.clusterId, pool.id, { settings: { tags } }, { signal: run.signal });
  }, retryOf(run));
  await followTask(run, started, pool.id, `the update of ${pool.id}`);
  return [...describeRemoved(removed, target), { action: 'update', target, summary: `give ${target} its ${size} nodes and its tags back` }];
};

const describeRemoved = (removed: readonly string[], target: string): readonly Change[] =>
  removed.length === 0 ? [] : [{ action: 'delete', target: `${removed.length} nodes of ${target}`, summary: `drain and remove ${removed.join(', ')}` }];

const deletePool = async (run: PoolRun, nodePoolId: string): Promise<void> => {
  const find = async (): Promise<ObservedNodePool | undefined> =>
    (await run.service.listNodePools(run.clusterId, { signal: run.signal })).find((pool) => pool.id === nodePoolId);
  let started: StartedTask = {};
  await waitUntilSettled(run, nodePoolId);
  await withRetry(async () => {
    const pool = await find();
    if (pool === undefined || pool.state === 'deleting') return;
    run.onProgress(`deleting node pool ${nodePoolId}`);
    try {
      started = await run.service.deleteNodePool(run.clusterId, nodePoolId, { signal: run.signal });
    } catch (error) {
      if (!NotFoundError.isInstance(error)) throw error;
    }
  }, retryOf(run));
  await followTask(run, started, nodePoolId, `the deletion of ${nodePoolId}`);
  await waitFor(
    async () => {
      const pool = await find();
      return pool === undefined ? { done: true, value: undefined } : { done: false, state: pool.state };
    },
    { subject: `the deletion of node pool ${nodePoolId}`, timeoutMs: run.timing.goneTimeoutMs, intervalMs: run.timing.intervalMs, signal: run.signal, onState: run.onProgress },
  );
};
