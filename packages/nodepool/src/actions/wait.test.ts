import { describe, expect, it } from 'vitest';
import { WaitTimeoutError } from '@ack-hybrid/core';
import { NodePoolError } from '../errors.ts';
import { fakePoolRun, worldWithPool } from '../testing/fake-pool-run.testing.ts';
import { followTask, waitForNetworkPods, waitForNodes, waitUntilGone, waitUntilSettled } from './wait.ts';

describe('the waits', () => {
  it('follow a task to its end and tell its stages', async () => {
    const world = worldWithPool(0);
    const run = fakePoolRun(world);
    const started = await world.service.modifyNodePool('c1', 'np1', { desiredSize: 1 });
    await followTask(run, started, 'np1', 'the scaling');
    expect(run.progress).toContain('the scaling: running (working)');
    expect(world.nodes.size).toBe(1);
  });

  it('have nothing to follow without a task, or with one that is not known any more', async () => {
    await followTask(fakePoolRun(worldWithPool(0)), {}, 'np1', 'nothing');
    await followTask(fakePoolRun(worldWithPool(0)), { taskId: 'T-unknown' }, 'np1', 'nothing');
  });

  it('explain a failed task by the nodes that failed, too', async () => {
    const world = worldWithPool(0);
    world.failBootsWith = 'exit 3';
    const started = await world.service.modifyNodePool('c1', 'np1', { desiredSize: 1 });
    const error: unknown = await followTask(fakePoolRun(world), started, 'np1', 'the scaling').catch((thrown: unknown) => thrown);
    expect(NodePoolError.isInstance(error) && [error.message, error.taskId]).toEqual([expect.stringMatching(/^the scaling failed \(task T-\d+\): exit 3; i-\d+: exit 3$/), started.taskId]);
  });

  it('name the state of a pool that does not settle', async () => {
    const world = worldWithPool(0);
    Object.assign(world.pools.get('np1') ?? {}, { state: 'scaling' });
    await expect(waitUntilSettled(fakePoolRun(world), 'np1')).rejects.toThrow('states seen: scaling');
  });

  it('take a pool that is gone for settled', async () => {
    await waitUntilSettled(fakePoolRun(worldWithPool(0)), 'np9');
  });

  it('count exactly the nodes that are wanted', async () => {
    const world = worldWithPool(2);
    expect(await waitForNodes(fakePoolRun(world), 'np1', 2)).toHaveLength(2);
    await expect(waitForNodes(fakePoolRun(world), 'np1', 1)).rejects.toThrow('2 of 1 nodes Ready');
  });

  it('wait for network pods, and leave it to verify where they do not come', async () => {
    const world = worldWithPool(1);
    const [name = ''] = world.nodes.keys();
    const terway = world.pods.splice(0);
    const run = fakePoolRun(world);
    await waitForNetworkPods(run, [name]);
    expect(run.progress).toEqual([`no Ready terway-eniip on ${name}`]);
    world.pods.push(...terway);
    await waitForNetworkPods(run, [name]);
    expect(run.progress).toHaveLength(1);
  });

  it('say what is left of nodes that should be gone', async () => {
    const world = worldWithPool(1);
    const [id = ''] = world.instances.keys();
    const error: unknown = await waitUntilGone(fakePoolRun(world), 'np1', [id]).catch((thrown: unknown) => thrown);
    expect(WaitTimeoutError.isInstance(error) && error.statesSeen).toEqual([`${id} is running; node node-${id} is still in the cluster`]);
  });
});
