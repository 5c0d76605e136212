import type { AlibabaCloud } from '@ack-hybrid/core';
import type { CloudNetwork } from './port.ts';

/** The VPC side through VPC and Container Service. Field names from the models of @alicloud/vpc20160428 7.3.2. */
export const createCloudNetwork = (cloud: AlibabaCloud): CloudNetwork => ({
  clusterVpc: async (clusterId, context = {}) => {
    const { client } = await cloud.client('cs', () => import('@alicloud/cs20151215'));
    const response = await cloud.call({ service: 'cs', operation: 'DescribeClusterDetail', kind: 'read' }, () => client.describeClusterDetail(clusterId), context);
    return response.body?.vpcId || undefined;
  },
  vSwitch: async (vSwitchId, context = {}) => {
    const { client, sdk } = await cloud.client('vpc', () => import('@alicloud/vpc20160428'));
    const request = new sdk.DescribeVSwitchesRequest({ regionId: cloud.region, vSwitchId, pageNumber: 1, pageSize: 10 });
    const response = await cloud.call({ service: 'vpc', operation: 'DescribeVSwitches', kind: 'read' }, () => client.describeVSwitches(request), context);
    const found = (response.body?.vSwitches?.vSwitch ?? []).find((vSwitch) => vSwitch.vSwitchId === vSwitchId);
    if (found === undefined) return undefined;
    return { id: vSwitchId, vpcId: found.vpcId ?? '', zone: found.zoneId ?? '', freeAddresses: found.availableIpAddressCount ?? 0 };
  },
});
