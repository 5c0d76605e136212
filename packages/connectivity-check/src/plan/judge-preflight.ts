import type { Check } from '@ack-hybrid/core';
import { checkInstanceTypes } from './judge-instance-types.ts';
import { judgeFlow, type Flow } from './judge-security-group.ts';
import { judgeRoute } from './judge-routes.ts';
import { parseEndpoint } from './plan-probes.ts';
import { fail, pass, warn, withReading } from './preflight-check.ts';
import type { PreflightFacts, PreflightWishes, RegisteredCluster } from './preflight-facts.ts';

/** Holds what was read against what the way needs. Pure: a check for each prerequisite, in the order of the guide. */
export const judgePreflight = (facts: PreflightFacts, wishes: PreflightWishes): readonly Check[] => [
  checkCluster(facts.cluster, facts.region),
  checkAgentConnected(facts),
  checkAgentPrivate(facts),
  checkVpc(facts),
  checkVSwitches(facts, wishes),
  ...(wishes.instanceTypes === undefined ? [] : [checkInstanceTypes(facts, wishes)]),
  checkRoutes(facts, wishes),
  checkSecurityGroups(facts, wishes, 'ingress'),
  checkSecurityGroups(facts, wishes, 'egress'),
  checkKubernetes(facts),
  checkPermissions(facts),
  ...(wishes.scriptUrl === undefined ? [] : [checkScriptUrl(wishes.scriptUrl)]),
];

/** Whether this is a registered cluster of the region; where it isn't, nothing else is worth a look. */
export const checkCluster = (cluster: RegisteredCluster, region: string): Check => {
  const name = 'registered-cluster';
  if (cluster.clusterType !== 'ExternalKubernetes') {
    return fail(name, `cluster ${cluster.id} is of type ${cluster.clusterType || 'unknown'}, no registered cluster`, 'Name a cluster that was registered (type ExternalKubernetes).');
  }
  if (cluster.region !== '' && cluster.region !== region) return fail(name, `cluster ${cluster.id} is in ${cluster.region}, not in ${region}`, `Set the region to ${cluster.region}.`);
  return pass(name, `${cluster.name} (${cluster.id}) is a registered cluster in ${region}`);
};

const checkAgentConnected = ({ cluster, agent }: PreflightFacts): Check => {
  const name = 'agent-connected';
  const remediation = 'Apply the private-network agent manifest of the registered cluster again, and look at the pods of kube-system/ack-cluster-agent.';
  if (cluster.state !== 'running') return fail(name, `Container Service calls the cluster "${cluster.state}", not "running": its agent does not hold a connection`, remediation);
  return withReading(name, agent, (deployment) => {
    if (deployment?.available === 0) return warn(name, 'Container Service calls the cluster running, but no pod of kube-system/ack-cluster-agent is available', remediation);
    return pass(name, `Container Service calls the cluster running${deployment === undefined ? '' : `; ${deployment.available} of ${deployment.replicas} agents are available`}`);
  });
};

/** No API tells the mode, so it is inferred and never fails: from the agent's own settings, else from the published addresses. */
const checkAgentPrivate = ({ cluster, agent, agentEndpoints }: PreflightFacts): Check => {
  const name = 'agent-private-mode';
  const remediation = 'Node pools need the agent in private-network mode: apply the private agent manifest of the registered cluster.';
  const settings = agent.read && agent.value !== undefined ? agent.value.settings : [];
  if (agentEndpoints.read && settings.length > 0) {
    const uses = (endpoint: string | undefined): boolean => endpoint !== undefined && settings.some((setting) => setting.includes(endpoint));
    if (uses(agentEndpoints.value.private)) return pass(name, `the agent dials ${String(agentEndpoints.value.private)}, the private address`);
    if (uses(agentEndpoints.value.public)) return warn(name, `the agent dials ${String(agentEndpoints.value.public)}, the public address`, remediation);
  }
  if (cluster.apiServer.private !== '' && cluster.apiServer.public === '') return pass(name, 'the cluster has a private address only, so its agent is in private mode (inferred)');
  return warn(name, 'neither the agent\'s settings nor the cluster\'s addresses tell whether the agent is in private mode', remediation);
};

const checkVpc = ({ cluster, vpc }: PreflightFacts): Check =>
  withReading('vpc', vpc, (found) =>
    found === undefined
      ? fail('vpc', cluster.vpcId === '' ? 'the registered cluster has no VPC' : `VPC ${cluster.vpcId} is not in this region`, 'Register the cluster with the VPC that the nodes are to use.')
      : pass('vpc', `${found.id} (${found.cidrs.join(', ')}) is ${found.status || 'there'}`),
  );

const checkVSwitches = ({ cluster, vSwitches }: PreflightFacts, wishes: PreflightWishes): Check =>
  withReading('vswitches', vSwitches, (found) => {
    const faults = wishes.vSwitches.flatMap((wish) => {
      const vSwitch = found.find((candidate) => candidate.id === wish.id);
      if (vSwitch === undefined) return [`${wish.id} is not in VPC ${cluster.vpcId}`];
      if (wish.zone !== undefined && wish.zone !== vSwitch.zone) return [`${wish.id} is in zone ${vSwitch.zone}, not in ${wish.zone}`];
      return vSwitch.availableAddresses === 0 ? [`${wish.id} has no free address`] : [];
    });
    const zonesOf = (use: 'nodes' | 'pods') => new Set(wishes.vSwitches.filter((wish) => wish.use === use).map((wish) => found.find((candidate) => candidate.id === wish.id)?.zone));
    const podZones = zonesOf('pods');
    // Terway falls back to the node's own vSwitch in silence where a zone has no pod vSwitch.
    const bare = podZones.size === 0 ? [] : [...zonesOf('nodes')].filter((zone) => zone !== undefined && !podZones.has(zone));
    const all = [...faults, ...bare.map((zone) => `zone ${String(zone)} has a vSwitch for nodes, but none for pods`)];
    if (all.length > 0) return fail('vswitches', all.join('; '), 'Create the vSwitch in that zone, or name another one of the VPC.');
    return pass('vswitches', `${wishes.vSwitches.length} vSwitches are in the VPC, in their zones`);
  });

const checkRoutes = ({ routes }: PreflightFacts, { onPremises }: PreflightWishes): Check =>
  withReading('routes-to-data-centre', routes, (entries) => {
    const tables = [...new Set(entries.map((entry) => entry.routeTableId))];
    const faults = [...onPremises.nodeCidrs, ...onPremises.podCidrs].flatMap((cidr) =>
      (tables.length === 0 ? [''] : tables).flatMap((table) => {
        const judgement = judgeRoute(cidr, entries.filter((entry) => entry.routeTableId === table));
        return judgement.routed ? [] : [`${table === '' ? 'no route table' : table}: ${judgement.reason}`];
      }),
    );
    if (faults.length === 0) return pass('routes-to-data-centre', `${[...onPremises.nodeCidrs, ...onPremises.podCidrs].join(', ')} are routed out of the VPC`);
    return fail('routes-to-data-centre', faults.join('; '), 'Publish the data centre\'s node and pod blocks to the VPC through the transit router or VBR, or add route entries towards them.');
  });

const checkSecurityGroups = (facts: PreflightFacts, wishes: PreflightWishes, direction: Flow['direction']): Check => {
  const name = `security-groups-${direction}`;
  return withReading(name, facts.rules, (rules) => {
    const judged = listFlows(wishes).filter((flow) => flow.direction === direction).map((flow) => ({ flow, ...judgeFlow(flow, rules) }));
    const say = (verdict: string) =>
      judged.filter((entry) => entry.verdict === verdict).map(({ flow, reason }) => `${flow.why} (${flow.protocol} ${flow.firstPort}${flow.lastPort === flow.firstPort ? '' : `–${flow.lastPort}`}, ${flow.cidr}): ${reason}`);
    const dropped = say('drop');
    const remediation = `Add ${direction} rules to ${facts.securityGroupIds.join(', ')} that accept this.`;
    if (dropped.length > 0) return fail(name, dropped.join('; '), remediation);
    const unknown = say('unknown');
    if (unknown.length > 0) return warn(name, unknown.join('; '), remediation);
    return pass(name, `${facts.securityGroupIds.join(', ')} let ${judged.length} kinds of traffic through`);
  });
};

/** The traffic that a hybrid cluster needs, by the vendor's list of prerequisites. */
export const listFlows = ({ onPremises, apiServer }: PreflightWishes): readonly Flow[] => {
  const tcp = (direction: Flow['direction'], cidr: string, firstPort: number, lastPort: number, why: string): Flow => ({ direction, cidr, protocol: 'tcp', firstPort, lastPort, why });
  const server = apiServer === undefined ? undefined : parseEndpoint(apiServer, 6_443);
  return [
    ...onPremises.nodeCidrs.map((cidr) => tcp('ingress', cidr, 10_250, 10_250, 'the API server reaches kubelets')),
    ...[...onPremises.nodeCidrs, ...onPremises.podCidrs].map((cidr) => tcp('ingress', cidr, 1, 65_535, 'the data centre reaches cloud nodes and pods')),
    tcp('ingress', '100.64.0.0/10', 1, 65_535, 'Alibaba Cloud\'s own services reach the nodes'),
    ...(server === undefined || !/^[\d.]+$/.test(server.host) ? [] : [tcp('egress', server.host, server.port, server.port, 'nodes reach the API server')]),
    ...onPremises.podCidrs.map((cidr): Flow => ({ direction: 'egress', cidr, protocol: 'udp', firstPort: 53, lastPort: 53, why: 'pods reach the cluster DNS' })),
    ...[...onPremises.nodeCidrs, ...onPremises.podCidrs].map((cidr) => tcp('egress', cidr, 1, 65_535, 'cloud nodes and pods reach the data centre')),
    tcp('egress', '100.64.0.0/10', 443, 443, 'nodes reach registries and OSS'),
    { direction: 'egress', cidr: '100.64.0.0/10', protocol: 'udp', firstPort: 53, lastPort: 53, why: 'nodes resolve names in the VPC' },
  ];
};

const checkKubernetes = ({ version }: PreflightFacts): Check =>
  withReading('kubernetes-api', version, (text) => {
    const minor = Number(/^v?1\.(\d+)/.exec(text)?.[1] ?? Number.NaN);
    if (Number.isNaN(minor)) return warn('kubernetes-api', `the API server answers with the version "${text}", which is none`, 'Check that the kubeconfig names the API server itself.');
    // The eviction API policy/v1 and the packages that the init script installs begin there.
    return minor < 22
      ? warn('kubernetes-api', `the API server runs ${text}`, 'Kubernetes before 1.22 has no policy/v1, and its packages are out of the repositories: upgrade first.')
      : pass('kubernetes-api', `the API server answers and runs ${text}`);
  });

const checkPermissions = ({ permissions }: PreflightFacts): Check =>
  withReading('kubernetes-permissions', permissions, (asked) => {
    const remediation = 'Grant these verbs to the user of the kubeconfig by the roles of docs/rbac.md, or use an administrator\'s kubeconfig.';
    const denied = asked.filter((entry) => !entry.allowed);
    const say = `the caller may not ${denied.map(({ action, onlyFor }) => (onlyFor === undefined ? action : `${action} (only needed for ${onlyFor})`)).join(', ')}`;
    if (denied.some((entry) => entry.onlyFor === undefined)) return fail('kubernetes-permissions', say, remediation);
    if (denied.length > 0) return warn('kubernetes-permissions', say, remediation);
    return pass('kubernetes-permissions', `the caller may do all ${asked.length} things that the steps need`);
  });

const checkScriptUrl = (text: string): Check => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return fail('script-url', 'the script URL is no http or https URL', 'Give the URL under which the nodes fetch the init script.');
  if (text.length > 1_024) return fail('script-url', `the script URL has ${text.length} characters; the agent takes 1,024`, 'Publish the script under a shorter URL: one that is not signed, or signed by a long-term key.');
  return pass('script-url', `${url.origin}${url.pathname} has a form that the agent accepts; whether nodes reach it is probed from them`);
};
