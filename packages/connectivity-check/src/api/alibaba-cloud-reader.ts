import { ApiError, NotFoundError, type AlibabaCloud } from '@ack-hybrid/core';
import type { RouteEntry } from '../plan/judge-routes.ts';
import type { SecurityGroupRule } from '../plan/judge-security-group.ts';
import type { InstanceTypeOffer, RegisteredCluster, VSwitchFacts } from '../plan/preflight-facts.ts';
import type { CallContext, CloudReader } from './port.ts';

const pageSize = 50;

/** What the preflight reads, through Container Service, VPC and ECS. */
export const createCloudReader = (cloud: AlibabaCloud): CloudReader => {
  const cs = () => cloud.client('cs', () => import('@alicloud/cs20151215'));
  const vpc = () => cloud.client('vpc', () => import('@alicloud/vpc20160428'));
  const ecs = () => cloud.client('ecs', () => import('@alicloud/ecs20140526'));
  const read = <Value>(service: 'cs' | 'vpc' | 'ecs', operation: string, invoke: () => Promise<Value>, context: CallContext = {}) =>
    cloud.call({ service, operation, kind: 'read' }, invoke, context);

  const reader: CloudReader = {
    region: cloud.region,
    readCluster: async (clusterId, context) => {
      const { client } = await cs();
      const response = await read('cs', 'DescribeClusterDetail', () => client.describeClusterDetail(clusterId), context).catch((error: unknown) => {
        throw explainFailure(error, clusterId, cloud.region);
      });
      const body = response.body;
      if (body?.clusterId === undefined) throw missingCluster(clusterId, cloud.region);
      return {
        id: body.clusterId,
        name: body.name ?? '',
        region: body.regionId ?? '',
        clusterType: body.clusterType ?? '',
        state: body.state ?? '',
        vpcId: body.vpcId ?? '',
        securityGroupId: body.securityGroupId ?? '',
        vSwitchIds: body.vswitchIds ?? (body.vswitchId ?? '').split(',').filter((id) => id !== ''),
        kubernetesVersion: body.currentVersion ?? '',
        serviceCidr: body.serviceCidr ?? body.subnetCidr ?? '',
        apiServer: readAddresses(body.masterUrl),
      };
    },
    readAgentEndpoints: async (clusterId, context) => {
      const { client, sdk } = await cs();
      const endpointOf = async (privateIpAddress: boolean): Promise<string | undefined> => {
        const request = new sdk.DescribeExternalAgentRequest({ privateIpAddress: String(privateIpAddress) });
        const response = await read('cs', 'DescribeExternalAgent', () => client.describeExternalAgent(clusterId, request), context);
        // The manifest holds the agent's token: nothing but the address is kept of it. The agent dials port 5533.
        return /([A-Za-z0-9.-]+:5533)\b/.exec(response.body?.config ?? '')?.[1];
      };
      const [inside, outside] = [await endpointOf(true), await endpointOf(false)];
      return { ...(inside === undefined ? {} : { private: inside }), ...(outside === undefined ? {} : { public: outside }) };
    },
    readVpc: async (vpcId, context) => {
      const { client, sdk } = await vpc();
      const response = await read('vpc', 'DescribeVpcs', () => client.describeVpcs(new sdk.DescribeVpcsRequest({ regionId: cloud.region, vpcId })), context);
      const found = response.body?.vpcs?.vpc?.find((candidate) => candidate.vpcId === vpcId);
      if (found === undefined) return undefined;
      return { id: vpcId, status: found.status ?? '', cidrs: [found.cidrBlock ?? '', ...(found.secondaryCidrBlocks?.secondaryCidrBlock ?? [])].filter((cidr) => cidr !== '') };
    },
    listVSwitches: async (vpcId, context) => {
      const { client, sdk } = await vpc();
      return collectPages<VSwitchFacts>(async (pageNumber) => {
        const request = new sdk.DescribeVSwitchesRequest({ regionId: cloud.region, vpcId, pageNumber, pageSize });
        const response = await read('vpc', 'DescribeVSwitches', () => client.describeVSwitches(request), context);
        const entries = (response.body?.vSwitches?.vSwitch ?? []).map((found) => ({
          id: found.vSwitchId ?? '',
          zone: found.zoneId ?? '',
          cidr: found.cidrBlock ?? '',
          status: found.status ?? '',
          availableAddresses: Number(found.availableIpAddressCount ?? 0),
        }));
        return { entries, total: response.body?.totalCount };
      });
    },
    listRoutes: async (vpcId, context) => {
      const { client, sdk } = await vpc();
      const tables = await collectPages<string>(async (pageNumber) => {
        const request = new sdk.DescribeRouteTableListRequest({ regionId: cloud.region, vpcId, pageNumber, pageSize });
        const response = await read('vpc', 'DescribeRouteTableList', () => client.describeRouteTableList(request), context);
        const found = response.body?.routerTableList?.routerTableListType ?? [];
        // A gateway route table carries traffic that comes in, not what nodes send.
        return { entries: found.map((table) => (table.associateType === 'Gateway' ? '' : (table.routeTableId ?? ''))), total: response.body?.totalCount };
      });
      const entries: RouteEntry[] = [];
      for (const routeTableId of tables.filter((id) => id !== '')) entries.push(...(await listEntries(routeTableId, context)));
      return entries;
    },
    listInstanceTypeOffers: async (instanceType, context) => {
      const { client, sdk } = await ecs();
      // Without a zone: one answer tells also where else the type is sold. The billing method is pay-as-you-go by default.
      const request = new sdk.DescribeAvailableResourceRequest({ regionId: cloud.region, destinationResource: 'InstanceType', instanceType });
      const response = await read('ecs', 'DescribeAvailableResource', () => client.describeAvailableResource(request), context).catch((error: unknown) => {
        if (ApiError.isInstance(error) && /^Invalid.*InstanceType/.test(error.errorCode)) return undefined;
        throw error;
      });
      return (response?.body?.availableZones?.availableZone ?? []).flatMap(({ zoneId = '', availableResources }) =>
        (availableResources?.availableResource ?? [])
          .flatMap((resource) => resource.supportedResources?.supportedResource ?? [])
          .filter((resource) => resource.value === instanceType)
          .map((resource): InstanceTypeOffer => ({ instanceType, zone: zoneId, stock: resource.statusCategory ?? (resource.status === 'SoldOut' ? 'WithoutStock' : '') })),
      );
    },
    listSecurityGroupRules: async (groupId, context) => {
      const { client, sdk } = await ecs();
      const rules: SecurityGroupRule[] = [];
      let nextToken: string | undefined;
      do {
        const request = new sdk.DescribeSecurityGroupAttributeRequest({ regionId: cloud.region, securityGroupId: groupId, direction: 'all', maxResults: 500, ...(nextToken === undefined ? {} : { nextToken }) });
        const response = await read('ecs', 'DescribeSecurityGroupAttribute', () => client.describeSecurityGroupAttribute(request), context);
        for (const rule of response.body?.permissions?.permission ?? []) {
          const direction = rule.direction === 'egress' ? 'egress' : 'ingress';
          rules.push({
            direction,
            policy: rule.policy?.toLowerCase() === 'drop' ? 'drop' : 'accept',
            protocol: (rule.ipProtocol ?? 'all').toLowerCase(),
            portRange: rule.portRange ?? '-1/-1',
            cidr: (direction === 'egress' ? rule.destCidrIp || rule.ipv6DestCidrIp : rule.sourceCidrIp || rule.ipv6SourceCidrIp) ?? '',
            priority: Number(rule.priority ?? 1),
          });
        }
        nextToken = response.body?.nextToken || undefined;
      } while (nextToken !== undefined);
      return rules;
    },
  };

  const listEntries = async (routeTableId: string, context: CallContext | undefined): Promise<readonly RouteEntry[]> => {
    const { client, sdk } = await vpc();
    const entries: RouteEntry[] = [];
    let nextToken: string | undefined;
    do {
      const request = new sdk.DescribeRouteEntryListRequest({ regionId: cloud.region, routeTableId, maxResult: 100, ...(nextToken === undefined ? {} : { nextToken }) });
      const response = await read('vpc', 'DescribeRouteEntryList', () => client.describeRouteEntryList(request), context);
      for (const entry of response.body?.routeEntrys?.routeEntry ?? []) {
        const hop = entry.nextHops?.nextHop?.[0];
        entries.push({ routeTableId, destination: entry.destinationCidrBlock ?? '', type: entry.type ?? '', status: entry.status ?? '', nextHopType: hop?.nextHopType ?? '', nextHopId: hop?.nextHopId ?? '' });
      }
      nextToken = response.body?.nextToken || undefined;
    } while (nextToken !== undefined);
    return entries;
  };

  return reader;
};

/**
 * Reads a registered cluster: its VPC, vSwitches and security group, which the other steps need.
 *
 * @throws {NotFoundError} where there is no such cluster in the region
 * @throws {ApiError} for a region that doesn't exist and for credentials that aren't valid, each with what to do
 * @example
 * const { vpcId, securityGroupId } = await readRegisteredCluster(cloud, clusterId);
 */
export const readRegisteredCluster = (cloud: AlibabaCloud, clusterId: string, options: CallContext = {}): Promise<RegisteredCluster> => createCloudReader(cloud).readCluster(clusterId, options);

// The service's own words speak of neither the region that was looked into nor what to do; a region that doesn't exist has
// no endpoint, so that its name can't be resolved.
const explainFailure = (error: unknown, clusterId: string, region: string): unknown => {
  if (!ApiError.isInstance(error)) return error;
  if (/^InvalidRegionId/.test(error.errorCode) || error.errorCode === 'ENOTFOUND') {
    return new ApiError({
      ...factsOf(error),
      detail: `there is no region "${region}", or the name of its endpoint can't be resolved from here`,
      remediation: 'Set the region to the id of one that exists, such as cn-hangzhou, and check name resolution.',
    });
  }
  return NotFoundError.isInstance(error) && error.remediation === undefined ? missingCluster(clusterId, region, error) : error;
};

const factsOf = (error: ApiError) => ({ service: 'cs', operation: 'DescribeClusterDetail', status: error.status, errorCode: error.errorCode, requestId: error.requestId, outcome: error.outcome });

const missingCluster = (clusterId: string, region: string, cause?: ApiError): NotFoundError =>
  new NotFoundError({
    ...(cause === undefined ? { service: 'cs', operation: 'DescribeClusterDetail', errorCode: 'ErrorClusterNotFound', outcome: 'refused' } : factsOf(cause)),
    detail: `there is no cluster ${clusterId} in ${region}, or this account may not see it`,
    remediation: 'Check the cluster id and the region: `aliyun cs DescribeClustersV1` lists the clusters of the account.',
  });

const readAddresses = (masterUrl: string | undefined): RegisteredCluster['apiServer'] => {
  try {
    const parsed: unknown = JSON.parse(masterUrl || '{}');
    const text = (key: string): string => {
      const value: unknown = typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>)[key] : undefined;
      return typeof value === 'string' ? value : '';
    };
    return { public: text('api_server_endpoint'), private: text('intranet_api_server_endpoint') };
  } catch {
    return { public: '', private: '' };
  }
};

const collectPages = async <Entry>(readPage: (pageNumber: number) => Promise<{ readonly entries: readonly Entry[]; readonly total: number | undefined }>): Promise<readonly Entry[]> => {
  const found: Entry[] = [];
  for (let pageNumber = 1; ; pageNumber += 1) {
    const page = await readPage(pageNumber);
    found.push(...page.entries);
    if (page.entries.length === 0 || found.length >= (page.total ?? 0)) return found;
  }
};
