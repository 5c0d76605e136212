import type { AlibabaCloud } from '@ack-hybrid/core';
import type { ObservedRoute } from '../plan/world/observed-vpc.ts';
import type { ReadOptions } from './port.ts';

/** The most that DescribeRouteEntryList gives in one page. */
const routePageSize = 100;

/** The client of the VPC service, which serves virtual border routers, too. */
export const vpcClient = async (cloud: AlibabaCloud) => cloud.client('vpc', () => import('@alicloud/vpc20160428'));

/**
 * Reads every entry of a route table, of a VPC or of a virtual border router.
 *
 * @throws {PermissionError} with the RAM action that is missing
 */
export const readRouteEntries = async (cloud: AlibabaCloud, tableId: string, { signal }: ReadOptions): Promise<readonly ObservedRoute[]> => {
  const { client, sdk } = await vpcClient(cloud);
  const routes: ObservedRoute[] = [];
  let nextToken: string | undefined;
  do {
    const request = new sdk.DescribeRouteEntryListRequest({ regionId: cloud.region, routeTableId: tableId, maxResult: routePageSize, ...(nextToken === undefined ? {} : { nextToken }) });
    const response = await cloud.call({ service: 'vpc', operation: 'DescribeRouteEntryList', kind: 'read' }, () => client.describeRouteEntryList(request), { signal });
    for (const entry of response.body?.routeEntrys?.routeEntry ?? []) {
      const hops = entry.nextHops?.nextHop ?? [];
      routes.push({
        tableId,
        destination: entry.destinationCidrBlock ?? '',
        type: entry.type ?? '',
        nextHop: hops.map((hop) => [hop.nextHopType, hop.nextHopId].filter((part) => part !== undefined && part !== '').join(':')).join(','),
        ...(entry.status === undefined ? {} : { status: entry.status }),
      });
    }
    nextToken = response.body?.nextToken || undefined;
  } while (nextToken !== undefined);
  return routes;
};
