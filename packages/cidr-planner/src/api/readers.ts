import type { AlibabaCloud, Kubernetes } from '@ack-hybrid/core';
import type { BorderReaderOptions } from './border-reader.ts';
import type { InstanceTypeReader } from './instance-type-reader.ts';
import type { BorderReader, ClusterNetworkReader, VpcNetworkReader } from './port.ts';

// Each reader is loaded on its first call, as its SDK is: who plans on paper loads neither.

/**
 * Reads a cluster's blocks and what says how its pods reach each other: kubeadm-config (kube-system), the nodes that aren't
 * cloud nodes, Calico's pools and BGP settings, the configurations of Cilium and of Flannel, ServiceCIDRs and the flags of the
 * control plane. What a cluster doesn't have is left out.
 *
 * kubeadm-config, nodes and IP pools have to be readable. The rest is optional: where the caller may not read a part, it is
 * left out too, and `unread` names it with the right that is missing. A large cluster is read by pages.
 *
 * @throws {PermissionError} with the RBAC verb that is missing for kubeadm-config, nodes or IP pools
 */
export const createClusterNetworkReader = (kubernetes: Kubernetes): ClusterNetworkReader => ({
  readCluster: async (options) => (await import('./cluster-network-reader.ts')).readCluster(kubernetes, options),
});

/**
 * Reads the blocks of a VPC, IPv6 blocks among them, its vSwitches with their free counts, and the routes of its tables. Routes that the caller
 * may not read are left out.
 *
 * @throws {NotFoundError} where the region has no such VPC
 * @throws {PermissionError} with the RAM action that is missing
 */
export const createVpcNetworkReader = (cloud: AlibabaCloud): VpcNetworkReader => ({
  readVpc: async (vpcId, options) => (await import('./vpc-network-reader.ts')).readVpc(cloud, vpcId, options),
});

/**
 * Reads what lies between a VPC and the data center: the CENs that the VPC is attached to, with their members, routes and
 * conflicts, and the virtual border routers with their BGP peers and routes. What the caller may not read is left out
 * and named in `unread`, with the RAM action: a planner needn't be an administrator of the network.
 *
 * @example
 * const border = await createBorderReader(cloud).readBorder('vpc-bp1…');
 * border.unread; // [{ what: 'the members of CEN cen-1', action: 'cen:DescribeCenAttachedChildInstances' }]
 */
export const createBorderReader = (cloud: AlibabaCloud, where: BorderReaderOptions = {}): BorderReader => ({
  readBorder: async (vpcId, options) => (await import('./border-reader.ts')).readBorder(cloud, where, vpcId, options),
});

/**
 * Reads the ENI limits of instance types by `ecs:DescribeInstanceTypes`, ten types a call.
 *
 * @throws {PermissionError} with the RAM action that is missing
 * @example
 * const limits = await createInstanceTypeReader(cloud).readLimits(['ecs.g7.xlarge']);
 * const demand = { nodes: 20, instance: limits.get('ecs.g7.xlarge') };
 */
export const createInstanceTypeReader = (cloud: AlibabaCloud): InstanceTypeReader => ({
  readLimits: async (types, options) => (await import('./instance-type-reader.ts')).readLimits(cloud, types, options),
});
