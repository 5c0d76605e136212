import { expect, it } from 'vitest';
import { defaultWorld } from '../../world.ts';
import { createCsState } from './cs-state.ts';

it('the registered cluster begins without a node pool, an add-on or a task', () => {
  const state = createCsState(defaultWorld, 5);
  expect([state.clusterId, state.created, state.pools.size, state.addons.size, state.tasks.size]).toEqual([defaultWorld.cluster.id, 5, 0, 0, 0]);
});
