import type { SandboxCen } from '../../types.ts';
import type { JsonObject } from '../json.ts';
import { page } from '../rpc/pages.ts';
import type { RpcParameters } from '../rpc/rpc-parameters.ts';
import { reading, type RpcOperations } from '../rpc/rpc-service.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';

/**
 * The reads of Cloud Enterprise Network that the sandbox knows. Names and page sizes are those of the models of cbn-20170912 in
 * aliyun/alibabacloud-go-sdk; the codes of what isn't found are the sandbox's own.
 */
export function cenOperations(state: CloudState): RpcOperations {
  const find = (parameters: RpcParameters): SandboxCen => {
    const id = parameters.required('CenId');
    const cen = state.world.cens.find((candidate) => candidate.id === id);
    if (cen === undefined) throw new ServiceError(404, 'InvalidCenId.NotFound', `Specified CEN does not exist: ${id}.`);
    return cen;
  };
  return {
    DescribeCens: reading(({ parameters }) => {
      const filters = parameters.objects('Filter').map((filter) => ({ key: filter.required('Key'), values: filter.list('Value') }));
      const found = state.world.cens.filter((cen) => filters.every(({ key, values }) => values.includes(key === 'CenId' ? cen.id : cen.name)));
      const { items, fields } = page(parameters, found, 50);
      return { ...fields, Cens: { Cen: items.map((cen) => ({ CenId: cen.id, Name: cen.name, ProtectionLevel: cen.protectionLevel, Status: 'Active' })) } };
    }),

    DescribeCenAttachedChildInstances: reading(({ parameters }) => {
      const cen = find(parameters);
      const [type, region] = [parameters.text('ChildInstanceType'), parameters.text('ChildInstanceRegionId')];
      const found = cen.members.filter((member) => (type === undefined || member.type === type) && (region === undefined || member.region === region));
      const { items, fields } = page(parameters, found, 50);
      const body = (member: SandboxCen['members'][number]): JsonObject => ({
        CenId: cen.id,
        ChildInstanceId: member.id,
        ChildInstanceType: member.type,
        ChildInstanceRegionId: member.region,
        ChildInstanceOwnerId: Number(state.world.accountId),
        Status: 'Attached',
      });
      return { ...fields, ChildInstances: { ChildInstance: items.map(body) } };
    }),

    DescribeCenRegionDomainRouteEntries: reading(({ parameters }) => {
      const cen = find(parameters);
      const [region, status] = [parameters.required('CenRegionId'), parameters.text('Status') ?? 'Active'];
      const found = cen.routes.filter((route) => route.region === region && (status === 'All' || route.status === status));
      const { items, fields } = page(parameters, found, 500);
      const body = (route: SandboxCen['routes'][number]): JsonObject => {
        const member = cen.members.find((candidate) => candidate.id === route.memberId);
        return { DestinationCidrBlock: route.destination, NextHopInstanceId: route.memberId, NextHopRegionId: member?.region ?? '', NextHopType: member?.type ?? '', Type: 'CEN', Status: route.status };
      };
      return { ...fields, CenRouteEntries: { CenRouteEntry: items.map(body) } };
    }),

    DescribePublishedRouteEntries: reading(({ parameters }) => {
      const cen = find(parameters);
      const [id, region, type] = [parameters.required('ChildInstanceId'), parameters.required('ChildInstanceRegionId'), parameters.required('ChildInstanceType')];
      const member = cen.members.find((candidate) => candidate.id === id && candidate.region === region && candidate.type === type);
      if (member === undefined) throw new ServiceError(404, 'InvalidChildInstanceId.NotFound', `The CEN ${cen.id} has no ${type} ${id} in ${region}.`);
      const destination = parameters.text('DestinationCidrBlock');
      const { items, fields } = page(parameters, member.published.filter((route) => destination === undefined || route.destination === destination), 500);
      const body = (route: (typeof member.published)[number]): JsonObject => ({
        DestinationCidrBlock: route.destination,
        RouteType: route.type,
        PublishStatus: 'Published',
        Conflicts: {
          Conflict: route.conflicts.map((conflict) => {
            const other = cen.members.find((candidate) => candidate.id === conflict.memberId);
            return { DestinationCidrBlock: conflict.destination, InstanceId: conflict.memberId, InstanceType: other?.type ?? '', RegionId: other?.region ?? '', Status: conflict.status };
          }),
        },
      });
      return { ...fields, PublishedRouteEntries: { PublishedRouteEntry: items.map(body) } };
    }),
  };
}
