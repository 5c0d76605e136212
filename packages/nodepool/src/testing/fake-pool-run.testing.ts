import { completeTiming, type PoolRun } from '../actions/pool-run.ts';
import { FakeNodePoolWorld } from './fake-node-pool-world.testing.ts';

/** A run over a world in memory, with short patience; `progress` holds what it said. */
export const fakePoolRun = (world: FakeNodePoolWorld): PoolRun & { readonly progress: string[] } => {
  const progress: string[] = [];
  return {
    service: world.service,
    cluster: world.cluster,
    clusterId: 'c1',
    timing: completeTiming({ intervalMs: 1, retryDelayMs: 1, taskTimeoutMs: 60, readyTimeoutMs: 60, goneTimeoutMs: 60 }),
    signal: undefined,
    onProgress: (message) => void progress.push(message),
    progress,
  };
};

/** A world with one pool `np1` named `cloud` that somebody made, of this size. */
export const worldWithPool = (size: number, tags: Readonly<Record<string, string>> = {}): FakeNodePoolWorld => {
  const world = new FakeNodePoolWorld();
  world.addPool({ id: 'np1', name: 'cloud', desiredSize: size, tags });
  return world;
};
