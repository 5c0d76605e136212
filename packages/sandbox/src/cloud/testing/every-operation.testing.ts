import { defaultWorld } from '../../world.ts';
import { borderWorld } from './border-world.testing.ts';
import { fill, sdkClasses, type ModelClass } from '../models/read-sdk-models.testing.ts';
import { startSharedTestCloud, type TestCloud } from './test-cloud.ts';
import { recordAnswers, type Call, type RecordedAnswer } from './record-answers.testing.ts';

const regionId = 'cn-hangzhou';
const vpcId = defaultWorld.vpc.id;
const nodeVSwitch = defaultWorld.vswitches[0]?.id;
const { securityGroupId } = defaultWorld.cluster;

let recorded: Promise<readonly RecordedAnswer[]> | undefined;

/**
 * What every operation of ECS, VPC, RAM and Container Service answers: each is called at least once, with something there to be described.
 * The calls are made once for all files that ask in one process.
 */
export function everyAnswer(): Promise<readonly RecordedAnswer[]> {
  recorded ??= startSharedTestCloud({ world: borderWorld }).then(({ cloud, stop }) => callEveryOperation(cloud).finally(stop));
  return recorded;
}

async function callEveryOperation(cloud: TestCloud): Promise<readonly RecordedAnswer[]> {
  const { answers, calls } = await recordAnswers(cloud);
  await callContainerService(calls.cs, cloud.world.cluster.id, async () => callEcs(calls.ecs));
  await callVpc(calls.vpc, cloud);
  await callRam(calls.ram);
  return answers;
}

async function callEcs(ecs: Call): Promise<void> {
  const rule = { ipProtocol: 'tcp', portRange: '443/443', sourceCidrIp: '192.168.0.0/16', description: 'from the data centre' };
  await ecs('DescribeRegions');
  await ecs('DescribeZones', { regionId });
  await ecs('DescribeInstanceTypes', { instanceTypes: ['ecs.g7.xlarge'] });
  await ecs('DescribeAvailableResource', { regionId, destinationResource: 'InstanceType' });
  await ecs('DescribeInstances', { regionId });
  await ecs('DescribeInstances', { regionId, maxResults: 1 });
  await ecs('DescribeNetworkInterfaces', { regionId });
  await ecs('DescribeSecurityGroups', { regionId });
  await ecs('AuthorizeSecurityGroup', { regionId, securityGroupId, permissions: [rule] });
  await ecs('DescribeSecurityGroupAttribute', { regionId, securityGroupId });
  await ecs('RevokeSecurityGroup', { regionId, securityGroupId, permissions: [rule] });
}

async function callVpc(vpc: Call, cloud: TestCloud): Promise<void> {
  await vpc('DescribeRegions');
  await vpc('CreateVpc', { regionId, cidrBlock: '172.16.0.0/12', vpcName: 'second', tag: [{ key: 'team', value: 'platform' }] });
  await vpc('DescribeVpcs', { regionId });
  await vpc('DescribeVpcAttribute', { regionId, vpcId });
  const { vSwitchId } = await vpc('CreateVSwitch', { regionId, vpcId, zoneId: cloud.world.zones[0], cidrBlock: '10.10.200.0/24', tag: [{ key: 'team', value: 'platform' }] });
  await vpc('DescribeVSwitchAttributes', { vSwitchId });
  await vpc('DescribeVSwitches', { regionId });
  await new Promise((resolve) => setTimeout(resolve, cloud.taskMs + 5));
  await vpc('DeleteVSwitch', { vSwitchId });
  const { routerTableList } = (await vpc('DescribeRouteTableList', { regionId, vpcId })) as { routerTableList: { routerTableListType: { routeTableId: string }[] } };
  const routeTableId = routerTableList.routerTableListType[0]?.routeTableId;
  await vpc('DescribeRouteEntryList', { regionId, routeTableId });
  await vpc('DescribeRouteEntryList', { regionId, routeTableId, maxResult: 1 });
  await vpc('DescribeVirtualBorderRouters', { regionId });
  await vpc('DescribeBgpGroups', { regionId });
  await vpc('DescribeBgpPeers', { regionId });
  await vpc('DescribeBgpNetworks', { regionId });
}

async function callRam(ram: Call): Promise<void> {
  const policyDocument = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'ecs:Describe*', Resource: '*' }] });
  const [policyName, policyType, userName] = ['terway', 'Custom', 'terway-user'] as const;
  await ram('CreatePolicy', { policyName, policyDocument, description: 'what Terway calls' });
  await ram('CreatePolicyVersion', { policyName, policyDocument });
  await ram('ListPolicyVersions', { policyName, policyType });
  await ram('GetPolicyVersion', { policyName, policyType, versionId: 'v2' });
  await ram('SetDefaultPolicyVersion', { policyName, versionId: 'v2' });
  await ram('DeletePolicyVersion', { policyName, versionId: 'v1' });
  await ram('CreateUser', { userName, displayName: 'Terway', comments: 'for the add-on' });
  await ram('AttachPolicyToUser', { policyName, policyType, userName });
  await ram('GetPolicy', { policyName, policyType });
  await ram('ListPolicies');
  await ram('ListPolicies', { maxItems: 1 });
  await ram('GetUser', { userName });
  await ram('ListUsers');
  await ram('ListPoliciesForUser', { userName });
  await ram('ListEntitiesForPolicy', { policyName, policyType });
  const { accessKey } = (await ram('CreateAccessKey', { userName })) as { accessKey: { accessKeyId: string } };
  await ram('ListAccessKeys', { userName });
  await ram('GetAccessKeyLastUsed', { userName, userAccessKeyId: accessKey.accessKeyId });
  await ram('UpdateAccessKey', { userName, userAccessKeyId: accessKey.accessKeyId, status: 'Inactive' });
  await ram('DeleteAccessKey', { userName, userAccessKeyId: accessKey.accessKeyId });
  await ram('CreateLoginProfile', { userName, password: 'Passw0rd', passwordResetRequired: true });
  await ram('GetLoginProfile', { userName });
  await ram('DeleteLoginProfile', { userName });
  await ram('DetachPolicyFromUser', { policyName, policyType, userName });
  await callGroupsRolesAndTags(ram, { policyName, policyType, userName });
  await ram('DeleteUser', { userName });
  await ram('DeletePolicy', { policyName });
}

async function callGroupsRolesAndTags(ram: Call, { policyName, policyType, userName }: { readonly policyName: string; readonly policyType: string; readonly userName: string }): Promise<void> {
  const [groupName, roleName] = ['network', 'node'];
  await ram('CreateGroup', { groupName, comments: 'for the add-ons' });
  await ram('GetGroup', { groupName });
  await ram('ListGroups', { maxItems: 1 });
  await ram('AddUserToGroup', { userName, groupName });
  await ram('ListUsersForGroup', { groupName });
  await ram('ListGroupsForUser', { userName });
  await ram('AttachPolicyToGroup', { policyName, policyType, groupName });
  await ram('ListPoliciesForGroup', { groupName });
  const assumeRolePolicyDocument = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: ['ecs.aliyuncs.com'] } }] });
  await ram('CreateRole', { roleName, description: 'of the nodes', assumeRolePolicyDocument });
  await ram('GetRole', { roleName });
  await ram('ListRoles', { maxItems: 1 });
  await ram('AttachPolicyToRole', { policyName, policyType, roleName });
  await ram('ListPoliciesForRole', { roleName });
  await ram('ListEntitiesForPolicy', { policyName, policyType });
  await ram('TagResources', { resourceType: 'policy', resourceNames: [policyName], tag: [{ key: 'team', value: 'platform' }] });
  await ram('ListTagResources', { resourceType: 'policy', resourceNames: [policyName] });
  await ram('UntagResources', { resourceType: 'policy', resourceNames: [policyName], tagKeys: ['team'] });
  await ram('DetachPolicyFromRole', { policyName, policyType, roleName });
  await ram('DeleteRole', { roleName });
  await ram('DetachPolicyFromGroup', { policyName, policyType, groupName });
  await ram('RemoveUserFromGroup', { userName, groupName });
  await ram('DeleteGroup', { groupName });
}

async function callContainerService(cs: Call, clusterId: string, withNodes: () => Promise<void>): Promise<void> {
  const cluster = [clusterId];
  const ended = async ({ taskId }: Readonly<Record<string, unknown>>): Promise<void> => {
    while ((await cs('DescribeTaskInfo', {}, [String(taskId)]))['state'] === 'running') await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await cs('DescribeClusterDetail', {}, cluster);
  await cs('DescribeClustersV1');
  await cs('DescribeClusterUserKubeconfig', {}, cluster);
  await cs('DescribeExternalAgent', {}, cluster);
  await cs('DescribeUserQuota');
  await cs('ListAddons', { clusterId });
  await cs('DescribeAddon', { version: 'v1.14.2' }, ['terway-eniip']);
  await cs('DescribeAddons', { region: regionId });
  await ended(await cs('InstallClusterAddons', { body: [{ name: 'terway-eniip', version: 'v1.14.2', config: '{"a":"b"}' }] }, cluster));
  await ended(await cs('UpgradeClusterAddons', { body: [{ componentName: 'terway-eniip', nextVersion: 'v1.15.3' }] }, cluster));
  await cs('ListClusterAddonInstances', {}, cluster);
  await cs('GetClusterAddonInstance', {}, [clusterId, 'terway-eniip']);
  await cs('DescribeClusterAddonInstance', {}, [clusterId, 'terway-eniip']);
  await cs('ModifyClusterAddon', { config: '{"a":"c"}' }, [clusterId, 'terway-eniip']);
  while ((await cs('GetClusterAddonInstance', {}, [clusterId, 'terway-eniip']))['state'] !== 'active') await new Promise((resolve) => setTimeout(resolve, 5));
  await ended(await cs('UnInstallClusterAddons', { addons: [{ name: 'terway-eniip' }] }, cluster));

  const created = await cs('CreateClusterNodePool', fullNodePool(), cluster);
  await ended(created);
  const pool = [clusterId, String(created['nodepoolId'])];
  await withNodes();
  await cs('DescribeClusterNodePools', {}, cluster);
  await cs('DescribeClusterNodePoolDetail', {}, pool);
  await ended(await cs('ScaleClusterNodePool', { count: 1 }, pool));
  await ended(await cs('ModifyClusterNodePool', { updateNodes: true, kubernetesConfig: { labels: [{ key: 'b', value: 'c' }] } }, pool));
  const { nodes } = (await cs('DescribeClusterNodes', {}, cluster)) as { nodes: { instanceId: string; nodeName: string }[] };
  await ended(await cs('RemoveNodePoolNodes', { instanceIds: [nodes[0]?.instanceId], drainNode: true, releaseNode: true }, pool));
  await ended(await cs('DeleteClusterNodes', { nodes: [nodes[1]?.nodeName], releaseNode: true }, cluster));
  await ended(await cs('DeleteClusterNodepool', { force: true }, pool));
  await cs('DescribeClusterTasks', {}, cluster);
}

/** A create of a node pool with every field that the model has, so that what the sandbox stores and gives back is all there. */
function fullNodePool(): Readonly<Record<string, unknown>> {
  const request = fill(sdkClasses('cs')['CreateClusterNodePoolRequest'] as ModelClass) as Readonly<Record<string, Record<string, unknown>>>;
  return {
    ...request,
    nodepoolInfo: { ...request['nodepoolInfo'], name: 'cloud', type: 'ess' },
    scalingGroup: { ...request['scalingGroup'], vswitchIds: [nodeVSwitch], instanceTypes: ['ecs.g7.xlarge'], instanceChargeType: 'PostPaid', desiredSize: 2, securityGroupIds: [securityGroupId], securityGroupId },
    autoScaling: { ...request['autoScaling'], enable: false },
  };
}
