import { HybridError, InvalidInputError, NotFoundError, PermissionError, type AlibabaCloud, type Check, type Kubernetes, type StepOptions } from '@ack-hybrid/core';
import { createCloudReader } from './api/alibaba-cloud-reader.ts';
import { createClusterReader } from './api/kubernetes-cluster-reader.ts';
import type { CloudReader, ClusterReader } from './api/port.ts';
import { parseIpv4Block } from './plan/ipv4-block.ts';
import { checkCluster, judgePreflight } from './plan/judge-preflight.ts';
import { describePermission, neededPermissions, type NeededPermission } from './plan/needed-permissions.ts';
import { parseEndpoint } from './plan/plan-probes.ts';
import type { PreflightFacts, PreflightWishes, Reading, RegisteredCluster } from './plan/preflight-facts.ts';

/** What the preflight is held through. */
export interface PreflightClients {
  readonly cloud: AlibabaCloud;
  readonly kubernetes: Kubernetes;
}

/** The ports beneath. */
export interface PreflightPorts {
  readonly reader: CloudReader;
  readonly cluster: ClusterReader;
}

/** What the preflight looks at. */
export interface PreflightInput extends PreflightWishes {
  readonly clusterId: string;
  /** Default: the registered cluster's own. */
  readonly securityGroupIds?: readonly string[];
  /** Default: {@link neededPermissions}. Empty: not asked. */
  readonly permissions?: readonly NeededPermission[];
}

/** What the preflight saw. */
export interface PreflightReport {
  readonly cluster: RegisteredCluster;
  readonly checks: readonly Check[];
}

/**
 * Looks at the prerequisites of a hybrid cluster: the registered cluster and its agent, VPC, vSwitches, what their zones
 * sell of the node pool's instance types, routes, security groups, the API server and the caller's rights. Reads only. What is wrong is a check with a remedy; what may not be looked
 * at is a warning.
 *
 * @throws {InvalidInputError} for bad input, with the path of every bad field
 * @throws {NotFoundError} where there is no such cluster
 * @throws {ApiError} for a region or credentials that don't hold: one error, not one a check
 * @example
 * const { checks } = await runPreflight({ cloud, kubernetes }, {
 *   clusterId, vSwitches: [{ id: 'vsw-1', zone: 'cn-hangzhou-i', use: 'nodes' }],
 *   onPremises: { nodeCidrs: ['192.168.0.0/24'], podCidrs: ['10.100.0.0/16'] },
 * });
 */
export const runPreflight = (clients: PreflightClients, input: PreflightInput, options: StepOptions = {}): Promise<PreflightReport> => lookAround(openPreflightPorts(clients), input, options);

/** The ports over the real services. Sends nothing. */
export const openPreflightPorts = (clients: PreflightClients): PreflightPorts => ({ reader: createCloudReader(clients.cloud), cluster: createClusterReader(clients.kubernetes) });

/** The preflight over given ports. */
export const lookAround = async (ports: PreflightPorts, input: PreflightInput, options: StepOptions = {}): Promise<PreflightReport> => {
  validatePreflightInput(input);
  const { reader, cluster: inside } = ports;
  const context = { signal: options.signal };
  // Alone and first: a wrong region, credential or cluster id is one error here instead of one in each check.
  const cluster = await reader.readCluster(input.clusterId, context);
  const wrongCluster = checkCluster(cluster, reader.region);
  // What else would be read belongs to another cluster or another region.
  if (wrongCluster.status === 'fail') return { cluster, checks: [wrongCluster] };
  const securityGroupIds = input.securityGroupIds ?? (cluster.securityGroupId === '' ? [] : [cluster.securityGroupId]);
  const agent = await attempt(() => inside.readAgentDeployment(context));
  const withAgent = agent.read && agent.value !== undefined;
  const [agentEndpoints, vpc, vSwitches, offers, routes, rules, version, permissions] = await Promise.all([
    attempt(() => (withAgent ? reader.readAgentEndpoints(input.clusterId, context) : Promise.resolve({}))),
    attempt(() => (cluster.vpcId === '' ? Promise.resolve(undefined) : reader.readVpc(cluster.vpcId, context))),
    attempt(() => (cluster.vpcId === '' ? Promise.resolve([]) : reader.listVSwitches(cluster.vpcId, context))),
    attempt(async () => (await Promise.all([...new Set(input.instanceTypes)].map((type) => reader.listInstanceTypeOffers(type, context)))).flat()),
    attempt(() => (cluster.vpcId === '' ? Promise.resolve([]) : reader.listRoutes(cluster.vpcId, context))),
    attempt(async () => (await Promise.all(securityGroupIds.map((id) => reader.listSecurityGroupRules(id, context)))).flat()),
    attempt(() => inside.readVersion(context)),
    attempt(() => askPermissions(inside, input.permissions ?? neededPermissions, context), (error) => NotFoundError.isInstance(error)),
  ]);
  const facts: PreflightFacts = { region: reader.region, cluster, agent, agentEndpoints, vpc, vSwitches, offers, routes, rules, securityGroupIds, version, permissions };
  return { cluster, checks: judgePreflight(facts, input) };
};

const askPermissions = async (inside: ClusterReader, needed: readonly NeededPermission[], context: { readonly signal?: AbortSignal | undefined }) =>
  Promise.all(
    needed.map(async (permission) => ({
      action: describePermission(permission),
      allowed: await inside.mayDo(permission, context),
      ...(permission.onlyFor === undefined ? {} : { onlyFor: permission.onlyFor }),
    })),
  );

/** Turns a refusal into a reading that says why; everything else that goes wrong is thrown. */
const attempt = async <Value>(body: () => Promise<Value>, alsoRefused: (error: unknown) => boolean = () => false): Promise<Reading<Value>> => {
  try {
    return { read: true, value: await body() };
  } catch (error) {
    if (!HybridError.isInstance(error) || !(PermissionError.isInstance(error) || alsoRefused(error))) throw error;
    return { read: false, reason: error.message, remediation: error.remediation ?? 'Use a cluster and a user for which this can be asked.' };
  }
};

/** @throws {InvalidInputError} with the path of every bad field */
export const validatePreflightInput = (input: PreflightInput): void => {
  const issues: { path: string; message: string }[] = [];
  if (!/^c[a-z0-9]{20,40}$/.test(input.clusterId)) issues.push({ path: 'clusterId', message: `"${input.clusterId}" does not have the form of a cluster id: c and 32 hexadecimal characters` });
  for (const name of ['nodeCidrs', 'podCidrs'] as const) {
    if (input.onPremises[name].length === 0) issues.push({ path: `onPremises.${name}`, message: 'names no block' });
    input.onPremises[name].forEach((cidr, index) => {
      if (parseIpv4Block(cidr) === undefined) issues.push({ path: `onPremises.${name}[${index}]`, message: `"${cidr}" is no IPv4 block` });
    });
  }
  if (input.vSwitches.length === 0) issues.push({ path: 'vSwitches', message: 'names no vSwitch' });
  issues.push(...judgeInstanceTypes(input));
  if (input.apiServer !== undefined && parseEndpoint(input.apiServer, 6_443) === undefined) issues.push({ path: 'apiServer', message: `"${input.apiServer}" is neither host nor host:port` });
  if (issues.length > 0) throw new InvalidInputError({ subject: 'preflight', issues });
};

const judgeInstanceTypes = ({ instanceTypes, vSwitches }: PreflightInput): readonly { readonly path: string; readonly message: string }[] => {
  if (instanceTypes === undefined) return [];
  const count = instanceTypes.length;
  return [
    ...(count >= 1 && count <= 10 ? [] : [{ path: 'instanceTypes', message: `names ${count} instance types; a node pool takes 1 to 10` }]),
    ...instanceTypes.flatMap((type, index) => (/^ecs\.[a-z0-9][\w.-]+$/.test(type) ? [] : [{ path: `instanceTypes[${index}]`, message: `"${type}" does not have the form ecs.<family>.<size>` }])),
    ...(vSwitches.length === 0 || vSwitches.some((vSwitch) => vSwitch.use === 'nodes')
      ? []
      : [{ path: 'vSwitches', message: 'none has the use "nodes", so nothing tells in which zones the instance types are wanted' }]),
  ];
};
