import { isJsonObject, type JsonObject } from '../json.ts';
import type { CloudState } from '../state.ts';
import { isoChina } from '../time-format.ts';
import type { NodePool } from './cs-state.ts';

/** A node pool as Container Service describes it. */
export function poolBody(state: CloudState, pool: NodePool): JsonObject {
  const instances = [...state.ecs.instances.values()].filter((instance) => instance.nodePoolId === pool.id);
  const count = (nodeState: string): number => instances.filter((instance) => instance.nodeState === nodeState).length;
  return {
    nodepool_info: {
      nodepool_id: pool.id,
      name: pool.name,
      type: 'ess',
      region_id: state.world.region,
      resource_group_id: pool.resourceGroupId,
      is_default: false,
      created: isoChina(pool.created),
      updated: isoChina(pool.updated),
    },
    scaling_group: {
      multi_az_policy: 'PRIORITY',
      scaling_policy: 'release',
      ...pool.scalingGroup,
      desired_size: pool.desiredSize,
      scaling_group_id: pool.scalingGroupId,
    },
    kubernetes_config: { cms_enabled: false, cpu_policy: 'none', labels: [], taints: [], runtime: 'containerd', ...pool.kubernetesConfig },
    auto_scaling: { enable: false, ...pool.autoScaling },
    management: { enable: false, ...managementBody(pool.management) },
    tee_config: { tee_enable: false },
    status: {
      state: pool.state,
      total_nodes: instances.length,
      serving_nodes: count('running'),
      healthy_nodes: count('running'),
      initial_nodes: count('initial'),
      removing_nodes: count('removing'),
      failed_nodes: count('failed'),
      offline_nodes: 0,
    },
  };
}

/** A node pool in a list of them, which leaves out what the instances answer metadata requests by. */
export function listedPoolBody(state: CloudState, pool: NodePool): JsonObject {
  const body = poolBody(state, pool);
  const { instance_metadata_options: _options, ...scalingGroup } = body['scaling_group'] as JsonObject;
  return { ...body, scaling_group: scalingGroup };
}

/** Of the policy for upgrades, an answer shows the kubelet's part alone. */
function managementBody(management: JsonObject): JsonObject {
  const policy = management['auto_upgrade_policy'];
  if (!isJsonObject(policy)) return management;
  const { auto_upgrade_os: _os, auto_upgrade_runtime: _runtime, ...shown } = policy;
  return { ...management, auto_upgrade_policy: shown };
}
