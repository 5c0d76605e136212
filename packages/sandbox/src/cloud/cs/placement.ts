import type { SandboxWorld } from '../../types.ts';
import { stringsOf, textOf } from '../json.ts';
import { freeAddress, type CloudState } from '../state.ts';
import type { VSwitch } from '../vpc/vpc-state.ts';
import type { NodePool } from './cs-state.ts';
import { TaskFailure } from './tasks.ts';

/** Where a new instance goes. */
export interface Placement {
  readonly vswitch: VSwitch;
  readonly instanceType: SandboxWorld['instanceTypes'][number];
  readonly privateIp: string;
}

/**
 * Chooses the vSwitch, the instance type and the address of a pool's next instance. `BALANCE` spreads over the zones; every
 * other policy takes the vSwitches in the order of the pool. Instance types are tried in the order of the pool.
 *
 * @throws TaskFailure where no vSwitch has a free address, or the account's vCPU quota is used up.
 */
export function placeInstance(state: CloudState, pool: NodePool): Placement {
  const types = stringsOf(pool.scalingGroup['instance_types']).flatMap((id) => state.world.instanceTypes.find((type) => type.id === id) ?? []);
  const vswitches = stringsOf(pool.scalingGroup['vswitch_ids']).flatMap((id) => state.vpc.vswitches.get(id) ?? []);
  const instances = [...state.ecs.instances.values()];
  if (textOf(pool.scalingGroup['multi_az_policy']) === 'BALANCE') {
    const inZone = (vswitch: VSwitch): number => instances.filter((instance) => instance.nodePoolId === pool.id && instance.zone === vswitch.zone).length;
    vswitches.sort((a, b) => inZone(a) - inZone(b));
  }

  const fitting = vswitches.flatMap((vswitch) => {
    const instanceType = types.find((type) => type.zones.includes(vswitch.zone));
    return instanceType === undefined ? [] : [{ vswitch, instanceType }];
  });
  if (fitting.length === 0) throw new TaskFailure('OperationDenied.NoStock', 'None of the instance types is available in the zones of the vSwitches.');
  for (const { vswitch, instanceType } of fitting) {
    const privateIp = freeAddress(state, vswitch);
    if (privateIp === undefined) continue;
    requireVcpus(state, instanceType.cpu);
    return { vswitch, instanceType, privateIp };
  }
  throw new TaskFailure('InvalidVSwitchId.IpNotEnough', `No address is free in the vSwitches ${fitting.map(({ vswitch }) => vswitch.id).join(', ')}.`);
}

function requireVcpus(state: CloudState, more: number): void {
  const used = [...state.ecs.instances.values()].reduce((sum, instance) => sum + (state.world.instanceTypes.find((type) => type.id === instance.instanceType)?.cpu ?? 0), 0);
  if (used + more <= state.world.quotas.vcpus) return;
  throw new TaskFailure('QuotaExceed.ElasticQuota', `The number of vCPUs would exceed the quota of ${state.world.quotas.vcpus} (${used} in use, ${more} more wanted).`);
}
