import { describe, expect, it } from 'vitest';
import { fakePoolRun, worldWithPool } from '../testing/fake-pool-run.testing.ts';
import { completeTiming, findNodePool, retryOf } from './pool-run.ts';

describe('a run over node pools', () => {
  it('has a patience that suits the cloud, each part of which can be changed', () => {
    expect(completeTiming()).toEqual({ taskTimeoutMs: 1_800_000, readyTimeoutMs: 1_200_000, goneTimeoutMs: 1_800_000, intervalMs: 5_000, retryDelayMs: 500 });
    expect(completeTiming({ intervalMs: 7 })).toMatchObject({ intervalMs: 7, retryDelayMs: 500 });
  });

  it('retries within bounds', () => {
    expect(retryOf(fakePoolRun(worldWithPool(0)))).toEqual({ signal: undefined, attempts: 5, minDelayMs: 1, maxDelayMs: 8 });
  });

  it('counts as failed only those nodes that can be removed', async () => {
    const world = worldWithPool(1);
    Object.assign([...world.instances.values()][0] ?? {}, { state: 'failed' });
    expect((await findNodePool(fakePoolRun(world), 'cloud'))?.failedNodes).toBe(1);
    const run = fakePoolRun(world);
    const service = { ...run.service, listPoolInstances: async () => [] };
    expect((await findNodePool({ ...run, service }, 'cloud'))?.failedNodes).toBe(0);
  });
});
