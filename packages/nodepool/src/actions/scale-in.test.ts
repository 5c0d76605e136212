import { describe, expect, it } from 'vitest';
import { NodePoolError } from '../errors.ts';
import type { ObservedNodePool } from '../plan/node-pool.ts';
import { fakePoolRun, worldWithPool } from '../testing/fake-pool-run.testing.ts';
import type { FakeNodePoolWorld } from '../testing/fake-node-pool-world.testing.ts';
import { removeInstances, scaleIn } from './scale-in.ts';

const poolOf = (world: FakeNodePoolWorld): ObservedNodePool => world.pools.get('np1') as ObservedNodePool;

describe('scaling in', () => {
  it('removes failed instances without a drain, since they have no node, and the others with one', async () => {
    const world = worldWithPool(3);
    const [first = '', , third = ''] = world.instances.keys();
    Object.assign(world.instances.get(first) ?? {}, { state: 'failed' });
    expect(await scaleIn(fakePoolRun(world), poolOf(world), { kind: 'size', size: 1 })).toEqual([first, third]);
    expect(world.writes).toEqual([`remove ${first}`, `remove ${third} drained`]);
  });

  it('goes on with a removal that an earlier run began', async () => {
    const world = worldWithPool(2);
    const [first = '', second = ''] = world.instances.keys();
    Object.assign(world.instances.get(second) ?? {}, { state: 'removing' });
    setTimeout(() => {
      world.instances.delete(second);
      world.nodes.delete(`node-${second}`);
    }, 10);
    Object.assign(world.pools.get('np1') ?? {}, { desiredSize: 1 });
    expect(await scaleIn(fakePoolRun(world), poolOf(world), { kind: 'size', size: 1 })).toEqual([second]);
    expect([...world.instances.keys()]).toEqual([first]);
    expect(world.writes).toEqual([]);
  });

  it('gives up where nodes come back as fast as they go', async () => {
    const world = worldWithPool(1);
    const run = fakePoolRun(world);
    let made = 0;
    const service = { ...run.service, listPoolInstances: async () => (made++ % 4 === 3 ? [] : [...(await run.service.listPoolInstances('c1', 'np1')), { instanceId: `i-new${made >> 2}`, state: 'running', nodeStatus: '', nodeName: '', createdAt: '', errorMessage: '' }]), removeInstances: async () => ({}) };
    const error: unknown = await scaleIn({ ...run, service }, poolOf(world), { kind: 'instances', instanceIds: Array.from({ length: 9 }, (_, index) => `i-new${index}`) }).catch((thrown: unknown) => thrown);
    expect(NodePoolError.isInstance(error) && error.message).toContain('gets new nodes as fast as they are removed');
  });

  it('sends nothing for instances that are gone already', async () => {
    const world = worldWithPool(1);
    await removeInstances(fakePoolRun(world), 'np1', ['i-gone'], true);
    expect(world.writes).toEqual([]);
  });
});
