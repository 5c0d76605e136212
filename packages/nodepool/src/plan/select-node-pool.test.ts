import { describe, expect, it } from 'vitest';
import type { ObservedNodePool } from './node-pool.ts';
import { selectNodePool } from './select-node-pool.ts';

const pool = (id: string, name: string): ObservedNodePool => ({
  id, name, state: 'active', totalNodes: 0, failedNodes: 0, autoScaling: false, vSwitchIds: [], instanceTypes: [], securityGroupIds: [], labels: {}, taints: [], tags: {},
});

describe('selectNodePool', () => {
  it('finds the pool of exactly this name', () => {
    expect(selectNodePool([pool('np1', 'cloud-2'), pool('np2', 'cloud')], 'cloud')?.id).toBe('np2');
    expect(selectNodePool([pool('np1', 'cloud-2')], 'cloud')).toBeUndefined();
  });

  it('names all pools where several have the name', () => {
    expect(() => selectNodePool([pool('np1', 'cloud'), pool('np2', 'cloud')], 'cloud')).toThrowErrorMatchingInlineSnapshot(`[NodePoolError: 2 node pools are named "cloud": np1, np2]`);
  });
});
