import type { SandboxWorld } from '../../types.ts';
import type { Json, JsonObject } from '../json.ts';
import { regions } from '../regions.ts';
import { pageByToken } from '../rpc/pages.ts';
import { reading, type RpcOperations } from '../rpc/rpc-service.ts';
import { ServiceError } from '../service-error.ts';
import { familyOf } from './instances.ts';

/** ECS's operations on what there is to buy: regions, zones, instance types. */
export function catalogueOperations(world: SandboxWorld): RpcOperations {
  return {
    DescribeRegions: reading(() => ({
      Regions: { Region: regions(world).map(({ id, name }) => ({ RegionId: id, LocalName: name, RegionEndpoint: `ecs.${id}.aliyuncs.com`, Status: 'available' })) },
    })),

    DescribeZones: reading(({ atHome }) => {
      const zone = (id: string): JsonObject => {
        const types = world.instanceTypes.filter((type) => type.zones.includes(id)).map((type) => type.id);
        return {
          ZoneId: id,
          ZoneType: 'AvailabilityZone',
          LocalName: `Zone ${id.slice(-1).toUpperCase()}`,
          AvailableInstanceTypes: { InstanceTypes: types },
          AvailableResourceCreation: { ResourceTypes: ['VSwitch', 'IoOptimized', 'Instance', 'Disk'] },
          AvailableDiskCategories: { DiskCategories: ['cloud_essd', 'cloud_efficiency'] },
        };
      };
      return { Zones: { Zone: atHome ? world.zones.map(zone) : [] } };
    }),

    DescribeInstanceTypes: reading(({ parameters }) => {
      const ids = parameters.list('InstanceTypes');
      if (ids.length > 10) throw new ServiceError(400, 'InvalidParameter.InstanceTypes', 'At most 10 instance types can be asked for in one call.');
      const family = parameters.text('InstanceTypeFamily');
      const found = world.instanceTypes.filter((type) => (ids.length === 0 || ids.includes(type.id)) && (family === undefined || familyOf(type.id) === family));
      const { items, fields } = pageByToken(parameters, 'MaxResults', found, { min: 1, max: 1600, fallback: 1600, outside: 'refuse' });
      return { InstanceTypes: { InstanceType: items.map(typeBody) }, NextToken: fields['NextToken'] ?? '' };
    }),

    DescribeAvailableResource: reading(({ parameters, atHome }) => {
      const destination = parameters.required('DestinationResource');
      if (destination !== 'InstanceType') throw new ServiceError(400, 'InvalidDestinationResource', 'The sandbox answers for the destination resource InstanceType only.');
      const [wantedZone, wantedType] = [parameters.text('ZoneId'), parameters.text('InstanceType')];
      const zones = atHome ? world.zones.filter((zone) => wantedZone === undefined || zone === wantedZone) : [];
      const bodies = zones.flatMap((zone): Json[] => {
        const types = world.instanceTypes.filter((type) => type.zones.includes(zone) && (wantedType === undefined || type.id === wantedType));
        if (types.length === 0) return [];
        const supported = types.map((type) => ({ Value: type.id, Status: 'Available', StatusCategory: 'WithStock' }));
        return [
          {
            RegionId: world.region,
            ZoneId: zone,
            Status: 'Available',
            StatusCategory: 'WithStock',
            AvailableResources: { AvailableResource: [{ Type: 'InstanceType', SupportedResources: { SupportedResource: supported } }] },
          },
        ];
      });
      return { AvailableZones: { AvailableZone: bodies } };
    }),
  };
}

function typeBody(type: SandboxWorld['instanceTypes'][number]): JsonObject {
  return {
    InstanceTypeId: type.id,
    InstanceTypeFamily: familyOf(type.id),
    CpuCoreCount: type.cpu,
    CpuArchitecture: 'X86',
    MemorySize: type.memoryGiB,
    EniQuantity: type.eniQuantity,
    EniPrivateIpAddressQuantity: type.eniPrivateIpAddressQuantity,
    EniIpv6AddressQuantity: type.eniPrivateIpAddressQuantity,
    // Trunk and member interfaces come on top of those that pods share, so the total is no measure for them.
    EniTotalQuantity: type.eniQuantity + 8,
    EniTrunkSupported: true,
    GPUAmount: 0,
    NvmeSupport: 'required',
  };
}
