import type { JsonObject } from '../json.ts';
import { requireRegion } from '../regions.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';
import { isoChina } from '../time-format.ts';
import { csOperation, queryFlag, queryInteger, queryText, requireCluster, type CsOperation } from './cs-call.ts';
import type { Task } from './cs-state.ts';

/** Container Service's operations on the registered cluster itself, its tasks and the account's quotas. */
export function clusterOperations(state: CloudState, kubeconfig: string): readonly CsOperation[] {
  return [
    csOperation('DescribeClusterDetail', 'GET', '/clusters/*', (call) => {
      requireCluster(state, call);
      return { ...clusterBody(state), parameters: {} };
    }),

    csOperation('DescribeClustersV1', 'GET', '/api/v1/clusters', (call) => {
      const region = queryText(call, 'region_id') ?? state.world.region;
      requireRegion(state.world, region);
      const body = clusterBody(state);
      const wanted = (['cluster_id', 'name', 'cluster_type', 'cluster_spec', 'profile'] as const).map((field) => {
        const value = queryText(call, field);
        return value === undefined || body[field] === value;
      });
      const found = wanted.every(Boolean) && region === state.world.region ? [body] : [];
      const number = queryInteger(call, 'page_number', { max: 1_000_000, fallback: 1 });
      const size = queryInteger(call, 'page_size', { max: 50, fallback: 10 });
      return { clusters: found.slice((number - 1) * size, number * size), page_info: { page_number: number, page_size: size, total_count: found.length } };
    }),

    // The cluster has one address here, whichever is asked for.
    csOperation('DescribeClusterUserKubeconfig', 'GET', '/k8s/*/user_config', (call) => {
      requireCluster(state, call);
      const minutes = queryInteger(call, 'TemporaryDurationMinutes', { max: 4320, fallback: 4320 });
      return { config: kubeconfig, expiration: new Date(state.now() + minutes * 60_000).toISOString() };
    }, ['PrivateIpAddress']),

    csOperation('DescribeExternalAgent', 'GET', '/k8s/*/external/agent/deployment', (call) => {
      requireCluster(state, call);
      return { config: agentManifest(state, queryFlag(call, 'PrivateIpAddress')) };
    }),

    csOperation('DescribeTaskInfo', 'GET', '/tasks/*', (call) => {
      const id = call.path[0] ?? '';
      const task = state.cs.tasks.get(id);
      if (task === undefined) throw new ServiceError(404, 'ErrorTaskNotFound', `Task ${id} not found.`);
      return taskBody(task);
    }),

    csOperation('DescribeClusterTasks', 'GET', '/clusters/*/tasks', (call) => {
      requireCluster(state, call);
      const number = queryInteger(call, 'page_number', { max: 1_000_000, fallback: 1 });
      const size = queryInteger(call, 'page_size', { max: 50, fallback: 20 });
      const all = [...state.cs.tasks.values()].reverse();
      return {
        requestId: call.requestId,
        page_info: { page_number: number, page_size: size, total_count: all.length },
        tasks: all.slice((number - 1) * size, number * size).map((task) => ({
          task_id: task.id,
          task_type: task.type,
          state: task.state,
          created: isoChina(task.created),
          updated: isoChina(task.updated),
          ...(task.error === undefined ? {} : { error: { ...task.error } }),
        })),
      };
    }),

    csOperation('DescribeUserQuota', 'GET', '/quota', () => ({
      cluster_quota: 50,
      amk_cluster_quota: 50,
      ask_cluster_quota: 20,
      cluster_nodepool_quota: 100,
      node_quota: state.world.quotas.nodesPerCluster,
      quotas: {},
    })),
  ];
}

function clusterBody(state: CloudState): JsonObject {
  const { cluster, vpc, vswitches, region, dataCenter } = state.world;
  const intranet = 'https://10.0.0.1:6443';
  return {
    cluster_id: cluster.id,
    name: cluster.name,
    cluster_type: 'ExternalKubernetes',
    cluster_spec: '',
    profile: 'Default',
    region_id: region,
    zone_id: vswitches[0]?.zone ?? '',
    state: cluster.agentConnected ? 'running' : 'disconnected',
    current_version: cluster.kubernetesVersion,
    init_version: cluster.kubernetesVersion,
    next_version: '',
    vpc_id: vpc.id,
    vswitch_id: vswitches.map((vswitch) => vswitch.id).join(','),
    vswitch_ids: vswitches.map((vswitch) => vswitch.id),
    security_group_id: cluster.securityGroupId,
    container_cidr: dataCenter.podCidr,
    subnet_cidr: dataCenter.podCidr,
    service_cidr: dataCenter.serviceCidr,
    network_mode: 'vpc',
    size: dataCenter.nodes.length + [...state.ecs.instances.values()].filter((instance) => instance.nodePoolId !== undefined).length,
    // In private mode the agent reaches the control plane over the VPC only, and there is no public endpoint.
    master_url: JSON.stringify({ api_server_endpoint: cluster.agentPrivate ? '' : 'https://203.0.113.10:6443', intranet_api_server_endpoint: intranet }),
    meta_data: '{}',
    deletion_protection: false,
    private_zone: false,
    resource_group_id: '',
    created: isoChina(state.cs.created),
    updated: isoChina(state.cs.created),
    tags: [{ key: 'ack.aliyun.com', value: cluster.id }],
  };
}

function taskBody(task: Task): JsonObject {
  return {
    cluster_id: task.clusterId,
    task_id: task.id,
    task_type: task.type,
    state: task.state,
    created: isoChina(task.created),
    updated: isoChina(task.updated),
    target: { ...task.target },
    task_result: task.results.map((result) => ({ ...result })),
    events: task.events.map((event) => ({ action: 'Normal', level: event.level ?? 'error', reason: event.reason, message: event.message, source: event.source, timestamp: isoChina(event.at) })),
    current_stage: '',
    stages: [],
    parameters: {},
    ...(task.error === undefined ? {} : { error: { ...task.error } }),
  };
}

/** What an administrator applies to connect the cluster. The sandbox's own agent needs no such Deployment. */
function agentManifest(state: CloudState, isPrivate: boolean): string {
  const { cluster, region } = state.world;
  const endpoint = `${cluster.id}.agent.${isPrivate ? 'internal.' : ''}${region}.cs.aliyuncs.com:5533`;
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: ack-cluster-agent',
    '  namespace: kube-system',
    'spec:',
    '  replicas: 2',
    '  selector: {matchLabels: {app: ack-cluster-agent}}',
    '  template:',
    '    metadata: {labels: {app: ack-cluster-agent}}',
    '    spec:',
    '      containers:',
    '        - name: ack-cluster-agent',
    `          image: registry-${region}${isPrivate ? '-vpc' : ''}.ack.aliyuncs.com/acs/agent:sandbox`,
    '          env:',
    `            - {name: ACK_AGENT_ENDPOINT, value: "${endpoint}"}`,
    '',
  ].join('\n');
}
