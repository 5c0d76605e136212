import { describe, expect, it } from 'vitest';
import { NodePoolError } from '../errors.ts';
import { FakeNodePoolWorld } from '../testing/fake-node-pool-world.testing.ts';
import { fakePoolRun, worldWithPool } from '../testing/fake-pool-run.testing.ts';
import { ensureNodePool } from './ensure-node-pool.ts';

const pool = { name: 'cloud', vSwitchIds: ['vsw-1'], instanceTypes: ['ecs.g7.xlarge'], size: 2 };
const ours = { 'ack-hybrid': 'me', 'ack-hybrid-pool': 'cloud' };

describe('ensuring a node pool', () => {
  it('does settings, failed nodes and size one after the other', async () => {
    const world = worldWithPool(1, ours);
    Object.assign([...world.instances.values()][0] ?? {}, { state: 'failed' });
    const result = await ensureNodePool(fakePoolRun(world), { ...pool, labels: { a: 'b' } }, { owner: 'me' });
    expect(world.writes.map((write) => write.replace(/i-\d+/, 'i'))).toEqual(['modify {"labels":{"a":"b"}}', 'remove i', 'modify {"desiredSize":2}']);
    expect(result.nodes).toHaveLength(2);
  });

  it('waits for what an earlier run asked for, and asks for nothing', async () => {
    const world = worldWithPool(2, ours);
    const nodes = [...world.nodes];
    world.nodes.clear();
    setTimeout(() => nodes.forEach(([name, node]) => world.nodes.set(name, node)), 10);
    expect((await ensureNodePool(fakePoolRun(world), pool, { owner: 'me' })).nodePoolId).toBe('np1');
    expect(world.writes).toEqual([]);
  });

  it('gives up where the pool does not stay as it is asked for', async () => {
    const world = new FakeNodePoolWorld();
    const run = fakePoolRun(world);
    const service = { ...run.service, listNodePools: async () => (await run.service.listNodePools('c1')).map((seen) => ({ ...seen, labels: { other: 'one' } })) };
    const error: unknown = await ensureNodePool({ ...run, service }, pool, { owner: 'me' }).catch((thrown: unknown) => thrown);
    expect(NodePoolError.isInstance(error) && [error.code, error.message]).toEqual(['NodePoolRefused', 'node pool "cloud" does not stay as it is asked for']);
  });
});
