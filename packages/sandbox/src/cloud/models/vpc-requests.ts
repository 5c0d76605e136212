// Written by scripts/write-cloud-models.ts from the model classes of @alicloud/vpc20160428 7.3.2. Don't edit.
import type { RequestModels } from './request-model.ts';

/** What the requests of VPC's operations may carry. */
export const vpcRequests: RequestModels = {
  CreateVSwitch: {
    query: {
      CidrBlock: 'string', CidrMask: 'number', ClientToken: 'string', Description: 'string', Ipv6CidrBlock: 'number', Ipv6CidrMask: 'number',
      OwnerAccount: 'string', OwnerId: 'number', RegionId: 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number',
      Tag: [{ Key: 'string', Value: 'string' }], VSwitchName: 'string', 'VpcId!': 'string', VpcIpv6CidrBlock: 'string', 'ZoneId!': 'string',
    },
  },
  CreateVpc: {
    query: {
      CidrBlock: 'string', ClientToken: 'string', Description: 'string', DryRun: 'boolean', EnableDnsHostname: 'boolean', EnableIpv6: 'boolean',
      Ipv4CidrMask: 'number', Ipv4IpamPoolId: 'string', Ipv6CidrBlock: 'string', Ipv6CidrMask: 'number', Ipv6IpamPoolId: 'string', Ipv6Isp: 'string',
      OwnerAccount: 'string', OwnerId: 'number', 'RegionId!': 'string', ResourceGroupId: 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number',
      Tag: [{ Key: 'string', Value: 'string' }], UserCidr: 'string', VpcName: 'string',
    },
  },
  DeleteVSwitch: {
    query: {
      DryRun: 'boolean', OwnerAccount: 'string', OwnerId: 'number', RegionId: 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number',
      'VSwitchId!': 'string',
    },
  },
  DescribeBgpGroups: {
    query: {
      BgpGroupId: 'string', IsDefault: 'boolean', OwnerAccount: 'string', OwnerId: 'number', PageNumber: 'number', PageSize: 'number', 'RegionId!': 'string',
      ResourceOwnerAccount: 'string', ResourceOwnerId: 'number', RouterId: 'string',
    },
  },
  DescribeBgpNetworks: {
    query: {
      OwnerAccount: 'string', OwnerId: 'number', PageNumber: 'number', PageSize: 'number', 'RegionId!': 'string', ResourceOwnerAccount: 'string',
      ResourceOwnerId: 'number', RouterId: 'string',
    },
  },
  DescribeBgpPeers: {
    query: {
      BgpGroupId: 'string', BgpPeerId: 'string', IsDefault: 'boolean', OwnerAccount: 'string', OwnerId: 'number', PageNumber: 'number', PageSize: 'number',
      'RegionId!': 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number', RouterId: 'string',
    },
  },
  DescribeRegions: {
    query: {
      AcceptLanguage: 'string', OwnerAccount: 'string', OwnerId: 'number', ProductType: 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number',
    },
  },
  DescribeRouteEntryList: {
    query: {
      DestCidrBlockList: ['string'], DestinationCidrBlock: 'string', IpVersion: 'string', MaxResult: 'number', NextHopId: 'string', NextHopType: 'string',
      NextToken: 'string', OwnerAccount: 'string', OwnerId: 'number', 'RegionId!': 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number',
      RouteEntryId: 'string', RouteEntryName: 'string', RouteEntryType: 'string', 'RouteTableId!': 'string', ServiceType: 'string',
    },
  },
  DescribeRouteTableList: {
    query: {
      OwnerAccount: 'string', OwnerId: 'number', PageNumber: 'number', PageSize: 'number', 'RegionId!': 'string', ResourceGroupId: 'string',
      ResourceOwnerAccount: 'string', ResourceOwnerId: 'number', RouteTableId: 'string', RouteTableName: 'string', RouteTableType: 'string', RouterId: 'string',
      RouterType: 'string', Tag: [{ Key: 'string', Value: 'string' }], VpcId: 'string',
    },
  },
  DescribeVSwitchAttributes: {
    query: {
      DryRun: 'boolean', OwnerAccount: 'string', OwnerId: 'number', RegionId: 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number',
      'VSwitchId!': 'string',
    },
  },
  DescribeVSwitches: {
    query: {
      DryRun: 'boolean', EnableIpv6: 'boolean', IsDefault: 'boolean', OwnerAccount: 'string', OwnerId: 'number', PageNumber: 'number', PageSize: 'number',
      RegionId: 'string', ResourceGroupId: 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number', RouteTableId: 'string',
      Tag: [{ Key: 'string', Value: 'string' }], VSwitchId: 'string', VSwitchName: 'string', VSwitchOwnerId: 'number', VpcId: 'string', ZoneId: 'string',
    },
  },
  DescribeVirtualBorderRouters: {
    query: {
      Filter: [{ Key: 'string', Value: ['string'] }], IncludeCrossAccountVbr: 'boolean', OwnerId: 'number', PageNumber: 'number', PageSize: 'number',
      'RegionId!': 'string', ResourceGroupId: 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number', Tags: [{ Key: 'string', Value: 'string' }],
    },
  },
  DescribeVpcAttribute: {
    query: {
      DryRun: 'boolean', IsDefault: 'boolean', OwnerAccount: 'string', OwnerId: 'number', 'RegionId!': 'string', ResourceOwnerAccount: 'string',
      ResourceOwnerId: 'number', 'VpcId!': 'string',
    },
  },
  DescribeVpcs: {
    query: {
      DhcpOptionsSetId: 'string', DryRun: 'boolean', EnableIpv6: 'boolean', IsDefault: 'boolean', OwnerAccount: 'string', OwnerId: 'number',
      PageNumber: 'number', PageSize: 'number', 'RegionId!': 'string', ResourceGroupId: 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number',
      Tag: [{ Key: 'string', Value: 'string' }], VpcId: 'string', VpcName: 'string', VpcOwnerId: 'number',
    },
  },
};
