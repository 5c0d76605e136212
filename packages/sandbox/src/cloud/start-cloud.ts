import type { CloudHalf, CloudNetwork, ClusterAgent, SandboxContext } from '../halves.ts';
import { csProtocol } from './cs/cs-service.ts';
import { createTaskRunner } from './cs/tasks.ts';
import { startServiceServer, type ServiceProtocol, type ServiceServer } from './http/service-server.ts';
import { cbnRequests } from './models/cbn-requests.ts';
import { csRequests } from './models/cs-requests.ts';
import { ecsRequests } from './models/ecs-requests.ts';
import { ramRequests } from './models/ram-requests.ts';
import { vpcRequests } from './models/vpc-requests.ts';
import { cloudOperations } from './operations.ts';
import { ossProtocol } from './oss/oss-service.ts';
import { createAccess } from './ram/access.ts';
import { rpcProtocol } from './rpc/rpc-service.ts';
import { snapshotCloud } from './snapshot.ts';
import { createCloudState, type CloudState } from './state.ts';

/** A service of the cloud half. */
export type CloudService = 'ecs' | 'vpc' | 'ram' | 'cs' | 'oss' | 'cbn';

/** What the cloud half gets beside the shared context. */
export interface CloudOptions {
  /** The registered cluster's agent: installs add-ons, boots and removes nodes. */
  readonly agent: ClusterAgent;
  /** What DescribeClusterUserKubeconfig answers, as text. */
  readonly kubeconfig: string;
  /** Fixed ports; absent or 0: free ones. */
  readonly ports?: Partial<Record<CloudService, number>>;
  /** Whether OSS accepts V1 signatures, as it does for old buckets of old accounts. Default false. */
  readonly ossV1?: boolean;
}

/**
 * Starts ECS, VPC, RAM, Container Service, CEN and OSS, each on a loopback port of its own, with one state in memory.
 *
 * @throws SandboxError `InvalidOption` where a fixed port is taken; nothing stays open then.
 */
export async function startCloud(context: SandboxContext, options: CloudOptions): Promise<CloudHalf> {
  const { world } = context;
  const state = createCloudState(context);
  const access = createAccess(world, state.ram, () => state.now());
  const tasks = createTaskRunner(context, state);
  const operations = cloudOperations(context, state, tasks, options);

  const protocols: Record<CloudService, ServiceProtocol> = {
    ecs: rpcProtocol(context, access, {
      service: 'ecs',
      version: '2014-05-26',
      forbiddenCode: 'Forbidden.RAM',
      hostId: `ecs.${world.region}.aliyuncs.com`,
      operations: operations.ecs,
      requests: ecsRequests,
    }),
    vpc: rpcProtocol(context, access, {
      service: 'vpc',
      version: '2016-04-28',
      forbiddenCode: 'Forbidden.RAM',
      hostId: `vpc.${world.region}.aliyuncs.com`,
      operations: operations.vpc,
      requests: vpcRequests,
    }),
    ram: rpcProtocol(context, access, {
      service: 'ram',
      version: '2015-05-01',
      forbiddenCode: 'NoPermission',
      hostId: 'ram.aliyuncs.com',
      operations: operations.ram,
      requests: ramRequests,
    }),
    cs: csProtocol(context, access, operations.cs, csRequests),
    cbn: rpcProtocol(context, access, {
      service: 'cbn',
      ramName: 'cen',
      version: '2017-09-12',
      forbiddenCode: 'Forbidden.RAM',
      hostId: 'cbn.aliyuncs.com',
      operations: operations.cbn,
      requests: cbnRequests,
    }),
    oss: ossProtocol(state, access, options.ossV1 ?? false),
  };

  const servers = await startAll(context, protocols, options.ports ?? {});
  return {
    endpoints: { ecs: servers.ecs.endpoint, vpc: servers.vpc.endpoint, ram: servers.ram.endpoint, cs: servers.cs.endpoint, oss: servers.oss.endpoint, cbn: servers.cbn.endpoint },
    network: networkOf(state),
    mayCall: (id, secret, action) => access.mayCall(id, secret, action),
    snapshot: () => snapshotCloud(state),
    async stop() {
      await Promise.all([...Object.values(servers).map((server) => server.stop()), tasks.stop()]);
    },
  };
}

async function startAll(context: SandboxContext, protocols: Record<CloudService, ServiceProtocol>, ports: Partial<Record<CloudService, number>>): Promise<Record<CloudService, ServiceServer>> {
  const started: Partial<Record<CloudService, ServiceServer>> = {};
  try {
    const start = async (service: CloudService): Promise<ServiceServer> => (started[service] = await startServiceServer(context, protocols[service], ports[service]));
    return { ecs: await start('ecs'), vpc: await start('vpc'), ram: await start('ram'), cs: await start('cs'), oss: await start('oss'), cbn: await start('cbn') };
  } catch (error) {
    await Promise.all(Object.values(started).map((server) => server.stop()));
    throw error;
  }
}

/** The world's own VPC, as the network model of probes reads it. */
function networkOf(state: CloudState): CloudNetwork {
  const { vpc } = state.world;
  return {
    instances: () => [...state.ecs.instances.values()].map(({ id, privateIp, vswitchId, securityGroupIds }) => ({ instanceId: id, privateIp, vswitchId, securityGroupIds })),
    vpcCidrs: () => [vpc.cidr, ...vpc.secondaryCidrs],
    vswitches: () => [...state.vpc.vswitches.values()].filter((vswitch) => vswitch.vpcId === vpc.id).map(({ id, zone, cidr }) => ({ id, zone, cidr })),
    routes: () => (state.vpc.routes.get(state.vpc.vpcs.get(vpc.id)?.routeTableId ?? '') ?? []).map(({ destination, nextHopType }) => ({ destination, nextHopType })),
    securityGroupRules: (groupId) => (state.ecs.securityGroups.get(groupId)?.rules ?? []).map(({ id: _id, description: _description, created: _created, ...rule }) => rule),
  };
}
