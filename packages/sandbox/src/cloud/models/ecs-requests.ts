// Written by scripts/write-cloud-models.ts from the model classes of @alicloud/ecs20140526 7.11.6. Don't edit.
import type { RequestModels } from './request-model.ts';

/** What the requests of ECS's operations may carry. */
export const ecsRequests: RequestModels = {
  AuthorizeSecurityGroup: {
    query: {
      ClientToken: 'string', Description: 'string', DestCidrIp: 'string', IpProtocol: 'string', Ipv6DestCidrIp: 'string', Ipv6SourceCidrIp: 'string',
      NicType: 'string', OwnerAccount: 'string', OwnerId: 'number',
      Permissions: [{
        Description: 'string', DestCidrIp: 'string', IpProtocol: 'string', Ipv6DestCidrIp: 'string', Ipv6SourceCidrIp: 'string', NicType: 'string',
        Policy: 'string', PortRange: 'string', PortRangeListId: 'string', Priority: 'string', SourceCidrIp: 'string', SourceGroupId: 'string',
        SourceGroupOwnerAccount: 'string', SourceGroupOwnerId: 'number', SourcePortRange: 'string', SourcePrefixListId: 'string',
      }],
      Policy: 'string', PortRange: 'string', Priority: 'string', 'RegionId!': 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number',
      'SecurityGroupId!': 'string', SourceCidrIp: 'string', SourceGroupId: 'string', SourceGroupOwnerAccount: 'string', SourceGroupOwnerId: 'number',
      SourcePortRange: 'string', SourcePrefixListId: 'string',
    },
  },
  DescribeAvailableResource: {
    query: {
      Cores: 'number', DataDiskCategory: 'string', DedicatedHostId: 'string', 'DestinationResource!': 'string', InstanceChargeType: 'string',
      InstanceType: 'string', IoOptimized: 'string', Memory: 'number', NetworkCategory: 'string', OwnerAccount: 'string', OwnerId: 'number',
      'RegionId!': 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number', ResourceType: 'string', Scope: 'string', SpotDuration: 'number',
      SpotStrategy: 'string', SystemDiskCategory: 'string', ZoneId: 'string',
    },
  },
  DescribeInstanceTypes: {
    query: {
      AdditionalAttributes: ['string'], CpuArchitecture: 'string', CpuArchitectures: ['string'], GPUSpec: 'string', GpuSpecs: ['string'],
      InstanceCategories: ['string'], InstanceCategory: 'string', InstanceFamilyLevel: 'string', InstanceTypeFamilies: ['string'], InstanceTypeFamily: 'string',
      InstanceTypes: ['string'], LocalStorageCategories: ['string'], LocalStorageCategory: 'string', MaxResults: 'number', MaximumCpuCoreCount: 'number',
      MaximumCpuSpeedFrequency: 'number', MaximumCpuTurboFrequency: 'number', MaximumGPUAmount: 'number', MaximumMemorySize: 'number',
      MinimumBaselineCredit: 'number', MinimumCpuCoreCount: 'number', MinimumCpuSpeedFrequency: 'number', MinimumCpuTurboFrequency: 'number',
      MinimumDiskQuantity: 'number', MinimumEniIpv6AddressQuantity: 'number', MinimumEniPrivateIpAddressQuantity: 'number', MinimumEniQuantity: 'number',
      MinimumEriQuantity: 'number', MinimumGPUAmount: 'number', MinimumInitialCredit: 'number', MinimumInstanceBandwidthRx: 'number',
      MinimumInstanceBandwidthTx: 'number', MinimumInstancePpsRx: 'number', MinimumInstancePpsTx: 'number', MinimumLocalStorageAmount: 'number',
      MinimumLocalStorageCapacity: 'number', MinimumMemorySize: 'number', MinimumPrimaryEniQueueNumber: 'number', MinimumQueuePairNumber: 'number',
      MinimumSecondaryEniQueueNumber: 'number', NextToken: 'string', NvmeSupport: 'string', OwnerAccount: 'string', OwnerId: 'number',
      PhysicalProcessorModel: 'string', PhysicalProcessorModels: ['string'], ResourceOwnerAccount: 'string', ResourceOwnerId: 'number',
    },
  },
  DescribeInstances: {
    query: {
      Filter: [{ Key: 'string', Value: 'string' }], AdditionalAttributes: ['string'], DeviceAvailable: 'boolean', DryRun: 'boolean', EipAddresses: 'string',
      HpcClusterId: 'string', HttpEndpoint: 'string', HttpPutResponseHopLimit: 'number', HttpTokens: 'string', ImageId: 'string', InnerIpAddresses: 'string',
      InstanceChargeType: 'string', InstanceIds: 'string', InstanceName: 'string', InstanceNetworkType: 'string', InstanceType: 'string',
      InstanceTypeFamily: 'string', InternetChargeType: 'string', IoOptimized: 'boolean', Ipv6Address: ['string'], KeyPairName: 'string', LockReason: 'string',
      MaxResults: 'number', NeedSaleCycle: 'boolean', NextToken: 'string', OwnerAccount: 'string', OwnerId: 'number', PageNumber: 'number', PageSize: 'number',
      PrivateIpAddresses: 'string', PublicIpAddresses: 'string', RdmaIpAddresses: 'string', 'RegionId!': 'string', ResourceGroupId: 'string',
      ResourceOwnerAccount: 'string', ResourceOwnerId: 'number', SecurityGroupId: 'string', Status: 'string', Tag: [{ Key: 'string', Value: 'string' }],
      VSwitchId: 'string', VpcId: 'string', ZoneId: 'string',
    },
  },
  DescribeNetworkInterfaces: {
    query: {
      InstanceId: 'string', Ipv6Address: ['string'], MaxResults: 'number', NetworkInterfaceId: ['string'], NetworkInterfaceName: 'string', NextToken: 'string',
      OwnerAccount: 'string', OwnerId: 'number', PageNumber: 'number', PageSize: 'number', PrimaryIpAddress: 'string', PrivateIpAddress: ['string'],
      'RegionId!': 'string', ResourceGroupId: 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number', SecurityGroupId: 'string',
      ServiceManaged: 'boolean', Status: 'string', Tag: [{ Key: 'string', Value: 'string' }], Type: 'string', VSwitchId: 'string', VpcId: 'string',
    },
  },
  DescribeRegions: {
    query: {
      AcceptLanguage: 'string', InstanceChargeType: 'string', OwnerAccount: 'string', OwnerId: 'number', ResourceOwnerAccount: 'string',
      ResourceOwnerId: 'number', ResourceType: 'string',
    },
  },
  DescribeSecurityGroupAttribute: {
    query: {
      Attribute: 'string', Direction: 'string', MaxResults: 'number', NextToken: 'string', NicType: 'string', OwnerAccount: 'string', OwnerId: 'number',
      'RegionId!': 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number', 'SecurityGroupId!': 'string',
    },
  },
  DescribeSecurityGroups: {
    query: {
      DryRun: 'boolean', FuzzyQuery: 'boolean', IsQueryEcsCount: 'boolean', MaxResults: 'number', NetworkType: 'string', NextToken: 'string',
      OwnerAccount: 'string', OwnerId: 'number', PageNumber: 'number', PageSize: 'number', 'RegionId!': 'string', ResourceGroupId: 'string',
      ResourceOwnerAccount: 'string', ResourceOwnerId: 'number', SecurityGroupId: 'string', SecurityGroupIds: 'string', SecurityGroupName: 'string',
      SecurityGroupType: 'string', ServiceManaged: 'boolean', Tag: [{ Key: 'string', Value: 'string' }], VpcId: 'string',
    },
  },
  DescribeZones: {
    query: {
      AcceptLanguage: 'string', InstanceChargeType: 'string', OwnerAccount: 'string', OwnerId: 'number', 'RegionId!': 'string', ResourceOwnerAccount: 'string',
      ResourceOwnerId: 'number', SpotStrategy: 'string', Verbose: 'boolean',
    },
  },
  RevokeSecurityGroup: {
    query: {
      ClientToken: 'string', Description: 'string', DestCidrIp: 'string', IpProtocol: 'string', Ipv6DestCidrIp: 'string', Ipv6SourceCidrIp: 'string',
      NicType: 'string', OwnerAccount: 'string', OwnerId: 'number',
      Permissions: [{
        Description: 'string', DestCidrIp: 'string', IpProtocol: 'string', Ipv6DestCidrIp: 'string', Ipv6SourceCidrIp: 'string', NicType: 'string',
        Policy: 'string', PortRange: 'string', PortRangeListId: 'string', Priority: 'string', SourceCidrIp: 'string', SourceGroupId: 'string',
        SourceGroupOwnerAccount: 'string', SourceGroupOwnerId: 'number', SourcePortRange: 'string', SourcePrefixListId: 'string',
      }],
      Policy: 'string', PortRange: 'string', Priority: 'string', 'RegionId!': 'string', ResourceOwnerAccount: 'string', ResourceOwnerId: 'number',
      'SecurityGroupId!': 'string', SecurityGroupRuleId: ['string'], SourceCidrIp: 'string', SourceGroupId: 'string', SourceGroupOwnerAccount: 'string',
      SourceGroupOwnerId: 'number', SourcePortRange: 'string', SourcePrefixListId: 'string',
    },
  },
};
