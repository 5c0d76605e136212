import type { DescribeClusterNodePoolsResponseBodyNodepools, DescribeClusterNodesResponseBodyNodes, DescribeTaskInfoResponseBody, Tag } from '@alicloud/cs20151215';
import type { PoolInstance } from '../plan/judge-nodes.ts';
import type { NodeTaint, ObservedNodePool } from '../plan/node-pool.ts';
import type { TaskReport } from './port.ts';

/** Reads a pool of DescribeClusterNodePools; `undefined` for an entry without id or name, which no caller could use. */
export const readNodePool = (pool: DescribeClusterNodePoolsResponseBodyNodepools): ObservedNodePool | undefined => {
  const { nodepoolInfo: info, scalingGroup: group, kubernetesConfig: kubernetes, status } = pool;
  if (info?.nodepoolId === undefined || info.name === undefined) return undefined;
  const securityGroupIds = group?.securityGroupIds ?? (group?.securityGroupId ? [group.securityGroupId] : []);
  return {
    id: info.nodepoolId,
    name: info.name,
    state: status?.state ?? '',
    ...(typeof group?.desiredSize === 'number' ? { desiredSize: group.desiredSize } : {}),
    totalNodes: Number(status?.totalNodes ?? 0),
    failedNodes: Number(status?.failedNodes ?? 0),
    autoScaling: pool.autoScaling?.enable === true,
    ...(group?.instanceChargeType === undefined ? {} : { chargeType: group.instanceChargeType }),
    vSwitchIds: group?.vswitchIds ?? [],
    instanceTypes: group?.instanceTypes ?? [],
    securityGroupIds,
    ...(group?.imageType ? { imageType: group.imageType } : {}),
    ...(group?.imageId ? { imageId: group.imageId } : {}),
    systemDisk: { ...(group?.systemDiskCategory ? { category: group.systemDiskCategory } : {}), ...(group?.systemDiskSize ? { size: group.systemDiskSize } : {}) },
    ...(group?.keyPair ? { keyPair: group.keyPair } : {}),
    labels: toRecord(kubernetes?.labels),
    taints: (kubernetes?.taints ?? []).map((taint) => ({
      key: taint.key ?? '',
      ...(taint.value ? { value: taint.value } : {}),
      effect: taint.effect as NodeTaint['effect'],
    })),
    runtime: { ...(kubernetes?.runtime ? { name: kubernetes.runtime } : {}), ...(kubernetes?.runtimeVersion ? { version: kubernetes.runtimeVersion } : {}) },
    tags: toRecord(group?.tags),
  };
};

/** Reads a node of DescribeClusterNodes; `undefined` for one without an instance id, which is no cloud node. */
export const readPoolInstance = (node: DescribeClusterNodesResponseBodyNodes): PoolInstance | undefined =>
  node.instanceId === undefined || node.instanceId === ''
    ? undefined
    : {
        instanceId: node.instanceId,
        state: node.state ?? '',
        nodeStatus: node.nodeStatus ?? '',
        nodeName: node.nodeName ?? '',
        createdAt: node.creationTime ?? '',
        errorMessage: node.errorMessage ?? '',
      };

/**
 * Reads DescribeTaskInfo. The reference names `fail`, older answers `failed`: both are failures, and so is a task that
 * was cancelled or paused by somebody, since it won't go on by itself.
 */
export const readTaskReport = (body: DescribeTaskInfoResponseBody): TaskReport => {
  const word = (body.state ?? '').toLowerCase();
  const state = word.startsWith('success') ? 'success' : /^(fail|cancel|paus)/.test(word) ? 'failed' : 'running';
  const messages = [
    ...(body.error?.message ? [[body.error.code, body.error.message].filter((part) => part).join(': ')] : []),
    ...(body.taskResult ?? []).filter((entry) => /^fail/i.test(entry.status ?? '')).map((entry) => entry.data ?? ''),
    ...(body.stages ?? []).filter((stage) => /^fail/i.test(stage.state ?? '')).map((stage) => stage.message ?? ''),
    ...(body.events ?? []).filter((event) => event.level !== undefined && event.level !== 'Normal').map((event) => event.message ?? ''),
  ].filter((message) => message !== '');
  return { state, stage: body.currentStage || body.taskType || word, messages: [...new Set(messages)] };
};

const toRecord = (pairs: readonly Tag[] | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((pairs ?? []).filter((pair) => pair.key !== undefined).map((pair) => [pair.key as string, pair.value ?? '']));
