import { describe, expect, it } from 'vitest';
import { WaitTimeoutError } from '@ack-hybrid/core';
import { NodePoolError } from '../errors.ts';
import { FakeNodePoolWorld } from '../testing/fake-node-pool-world.ts';
import { completeTiming, type PoolRun } from './pool-run.ts';
import { followTask, waitForNodes, waitUntilGone, waitUntilSettled } from './wait.ts';

const progress: string[] = [];
const runOf = (world: FakeNodePoolWorld): PoolRun => ({
  service: world.service,
  cluster: world.cluster,
  clusterId: 'c1',
  timing: completeTiming({ intervalMs: 1, taskTimeoutMs: 40, readyTimeoutMs: 40, goneTimeoutMs: 40 }),
  signal: undefined,
  onProgress: (message) => progress.push(message),
});
const worldWith = (size: number): FakeNodePoolWorld => {
  const world = new FakeNodePoolWorld();
  world.addPool({ id: 'np1', name: 'cloud', desiredSize: size });
  return world;
};

describe('the waits', () => {
  it('follow a task to its end and tell its stages', async () => {
    const world = worldWith(0);
    const started = await world.service.modifyNodePool('c1', 'np1', { desiredSize: 1 });
    await followTask(runOf(world), started, 'np1', 'the scaling');
    expect(progress).toContain('the scaling: running (working)');
    expect(world.nodes.size).toBe(1);
  });

  it('have nothing to follow without a task, or with one that is not known any more', async () => {
    await followTask(runOf(worldWith(0)), {}, 'np1', 'nothing');
    await followTask(runOf(worldWith(0)), { taskId: 'T-unknown' }, 'np1', 'nothing');
  });

  it('explain a failed task by the nodes that failed, too', async () => {
    const world = worldWith(0);
    world.failBootsWith = 'exit 3';
    const started = await world.service.modifyNodePool('c1', 'np1', { desiredSize: 1 });
    const error: unknown = await followTask(runOf(world), started, 'np1', 'the scaling').catch((thrown: unknown) => thrown);
    expect(NodePoolError.isInstance(error) && [error.message, error.taskId]).toEqual([expect.stringMatching(/^the scaling failed \(task T-\d+\): exit 3; i-\d+: exit 3$/), started.taskId]);
  });

  it('name the state of a pool that does not settle', async () => {
    const world = worldWith(0);
    Object.assign(world.pools.get('np1') ?? {}, { state: 'scaling' });
    await expect(waitUntilSettled(runOf(world), 'np1')).rejects.toThrow('states seen: scaling');
  });

  it('take a pool that is gone for settled', async () => {
    await waitUntilSettled(runOf(worldWith(0)), 'np9');
  });

  it('count exactly the nodes that are wanted', async () => {
    const world = worldWith(2);
    expect(await waitForNodes(runOf(world), 'np1', 2)).toHaveLength(2);
    await expect(waitForNodes(runOf(world), 'np1', 1)).rejects.toThrow('2 of 1 nodes Ready');
  });

  it('say what is left of nodes that should be gone', async () => {
    const world = worldWith(1);
    const [id = ''] = world.instances.keys();
    const error: unknown = await waitUntilGone(runOf(world), 'np1', [id]).catch((thrown: unknown) => thrown);
    expect(WaitTimeoutError.isInstance(error) && error.statesSeen).toEqual([`${id} is running; node node-${id} is still in the cluster`]);
  });
});
