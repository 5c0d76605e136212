import { describe, expect, it } from 'vitest';
import { createClock } from '../clock.ts';
import { defaultTiming, defaultWorld } from '../world.ts';
import { availableAddresses, createCloudState, freeAddress } from './state.ts';

const context = { world: defaultWorld, timing: defaultTiming, clock: createClock('manual'), record: () => undefined, faultFor: () => undefined };

describe('the state of the cloud', () => {
  it('begins as the world describes it', () => {
    const state = createCloudState(context);
    expect([...state.vpc.vpcs.keys(), ...state.vpc.vswitches.keys(), ...state.ecs.securityGroups.keys()]).toEqual([
      'vpc-bp1sandbox000000001',
      'vsw-bp1sandboxnodes0001',
      'vsw-bp1sandboxpods00001',
      'sg-bp1sandboxnodes00001',
    ]);
    expect([state.ecs.instances.size, state.ram.users.size, state.ram.accessKeys.size, state.cs.pools.size, state.cs.addons.size, state.oss.buckets.size]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('counts an address as used for as long as an instance has it', () => {
    const state = createCloudState(context);
    const vswitch = state.vpc.vswitches.get('vsw-bp1sandboxnodes0001');
    expect(vswitch && [availableAddresses(state, vswitch), freeAddress(state, vswitch)]).toEqual([252, '10.10.24.1']);
    state.ecs.instances.set('i-1', { id: 'i-1', vswitchId: 'vsw-bp1sandboxnodes0001', privateIp: '10.10.24.1' } as never);
    expect(vswitch && [availableAddresses(state, vswitch), freeAddress(state, vswitch)]).toEqual([251, '10.10.24.2']);
    state.ecs.instances.delete('i-1');
    expect(vswitch && availableAddresses(state, vswitch)).toBe(252);
  });
});
