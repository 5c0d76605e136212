import { describe, expect, it } from 'vitest';
import { fakePoolRun, worldWithPool } from '../testing/fake-pool-run.testing.ts';
import { removeOwnedNodePool } from './remove-node-pool.ts';

describe('removing a node pool', () => {
  it('drains all nodes, deletes the pool and says both', async () => {
    const world = worldWithPool(2, { 'ack-hybrid': 'me' });
    const changes = await removeOwnedNodePool(fakePoolRun(world), 'cloud', 'me');
    expect(changes.map((change) => change.summary)).toEqual([expect.stringMatching(/^drain and remove i-\d+, i-\d+$/), 'delete node pool "cloud" (np1)']);
    expect(world.writes.at(-1)).toBe('delete cloud');
  });

  it('waits for a deletion that is under way', async () => {
    const world = worldWithPool(0, { 'ack-hybrid': 'me' });
    Object.assign(world.pools.get('np1') ?? {}, { state: 'deleting' });
    setTimeout(() => world.pools.delete('np1'), 10);
    await removeOwnedNodePool(fakePoolRun(world), 'cloud', 'me');
    expect(world.writes).toEqual([]);
  });

  it('gives an adopted pool its size and its own tags back', async () => {
    const world = worldWithPool(3, { cost: '7', 'ack-hybrid-adopted-size': '2' });
    const changes = await removeOwnedNodePool(fakePoolRun(world), 'cloud', 'me');
    expect(changes.map((change) => change.action)).toEqual(['delete', 'update']);
    expect([world.nodes.size, world.pools.get('np1')?.tags]).toEqual([2, { cost: '7' }]);
  });

  it('touches neither pools of others nor pools of another name', async () => {
    const world = worldWithPool(1, { 'ack-hybrid': 'somebody' });
    expect(await removeOwnedNodePool(fakePoolRun(world), 'cloud', 'me')).toEqual([]);
    expect(await removeOwnedNodePool(fakePoolRun(world), 'other', 'somebody')).toEqual([]);
    expect(world.writes).toEqual([]);
  });
});
