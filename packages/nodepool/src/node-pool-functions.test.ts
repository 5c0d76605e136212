import { describe, expect, it } from 'vitest';
import { NotFoundError } from '@ack-hybrid/core';
import { readNodePool, removeNodePool, scaleInNodePool } from './node-pool-functions.ts';
import { FakeNodePoolWorld } from './testing/fake-node-pool-world.testing.ts';

const clusterId = 'c5a1d0b7e2f34c6898f0a1b2c3d4e5f60';
const timing = { intervalMs: 1, retryDelayMs: 1, goneTimeoutMs: 300, taskTimeoutMs: 300 };
const reference = { clusterId, name: 'cloud' };

const worldWith = (size: number, tags: Readonly<Record<string, string>> = {}): FakeNodePoolWorld => {
  const world = new FakeNodePoolWorld();
  world.addPool({ id: 'np1', name: 'cloud', desiredSize: size, tags });
  return world;
};

describe('the functions of the package', () => {
  it('reads a pool by its name', async () => {
    expect((await readNodePool(worldWith(1), reference))?.id).toBe('np1');
    expect(await readNodePool(worldWith(1), { clusterId, name: 'other' })).toBeUndefined();
  });

  it('removes the nodes that are named, and only these', async () => {
    const world = worldWith(3);
    const second = [...world.instances.keys()][1] ?? '';
    expect(await scaleInNodePool(world, { ...reference, target: { kind: 'instances', instanceIds: [second] } }, { timing })).toEqual([second]);
    expect(world.writes).toEqual([`remove ${second} drained`]);
    expect(world.nodes.size).toBe(2);
  });

  it('removes nothing where the pool is small enough already', async () => {
    const world = worldWith(1);
    expect(await scaleInNodePool(world, { ...reference, target: { kind: 'size', size: 1 } }, { timing })).toEqual([]);
    expect(world.writes).toEqual([]);
  });

  it('says that there is no such pool', async () => {
    await expect(scaleInNodePool(worldWith(1), { clusterId, name: 'other', target: { kind: 'size', size: 0 } })).rejects.toSatisfy((error) => NotFoundError.isInstance(error));
  });

  it('leaves the pool of somebody else alone', async () => {
    const world = worldWith(2, { 'ack-hybrid': 'somebody' });
    expect(await removeNodePool(world, reference, { timing })).toEqual([]);
    expect(world.writes).toEqual([]);
  });

  it('removes many nodes in batches that fit into a URL', async () => {
    const world = worldWith(120, { 'ack-hybrid': 'me' });
    const changes = await removeNodePool(world, { ...reference, owner: 'me' }, { timing });
    expect(world.writes.map((write) => write.split(',').length)).toEqual([50, 50, 20, 1]);
    expect(changes).toHaveLength(2);
    expect(world.nodes.size).toBe(0);
  });

  it('refuses a cluster id that could lead a request elsewhere', async () => {
    await expect(readNodePool(worldWith(1), { clusterId: '../../tasks', name: 'x' })).rejects.toThrow('clusterId');
  });
});
