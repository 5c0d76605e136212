import { objectOf, stringsOf, textOf, type Json, type JsonObject } from '../json.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';
import { invalid } from './cs-call.ts';
import type { NodePool } from './cs-state.ts';

/** One call may add at most this many nodes. */
const maximumPerCall = 500;

/** The scaling group as stored: checked, with security groups filled in and secrets taken out. */
export function checkScalingGroup(state: CloudState, group: JsonObject): JsonObject {
  const vswitchIds = stringsOf(group['vswitch_ids']);
  const typeIds = stringsOf(group['instance_types']);
  if (vswitchIds.length < 1 || vswitchIds.length > 8) throw invalid('scaling_group.vswitch_ids must name 1 to 8 vSwitches.');
  if (typeIds.length < 1 || typeIds.length > 10) throw invalid('scaling_group.instance_types must name 1 to 10 instance types.');

  const vswitches = vswitchIds.map((id) => {
    const vswitch = state.vpc.vswitches.get(id);
    if (vswitch === undefined) throw new ServiceError(404, 'InvalidVSwitchId.NotFound', `The vSwitch ${id} does not exist.`);
    // The code is the sandbox's own choice.
    if (vswitch.vpcId !== state.world.vpc.id) throw new ServiceError(400, 'InvalidVSwitchId.VpcMismatch', `The vSwitch ${id} is not in the cluster's VPC ${state.world.vpc.id}.`);
    return vswitch;
  });
  const types = typeIds.map((id) => {
    const type = state.world.instanceTypes.find((candidate) => candidate.id === id);
    if (type === undefined) throw new ServiceError(404, 'InvalidInstanceType.NotFound', `The instance type ${id} does not exist.`);
    return type;
  });
  if (!vswitches.some((vswitch) => types.some((type) => type.zones.includes(vswitch.zone)))) {
    const zones = [...new Set(vswitches.map((vswitch) => vswitch.zone))].join(', ');
    throw new ServiceError(400, 'InvalidInstanceType.ZoneNotSupported', `None of the instance types ${typeIds.join(', ')} is available in ${zones}.`);
  }
  const chargeType = textOf(group['instance_charge_type']) ?? 'PostPaid';
  if (chargeType !== 'PostPaid' && chargeType !== 'PrePaid') throw invalid('scaling_group.instance_charge_type must be PostPaid or PrePaid.');

  const named = [...stringsOf(group['security_group_ids']), ...[textOf(group['security_group_id'])].flatMap((id) => id ?? [])];
  const groupIds = named.length > 0 ? [...new Set(named)] : [state.world.cluster.securityGroupId];
  for (const id of groupIds) {
    if (!state.ecs.securityGroups.has(id)) throw new ServiceError(404, 'InvalidSecurityGroupId.NotFound', `The security group ${id} does not exist.`);
  }
  const password = textOf(group['login_password']);
  return { ...group, instance_charge_type: chargeType, security_group_ids: groupIds, ...(password === undefined ? {} : { login_password: '********' }) };
}

/** The number of nodes that a pool is asked to have. @throws ServiceError for anything but a whole number from 0. */
export function checkSize(value: Json | undefined, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw invalid(`${name} must be a whole number, 0 or more.`);
  return value;
}

/** The size that a new pool starts with. A pool that scales automatically starts with its minimum. */
export function initialSize(body: JsonObject): number {
  const autoScaling = objectOf(body['auto_scaling']);
  if (autoScaling['enable'] === true) return checkSize(autoScaling['min_instances'], 'auto_scaling.min_instances') ?? 0;
  return checkSize(objectOf(body['scaling_group'])['desired_size'], 'scaling_group.desired_size') ?? checkSize(body['count'], 'count') ?? 0;
}

/** @throws ServiceError where the pool would grow by more than a call allows, or the cluster beyond its quota. */
export function requireRoom(state: CloudState, pool: NodePool | undefined, desiredSize: number): void {
  const more = desiredSize - (pool?.desiredSize ?? 0);
  if (more > maximumPerCall) throw invalid(`At most ${maximumPerCall} nodes can be added in one call; ${more} were asked for.`);
  const total = [...state.cs.pools.values()].reduce((sum, other) => sum + (other === pool ? 0 : other.desiredSize), 0) + desiredSize;
  const limit = state.world.quotas.nodesPerCluster;
  if (more > 0 && total > limit) throw new ServiceError(403, 'QuotaExceeded.NodesPerCluster', `The cluster may have ${limit} nodes; ${total} were asked for.`);
}
