import { NotFoundError, PermissionError } from '@ack-hybrid/core/errors';
import type { AlibabaCloud } from '@ack-hybrid/core';
import type { ObservedRoute, ObservedVpc, ObservedVSwitch } from '../plan/world/observed-vpc.ts';
import type { ReadOptions } from './port.ts';
import { readPages } from './read-pages.ts';
import { readRouteEntries, vpcClient } from './vpc-routes.ts';

/** The most that DescribeVSwitches and DescribeRouteTableList give in one page. */
const pageSize = 50;

/** Reads a VPC, as {@link createVpcNetworkReader} says. */
export const readVpc = async (cloud: AlibabaCloud, vpcId: string, options: ReadOptions = {}): Promise<ObservedVpc> => {
  const vpc = await readBlocks(cloud, vpcId, options);
  const [vSwitches, routes] = await Promise.all([readVSwitches(cloud, vpcId, options), readRoutes(cloud, vpcId, options)]);
  return { id: vpcId, ...vpc, vSwitches, ...(routes ? { routes } : {}) };
};

const readBlocks = async (cloud: AlibabaCloud, vpcId: string, { signal }: ReadOptions): Promise<Pick<ObservedVpc, 'cidr' | 'secondaryCidrs' | 'ipv6Cidrs'>> => {
  const { client, sdk } = await vpcClient(cloud);
  const request = new sdk.DescribeVpcsRequest({ regionId: cloud.region, vpcId });
  const response = await cloud.call({ service: 'vpc', operation: 'DescribeVpcs', kind: 'read' }, () => client.describeVpcs(request), { signal });
  const vpc = response.body?.vpcs?.vpc?.find((candidate) => candidate.vpcId === vpcId);
  if (vpc?.cidrBlock === undefined) {
    // DescribeVpcs answers an id that it doesn't know with an empty list.
    throw new NotFoundError({
      service: 'vpc',
      operation: 'DescribeVpcs',
      errorCode: 'InvalidVpcId.NotFound',
      requestId: response.body?.requestId,
      detail: `the region ${cloud.region} has no VPC ${vpcId}`,
      outcome: 'refused',
      remediation: 'Check the id of the VPC and the region.',
    });
  }
  // The first IPv6 block stands in a field of its own, and in older answers there only.
  const listed = (vpc.ipv6CidrBlocks?.ipv6CidrBlock ?? []).map((entry) => entry.ipv6CidrBlock);
  const ipv6Cidrs = [...new Set([vpc.ipv6CidrBlock, ...listed])].filter((text): text is string => text !== undefined && text !== '');
  return { cidr: vpc.cidrBlock, secondaryCidrs: vpc.secondaryCidrBlocks?.secondaryCidrBlock ?? [], ...(ipv6Cidrs.length === 0 ? {} : { ipv6Cidrs }) };
};

const readVSwitches = async (cloud: AlibabaCloud, vpcId: string, { signal }: ReadOptions): Promise<readonly ObservedVSwitch[]> => {
  const { client, sdk } = await vpcClient(cloud);
  return readPages(async (pageNumber) => {
    const request = new sdk.DescribeVSwitchesRequest({ regionId: cloud.region, vpcId, pageNumber, pageSize });
    const response = await cloud.call({ service: 'vpc', operation: 'DescribeVSwitches', kind: 'read' }, () => client.describeVSwitches(request), { signal });
    const items = (response.body?.vSwitches?.vSwitch ?? []).map((vSwitch) => ({
      id: vSwitch.vSwitchId ?? '',
      name: vSwitch.vSwitchName ?? '',
      zone: vSwitch.zoneId ?? '',
      cidr: vSwitch.cidrBlock ?? '',
      ...(vSwitch.ipv6CidrBlock ? { ipv6Cidr: vSwitch.ipv6CidrBlock } : {}),
      availableAddresses: vSwitch.availableIpAddressCount ?? 0,
    }));
    return { items, total: response.body?.totalCount ?? items.length };
  });
};

const readRoutes = async (cloud: AlibabaCloud, vpcId: string, options: ReadOptions): Promise<readonly ObservedRoute[] | undefined> => {
  try {
    const tables = await readRouteTables(cloud, vpcId, options);
    const routes = await Promise.all(tables.map((tableId) => readRouteEntries(cloud, tableId, options)));
    return routes.flat();
  } catch (error) {
    if (PermissionError.isInstance(error)) return undefined;
    throw error;
  }
};

const readRouteTables = async (cloud: AlibabaCloud, vpcId: string, { signal }: ReadOptions): Promise<readonly string[]> => {
  const { client, sdk } = await vpcClient(cloud);
  return readPages(async (pageNumber) => {
    const request = new sdk.DescribeRouteTableListRequest({ regionId: cloud.region, vpcId, pageNumber, pageSize });
    const response = await cloud.call({ service: 'vpc', operation: 'DescribeRouteTableList', kind: 'read' }, () => client.describeRouteTableList(request), { signal });
    const items = (response.body?.routerTableList?.routerTableListType ?? []).map((table) => table.routeTableId ?? '');
    return { items, total: response.body?.totalCount ?? items.length };
  });
};
