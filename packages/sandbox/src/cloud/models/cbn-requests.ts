import type { RequestModels } from './request-model.ts';

const owner = { OwnerAccount: 'string', OwnerId: 'number', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number' } as const;
const pages = { PageNumber: 'number', PageSize: 'number' } as const;

/**
 * What the requests of CEN's operations may carry. Written by hand, since the npm registry has no SDK of CEN that fits the others: from the
 * request models of cbn-20170912 in aliyun/alibabacloud-go-sdk (commit 7446a550816fdbee452d8e0820dd8cfb0eeed62b). Nothing holds it
 * against an SDK that is installed, as the tables of the other services are.
 */
export const cbnRequests: RequestModels = {
  DescribeCens: { query: { ...owner, ...pages, Filter: [{ Key: 'string', Value: ['string'] }], ResourceGroupId: 'string', Tag: [{ Key: 'string', Value: 'string' }] } },
  DescribeCenAttachedChildInstances: { query: { ...owner, ...pages, 'CenId!': 'string', ChildInstanceRegionId: 'string', ChildInstanceType: 'string' } },
  DescribeCenRegionDomainRouteEntries: { query: { ...owner, ...pages, 'CenId!': 'string', 'CenRegionId!': 'string', Status: 'string' } },
  DescribePublishedRouteEntries: {
    query: {
      ...pages, 'CenId!': 'string', 'ChildInstanceId!': 'string', 'ChildInstanceRegionId!': 'string', 'ChildInstanceType!': 'string', ChildInstanceRouteTableId: 'string',
      DestinationCidrBlock: 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number',
    },
  },
};
