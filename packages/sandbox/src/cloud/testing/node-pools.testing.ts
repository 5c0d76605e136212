import * as Cs from '@alicloud/cs20151215';
import type CsClient from '@alicloud/cs20151215';
import { defaultWorld } from '../../world.ts';
import { until, type TestCloud } from './test-cloud.ts';

/** The registered cluster of the default world. */
export const clusterId = defaultWorld.cluster.id;

/** A create request with a scaling group that works, and parts replaced. */
export function createRequest(parts: { readonly name?: string; readonly size?: number; readonly scalingGroup?: object; readonly kubernetesConfig?: object; readonly autoScaling?: object } = {}): Cs.CreateClusterNodePoolRequest {
  const scalingGroup = {
    vswitchIds: ['vsw-bp1sandboxnodes0001'],
    instanceTypes: ['ecs.g7.xlarge'],
    instanceChargeType: 'PostPaid',
    ...(parts.size === undefined ? {} : { desiredSize: parts.size }),
    ...parts.scalingGroup,
  };
  return new Cs.CreateClusterNodePoolRequest({
    nodepoolInfo: { name: parts.name ?? 'cloud' },
    scalingGroup,
    ...(parts.kubernetesConfig === undefined ? {} : { kubernetesConfig: parts.kubernetesConfig }),
    ...(parts.autoScaling === undefined ? {} : { autoScaling: parts.autoScaling }),
  });
}

/** The end of a task. */
export async function taskEnd(cs: CsClient, taskId: string | undefined): Promise<Cs.DescribeTaskInfoResponseBody> {
  const { body } = await until(() => cs.describeTaskInfo(taskId ?? ''), (answer) => answer.body?.state !== 'running');
  return body ?? new Cs.DescribeTaskInfoResponseBody({});
}

/** A pool with so many nodes that run. */
export async function poolOf(cloud: TestCloud, size: number, parts: Parameters<typeof createRequest>[0] = {}): Promise<{ readonly cs: CsClient; readonly id: string; readonly end: Cs.DescribeTaskInfoResponseBody }> {
  const cs = await cloud.cs();
  const { body } = await cs.createClusterNodePool(clusterId, createRequest({ ...parts, size }));
  return { cs, id: body?.nodepoolId ?? '', end: await taskEnd(cs, body?.taskId) };
}

/** The nodes of the cluster, as `state` and address. */
export async function nodesOf(cs: CsClient, request: object = {}): Promise<string[]> {
  const { body } = await cs.describeClusterNodes(clusterId, new Cs.DescribeClusterNodesRequest(request));
  return (body?.nodes ?? []).map((node) => `${node.state} ${node.ipAddress?.[0]}`);
}
