import { NotFoundError, PermissionError } from '@ack-hybrid/core';
import type { AlibabaCloud } from '@ack-hybrid/core';
import type { ObservedRoute, ObservedVpc, ObservedVSwitch } from '../plan/world/observed-vpc.ts';
import type { ReadOptions, VpcNetworkReader } from './port.ts';

/** The most that DescribeVSwitches and DescribeRouteTableList give in one page. */
const pageSize = 50;
/** The most that DescribeRouteEntryList gives in one page. */
const routePageSize = 100;

/**
 * Reads the blocks of a VPC, its vSwitches with their free counts, and the routes of its tables. Routes that the caller
 * may not read are left out.
 *
 * @throws {NotFoundError} where the region has no such VPC
 * @throws {PermissionError} with the RAM action that is missing
 */
export const createVpcNetworkReader = (cloud: AlibabaCloud): VpcNetworkReader => ({
  readVpc: async (vpcId, options = {}): Promise<ObservedVpc> => {
    const vpc = await readBlocks(cloud, vpcId, options);
    const [vSwitches, routes] = await Promise.all([readVSwitches(cloud, vpcId, options), readRoutes(cloud, vpcId, options)]);
    return { id: vpcId, ...vpc, vSwitches, ...(routes ? { routes } : {}) };
  },
});

const vpcClient = async (cloud: AlibabaCloud) => cloud.client('vpc', () => import('@alicloud/vpc20160428'));

const readBlocks = async (cloud: AlibabaCloud, vpcId: string, { signal }: ReadOptions): Promise<Pick<ObservedVpc, 'cidr' | 'secondaryCidrs'>> => {
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
  return { cidr: vpc.cidrBlock, secondaryCidrs: vpc.secondaryCidrBlocks?.secondaryCidrBlock ?? [] };
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

const readRouteEntries = async (cloud: AlibabaCloud, tableId: string, { signal }: ReadOptions): Promise<readonly ObservedRoute[]> => {
  const { client, sdk } = await vpcClient(cloud);
  const routes: ObservedRoute[] = [];
  let nextToken: string | undefined;
  do {
    const request = new sdk.DescribeRouteEntryListRequest({ regionId: cloud.region, routeTableId: tableId, maxResult: routePageSize, ...(nextToken === undefined ? {} : { nextToken }) });
    const response = await cloud.call({ service: 'vpc', operation: 'DescribeRouteEntryList', kind: 'read' }, () => client.describeRouteEntryList(request), { signal });
    for (const entry of response.body?.routeEntrys?.routeEntry ?? []) {
      const hop = entry.nextHops?.nextHop?.[0];
      routes.push({
        tableId,
        destination: entry.destinationCidrBlock ?? '',
        type: entry.type ?? '',
        nextHop: [hop?.nextHopType, hop?.nextHopId].filter((part) => part !== undefined && part !== '').join(':'),
      });
    }
    nextToken = response.body?.nextToken || undefined;
  } while (nextToken !== undefined);
  return routes;
};

/** Reads page after page until all are there. An empty page ends it, too: the total may shrink while we read. */
const readPages = async <Item>(readPage: (pageNumber: number) => Promise<{ readonly items: readonly Item[]; readonly total: number }>): Promise<readonly Item[]> => {
  const all: Item[] = [];
  for (let pageNumber = 1; ; pageNumber += 1) {
    const { items, total } = await readPage(pageNumber);
    all.push(...items);
    if (items.length === 0 || all.length >= total) return all;
  }
};
