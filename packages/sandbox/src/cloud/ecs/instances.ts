import { page } from '../rpc/pages.ts';
import type { JsonObject } from '../json.ts';
import { matchesWildcard } from '../ram/policy-document.ts';
import type { RpcParameters } from '../rpc/rpc-parameters.ts';
import { reading, type RpcOperations } from '../rpc/rpc-service.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';
import { isoMinutes, isoSeconds } from '../time-format.ts';
import { hasTags } from '../vpc/tags.ts';
import type { Instance } from './ecs-state.ts';

/** ECS's operations on instances and their network interfaces. */
export function instanceOperations(state: CloudState): RpcOperations {
  return {
    DescribeInstances: reading(({ parameters, atHome }) => {
      const wanted = filterOf(parameters);
      const { items, fields } = page(parameters, atHome ? [...state.ecs.instances.values()].filter(wanted) : [], 100, { min: 10, max: 100, fallback: 10, outside: 'clamp' });
      return { ...fields, Instances: { Instance: items.map((instance) => instanceBody(state, instance)) } };
    }),

    DescribeNetworkInterfaces: reading(({ parameters, atHome }) => {
      const ids = parameters.list('NetworkInterfaceId');
      const [instanceId, vswitchId, groupId, address] = [parameters.text('InstanceId'), parameters.text('VSwitchId'), parameters.text('SecurityGroupId'), parameters.text('PrimaryIpAddress')];
      const found = [...state.ecs.instances.values()].filter(
        (instance) =>
          atHome &&
          (ids.length === 0 || ids.includes(instance.networkInterfaceId)) &&
          (instanceId === undefined || instance.id === instanceId) &&
          (vswitchId === undefined || instance.vswitchId === vswitchId) &&
          (groupId === undefined || instance.securityGroupIds.includes(groupId)) &&
          (address === undefined || instance.privateIp === address),
      );
      const { items, fields } = page(parameters, found, 500, { min: 10, max: 500, fallback: 10, outside: 'clamp' });
      return { ...fields, NetworkInterfaceSets: { NetworkInterfaceSet: items.map((instance) => interfaceBody(state, instance)) } };
    }),
  };
}

function filterOf(parameters: RpcParameters): (instance: Instance) => boolean {
  const ids = parameters.jsonList('InstanceIds');
  if (ids !== undefined && ids.length > 100) throw new ServiceError(400, 'InvalidParameter', 'InstanceIds holds more than 100 ids.');
  const addresses = parameters.jsonList('PrivateIpAddresses');
  const name = parameters.text('InstanceName');
  const groupId = parameters.text('SecurityGroupId');
  const tags = parameters.tags();
  const same = (['VSwitchId', 'VpcId', 'ZoneId', 'Status', 'InstanceType'] as const).map((field) => [field, parameters.text(field)] as const);
  return (instance) => {
    const own = { VSwitchId: instance.vswitchId, VpcId: instance.vpcId, ZoneId: instance.zone, Status: instance.status, InstanceType: instance.instanceType };
    return (
      (ids === undefined || ids.includes(instance.id)) &&
      (addresses === undefined || addresses.includes(instance.privateIp)) &&
      (name === undefined || matchesWildcard(name, instance.name)) &&
      (groupId === undefined || instance.securityGroupIds.includes(groupId)) &&
      same.every(([field, value]) => value === undefined || own[field] === value) &&
      hasTags(instance.tags, tags)
    );
  };
}

function instanceBody(state: CloudState, instance: Instance): JsonObject {
  const type = state.world.instanceTypes.find(({ id }) => id === instance.instanceType);
  return {
    InstanceId: instance.id,
    InstanceName: instance.name,
    HostName: instance.id.replace('-', 'Z'),
    InstanceType: instance.instanceType,
    InstanceTypeFamily: familyOf(instance.instanceType),
    Cpu: type?.cpu ?? 0,
    Memory: (type?.memoryGiB ?? 0) * 1024,
    RegionId: state.world.region,
    ZoneId: instance.zone,
    Status: instance.status,
    CreationTime: isoMinutes(instance.created),
    StartTime: instance.status === 'Pending' ? '' : isoMinutes(instance.created),
    InstanceChargeType: instance.chargeType,
    InstanceNetworkType: 'vpc',
    ImageId: instance.imageId,
    OSType: 'linux',
    IoOptimized: true,
    VpcAttributes: { VpcId: instance.vpcId, VSwitchId: instance.vswitchId, PrivateIpAddress: { IpAddress: [instance.privateIp] }, NatIpAddress: '' },
    SecurityGroupIds: { SecurityGroupId: [...instance.securityGroupIds] },
    NetworkInterfaces: {
      NetworkInterface: [
        {
          NetworkInterfaceId: instance.networkInterfaceId,
          PrimaryIpAddress: instance.privateIp,
          Type: 'Primary',
          PrivateIpSets: { PrivateIpSet: [{ PrivateIpAddress: instance.privateIp, Primary: true }] },
        },
      ],
    },
    PublicIpAddress: { IpAddress: [] },
    Tags: tagList(instance.tags),
  };
}

function interfaceBody(state: CloudState, instance: Instance): JsonObject {
  return {
    NetworkInterfaceId: instance.networkInterfaceId,
    NetworkInterfaceName: '',
    Type: 'Primary',
    Status: 'InUse',
    InstanceId: instance.id,
    PrivateIpAddress: instance.privateIp,
    PrivateIpSets: { PrivateIpSet: [{ PrivateIpAddress: instance.privateIp, Primary: true }] },
    VpcId: instance.vpcId,
    VSwitchId: instance.vswitchId,
    ZoneId: instance.zone,
    SecurityGroupIds: { SecurityGroupId: [...instance.securityGroupIds] },
    CreationTime: isoSeconds(instance.created),
    OwnerId: state.world.accountId,
    Tags: tagList(instance.tags),
  };
}

/** `ecs.g7.xlarge` is of the family `ecs.g7`. */
export function familyOf(instanceType: string): string {
  return instanceType.split('.').slice(0, 2).join('.');
}

function tagList(tags: Readonly<Record<string, string>>): JsonObject {
  return { Tag: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) };
}
