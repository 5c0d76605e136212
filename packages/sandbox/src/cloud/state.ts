import type { SandboxContext } from '../halves.ts';
import type { SandboxWorld } from '../types.ts';
import { createCsState, type CsState } from './cs/cs-state.ts';
import { createEcsState, type EcsState } from './ecs/ecs-state.ts';
import { createIds, type Ids } from './ids.ts';
import { lowestFreeAddress, parseBlock, usableAddresses } from './ipv4.ts';
import { createOssState, type OssState } from './oss/oss-state.ts';
import { createRamState, type RamState } from './ram/ram-state.ts';
import { createClientTokens, type ClientTokens } from './rpc/client-tokens.ts';
import { createVpcState, type VpcState, type VSwitch } from './vpc/vpc-state.ts';

/** The whole state of the cloud, in memory, and what every service needs beside it. */
export interface CloudState {
  readonly world: SandboxWorld;
  readonly ids: Ids;
  readonly tokens: ClientTokens;
  readonly vpc: VpcState;
  readonly ecs: EcsState;
  readonly ram: RamState;
  readonly cs: CsState;
  readonly oss: OssState;
  now(): number;
}

/** The cloud as the world describes it, before anyone calls. */
export function createCloudState(context: SandboxContext): CloudState {
  const { world, clock } = context;
  const now = clock.now();
  const ids = createIds(world.accountId);
  return {
    world,
    ids,
    tokens: createClientTokens(),
    vpc: createVpcState(world, now),
    ecs: createEcsState(world, () => ids.resource('sgr'), now),
    ram: createRamState(now),
    cs: createCsState(world, now),
    oss: createOssState(),
    now: () => clock.now(),
  };
}

/** How many addresses of a vSwitch are free. */
export function availableAddresses(state: CloudState, vswitch: VSwitch): number {
  const block = parseBlock(vswitch.cidr);
  return block === undefined ? 0 : usableAddresses(block) - addressesInUse(state, vswitch.id).size;
}

/** The lowest free address of a vSwitch, or `undefined` where it is full. */
export function freeAddress(state: CloudState, vswitch: VSwitch): string | undefined {
  const block = parseBlock(vswitch.cidr);
  return block === undefined ? undefined : lowestFreeAddress(block, addressesInUse(state, vswitch.id));
}

function addressesInUse(state: CloudState, vswitchId: string): ReadonlySet<string> {
  return new Set([...state.ecs.instances.values()].filter((instance) => instance.vswitchId === vswitchId).map((instance) => instance.privateIp));
}
