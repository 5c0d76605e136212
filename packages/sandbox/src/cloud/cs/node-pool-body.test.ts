import { describe, expect, it } from 'vitest';
import { createClock } from '../../clock.ts';
import { defaultTiming, defaultWorld } from '../../world.ts';
import type { NodeState } from '../ecs/ecs-state.ts';
import { createCloudState } from '../state.ts';
import type { NodePool } from './cs-state.ts';
import { poolBody } from './node-pool-body.ts';

const pool: NodePool = {
  id: 'np1',
  scalingGroupId: 'asg-1',
  created: 0,
  updated: 0,
  name: 'cloud',
  resourceGroupId: '',
  scalingGroup: { vswitch_ids: ['vsw-1'], desired_size: 9 },
  kubernetesConfig: { runtime: 'docker' },
  autoScaling: {},
  management: {},
  desiredSize: 3,
  state: 'active',
};

describe('a node pool', () => {
  it('counts its own nodes by their states', () => {
    const state = createCloudState({ world: defaultWorld, timing: defaultTiming, clock: createClock('manual'), record: () => undefined, faultFor: () => undefined });
    const nodes: [string, NodeState][] = [['np1', 'running'], ['np1', 'running'], ['np1', 'failed'], ['np1', 'initial'], ['np1', 'removing'], ['np2', 'running']];
    nodes.forEach(([nodePoolId, nodeState], index) => state.ecs.instances.set(`i-${index}`, { nodePoolId, nodeState } as never));
    expect(poolBody(state, pool)['status']).toEqual({ state: 'active', total_nodes: 5, serving_nodes: 2, healthy_nodes: 2, failed_nodes: 1, initial_nodes: 1, removing_nodes: 1, offline_nodes: 0 });
  });

  it('shows the size that is wanted now, and what was sent over what is filled in', () => {
    const state = createCloudState({ world: defaultWorld, timing: defaultTiming, clock: createClock('manual'), record: () => undefined, faultFor: () => undefined });
    expect(poolBody(state, pool)).toMatchObject({ scaling_group: { desired_size: 3, multi_az_policy: 'PRIORITY' }, kubernetes_config: { runtime: 'docker', labels: [] }, auto_scaling: { enable: false } });
  });
});
