import CsSdk, * as Cs from '@alicloud/cs20151215';
import EcsSdk, * as Ecs from '@alicloud/ecs20140526';
import RamSdk, * as Ram from '@alicloud/ram20150501';
import VpcSdk, * as Vpc from '@alicloud/vpc20160428';
import type { Sandbox } from '@ack-hybrid/sandbox';

type Bodies = Readonly<Record<string, unknown>>;
type ConfigOf<Class extends new (config: never) => unknown> = ConstructorParameters<Class>[0];

/** What the SDKs for Node.js see of a sandbox, by the names that the second client gives its calls. */
export async function readByNode(sandbox: Sandbox, ids: { readonly poolId: string; readonly policyName: string; readonly addon: string }): Promise<Bodies> {
  const { world, endpoints } = sandbox;
  const config = (service: 'ecs' | 'vpc' | 'ram' | 'cs') => ({ endpoint: endpoints[service], protocol: 'http', regionId: world.region, accessKeyId: world.accessKeyId, accessKeySecret: world.accessKeySecret });
  const ecs = new (classOf(EcsSdk))(config('ecs') as ConfigOf<typeof EcsSdk>);
  const vpc = new (classOf(VpcSdk))(config('vpc') as ConfigOf<typeof VpcSdk>);
  const ram = new (classOf(RamSdk))(config('ram') as ConfigOf<typeof RamSdk>);
  const cs = new (classOf(CsSdk))(config('cs') as ConfigOf<typeof CsSdk>);
  const [regionId, vpcId] = [world.region, world.vpc.id];
  const securityGroupId = world.cluster.securityGroupId;
  const answers = {
    'ecs DescribeRegions': ecs.describeRegions(new Ecs.DescribeRegionsRequest({})),
    'ecs DescribeZones': ecs.describeZones(new Ecs.DescribeZonesRequest({ regionId })),
    'ecs DescribeInstanceTypes': ecs.describeInstanceTypes(new Ecs.DescribeInstanceTypesRequest({ instanceTypes: ['ecs.g7.xlarge'] })),
    'ecs DescribeInstances': ecs.describeInstances(new Ecs.DescribeInstancesRequest({ regionId, vpcId, pageSize: 100 })),
    'ecs DescribeSecurityGroups': ecs.describeSecurityGroups(new Ecs.DescribeSecurityGroupsRequest({ regionId, vpcId, maxResults: 10 })),
    'ecs DescribeSecurityGroupAttribute': ecs.describeSecurityGroupAttribute(new Ecs.DescribeSecurityGroupAttributeRequest({ regionId, securityGroupId, direction: 'ingress' })),
    'vpc DescribeVpcs': vpc.describeVpcs(new Vpc.DescribeVpcsRequest({ regionId, vpcId, pageSize: 50 })),
    'vpc DescribeVpcAttribute': vpc.describeVpcAttribute(new Vpc.DescribeVpcAttributeRequest({ regionId, vpcId })),
    'vpc DescribeVSwitches': vpc.describeVSwitches(new Vpc.DescribeVSwitchesRequest({ regionId, vpcId, pageSize: 50 })),
    'ram GetPolicy': ram.getPolicy(new Ram.GetPolicyRequest({ policyType: 'Custom', policyName: ids.policyName })),
    'ram ListPoliciesForUser': ram.listPoliciesForUser(new Ram.ListPoliciesForUserRequest({ userName: ids.policyName })),
    'ram ListEntitiesForPolicy': ram.listEntitiesForPolicy(new Ram.ListEntitiesForPolicyRequest({ policyType: 'Custom', policyName: ids.policyName })),
    'cs GetClusterAddonInstance': cs.getClusterAddonInstance(world.cluster.id, ids.addon),
    'cs DescribeUserQuota': cs.describeUserQuota(),
    'cs DescribeAddons': cs.describeAddons(new Cs.DescribeAddonsRequest({ region: regionId })),
    'cs DescribeClusterNodePoolDetail': cs.describeClusterNodePoolDetail(world.cluster.id, ids.poolId),
    'cs DescribeClusterNodes': cs.describeClusterNodes(world.cluster.id, new Cs.DescribeClusterNodesRequest({ nodepoolId: ids.poolId, state: 'all', pageNumber: '1', pageSize: '50' })),
  };
  const entries = Object.entries(answers).map(async ([operation, answer]) => [operation, (await answer).body?.toMap()] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** The class of an SDK: its CommonJS module has a `default` of its own, which an ES module sees as a field. */
function classOf<Class>(sdk: Class): Class {
  return typeof sdk === 'function' ? sdk : (sdk as { readonly default: Class }).default;
}
