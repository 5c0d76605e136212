import type { CreateClusterNodePoolRequest, ModifyClusterNodePoolRequest, Tag, Taint } from '@alicloud/cs20151215';
import type { DesiredNodePool, NodeTaint } from '../plan/node-pool.ts';
import type { NodePoolSettings } from '../plan/plan-node-pool.ts';

/** The module whose request classes turn our fields into the service's names. */
export type ContainerServiceSdk = typeof import('@alicloud/cs20151215');

/**
 * The body of CreateClusterNodePool. The size goes with it: a pool that is made with its size needs no second write, and
 * a run that dies after the creation finds in `desired_size` that the scaling was asked for.
 */
export const buildCreateRequest = (sdk: ContainerServiceSdk, pool: DesiredNodePool, tags: Readonly<Record<string, string>>): CreateClusterNodePoolRequest =>
  new sdk.CreateClusterNodePoolRequest({
    nodepoolInfo: new sdk.CreateClusterNodePoolRequestNodepoolInfo({ name: pool.name, type: 'ess' }),
    autoScaling: new sdk.CreateClusterNodePoolRequestAutoScaling({ enable: false }),
    scalingGroup: new sdk.CreateClusterNodePoolRequestScalingGroup({
      vswitchIds: [...pool.vSwitchIds],
      instanceTypes: [...pool.instanceTypes],
      instanceChargeType: 'PostPaid',
      desiredSize: pool.size,
      ...(pool.securityGroupIds === undefined ? {} : { securityGroupIds: [...pool.securityGroupIds] }),
      ...(pool.imageType === undefined ? {} : { imageType: pool.imageType }),
      ...(pool.imageId === undefined ? {} : { imageId: pool.imageId }),
      ...(pool.systemDisk === undefined ? {} : { systemDiskCategory: pool.systemDisk.category, systemDiskSize: pool.systemDisk.size }),
      ...(pool.login?.kind === 'key-pair' ? { keyPair: pool.login.name } : {}),
      ...(pool.login?.kind === 'password' ? { loginPassword: pool.login.password.reveal() } : {}),
      tags: Object.entries(tags).map(([key, value]) => new sdk.CreateClusterNodePoolRequestScalingGroupTags({ key, value })),
    }),
    kubernetesConfig: new sdk.CreateClusterNodePoolRequestKubernetesConfig({
      labels: toPairs(sdk, pool.labels ?? {}),
      taints: toTaints(sdk, pool.taints ?? []),
      ...(pool.runtime === undefined ? {} : { runtime: pool.runtime.name }),
      ...(pool.runtime?.version === undefined ? {} : { runtimeVersion: pool.runtime.version }),
    }),
  });

/** The body of ModifyClusterNodePool: what isn't named stays as it is. Labels and taints reach the nodes that are there, too. */
export const buildModifyRequest = (
  sdk: ContainerServiceSdk,
  change: { readonly desiredSize?: number; readonly settings?: Partial<NodePoolSettings> },
): ModifyClusterNodePoolRequest => {
  const { vSwitchIds, instanceTypes, imageType, systemDisk, keyPair, labels, taints, tags } = change.settings ?? {};
  const group = {
    ...(change.desiredSize === undefined ? {} : { desiredSize: change.desiredSize }),
    ...(vSwitchIds === undefined ? {} : { vswitchIds: [...vSwitchIds] }),
    ...(instanceTypes === undefined ? {} : { instanceTypes: [...instanceTypes] }),
    ...(imageType === undefined ? {} : { imageType }),
    ...(systemDisk === undefined ? {} : { systemDiskCategory: systemDisk.category, systemDiskSize: systemDisk.size }),
    ...(keyPair === undefined ? {} : { keyPair }),
    ...(tags === undefined ? {} : { tags: toPairs(sdk, tags) }),
  };
  const kubernetes = {
    ...(labels === undefined ? {} : { labels: toPairs(sdk, labels) }),
    ...(taints === undefined ? {} : { taints: toTaints(sdk, taints) }),
  };
  return new sdk.ModifyClusterNodePoolRequest({
    ...(Object.keys(group).length === 0 ? {} : { scalingGroup: new sdk.ModifyClusterNodePoolRequestScalingGroup(group) }),
    ...(Object.keys(kubernetes).length === 0 ? {} : { kubernetesConfig: new sdk.ModifyClusterNodePoolRequestKubernetesConfig(kubernetes), updateNodes: true }),
  });
};

const toPairs = (sdk: ContainerServiceSdk, record: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(record).map(([key, value]) => new sdk.Tag({ key, value }));

const toTaints = (sdk: ContainerServiceSdk, taints: readonly NodeTaint[]): Taint[] =>
  taints.map(({ key, value, effect }) => new sdk.Taint({ key, ...(value === undefined ? {} : { value }), effect }));
