import type { CloudNetwork } from '../halves.ts';
import type { SandboxSecurityGroupRule, SandboxWorld } from '../types.ts';
import { blockHolds, nthAddress, parseBlock } from './address.ts';

/** The two sites and what joins them, as the model reads them on each question. */
export interface ReachabilityNetwork {
  readonly dataCenter: Pick<SandboxWorld['dataCenter'], 'apiServer' | 'nodeCidr' | 'podCidr' | 'serviceCidr' | 'nodes' | 'routesToCloud'>;
  readonly cloud: CloudNetwork;
  /** Security groups of addresses on a vSwitch that are no instance's (Terway's interfaces), and of instances without any. */
  readonly podSecurityGroupIds: readonly string[];
}

/** One question: IPv4 addresses and a port (ignored for icmp). */
export interface ReachabilityQuestion {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
}

/** The answer, with the hop that decides. */
export interface Reachability {
  readonly reachable: boolean;
  readonly reason: string;
}

/** Alibaba Cloud's own services (DNS, OSS, registries, control addresses). */
const cloudServices = '100.64.0.0/10';

type Place =
  | { readonly site: 'on-premises'; readonly address: string; readonly what: string }
  | { readonly site: 'vpc'; readonly address: string; readonly what: string; readonly groups: readonly string[] }
  | { readonly site: 'cloud-service'; readonly address: string; readonly what: string };

const no = (reason: string): Reachability => ({ reachable: false, reason });
const yes = (reason: string): Reachability => ({ reachable: true, reason });

/**
 * Whether a packet gets there and the answer back, by routes and security groups.
 *
 * What listens on a port is not modelled beyond the existence of the host: a reachable host answers on every port. The
 * Internet does not exist in this model; a data centre's own firewalls are taken to let everything through.
 */
export function canReach(question: ReachabilityQuestion, network: ReachabilityNetwork): Reachability {
  const from = locate(question.from, network);
  const to = locate(behindService(question.to, network), network);
  if ('reachable' in from) return no(`source ${question.from}: ${from.reason}`);
  if ('reachable' in to) return to;
  if (from.site === 'cloud-service') return no(`${from.address} is an address of Alibaba Cloud's services, which open no connection`);

  if (from.site === 'on-premises' && to.site === 'on-premises') return yes('both are in the data centre');

  if (from.site === 'vpc') {
    const egress = judge(network, from.groups, 'egress', to.address, question, to.site === 'vpc' ? to.groups : []);
    if (!egress.accept) return no(`a security group of ${from.address} stops it on the way out (${egress.reason})`);
  }
  if (from.site === 'on-premises' && !routed(network.dataCenter.routesToCloud, to.address)) {
    return no(`the data centre has no route to ${to.address}; routes to the cloud: ${network.dataCenter.routesToCloud.join(', ') || 'none'}`);
  }
  if (to.site === 'cloud-service') return yes(`${to.address} is in ${cloudServices}`);

  if (to.site === 'on-premises') {
    const route = vpcRouteFor(to.address, network);
    if (route === undefined) return no(`the VPC's route table has no entry towards ${to.address} (${to.what})`);
    if (!routed(network.dataCenter.routesToCloud, from.address)) return no(`the data centre has no route back to ${from.address}`);
    return yes(`by the VPC's route ${route}`);
  }
  const ingress = judge(network, to.groups, 'ingress', from.address, question, from.site === 'vpc' ? from.groups : []);
  if (!ingress.accept) return no(`a security group of ${to.address} stops it on the way in (${ingress.reason})`);
  if (from.site === 'on-premises') {
    const back = vpcRouteFor(from.address, network);
    if (back === undefined) return no(`the VPC's route table has no entry back to ${from.address} (${from.what})`);
    return yes(`by the data centre's route, back by the VPC's route ${back}`);
  }
  return yes('both are in the VPC');
}

function locate(address: string, network: ReachabilityNetwork): Place | Reachability {
  const { dataCenter, cloud } = network;
  const vswitch = cloud.vswitches().find((candidate) => blockHolds(candidate.cidr, address));
  const node = dataCenter.nodes.find((candidate) => candidate.address === address);
  const apiServer = address === dataCenter.apiServer.split(':', 1)[0];
  const isPod = blockHolds(dataCenter.podCidr, address);
  if (vswitch !== undefined && (node !== undefined || apiServer || isPod)) return no(`${address} lies in the data centre and in vSwitch ${vswitch.id}: the blocks overlap`);
  if (node !== undefined || apiServer) return { site: 'on-premises', address, what: 'on-premises node' };
  if (isPod) return { site: 'on-premises', address, what: 'on-premises pod' };
  if (blockHolds(dataCenter.nodeCidr, address)) return no(`no host has ${address} in the data centre's node network`);
  if (vswitch !== undefined) {
    const instance = cloud.instances().find((candidate) => candidate.privateIp === address);
    if (instance !== undefined) return { site: 'vpc', address, what: `instance ${instance.instanceId}`, groups: instance.securityGroupIds.length > 0 ? instance.securityGroupIds : network.podSecurityGroupIds };
    return { site: 'vpc', address, what: `network interface in ${vswitch.id}`, groups: network.podSecurityGroupIds };
  }
  if (cloud.vpcCidrs().some((block) => blockHolds(block, address))) return no(`${address} is in the VPC, but in none of its vSwitches`);
  if (blockHolds(cloudServices, address)) return { site: 'cloud-service', address, what: 'Alibaba Cloud service' };
  return no(`${address} is in neither site; the sandbox has no Internet`);
}

/** kube-proxy's work for the two Services that every cluster has: the API server and DNS, both served on premises. */
function behindService(address: string, network: ReachabilityNetwork): string {
  const { dataCenter } = network;
  if (address === nthAddress(dataCenter.serviceCidr, 1)) return dataCenter.apiServer.split(':', 1)[0] ?? address;
  if (address === nthAddress(dataCenter.serviceCidr, 10)) return nthAddress(dataCenter.podCidr, 10) ?? address;
  return address;
}

const routed = (blocks: readonly string[], address: string): boolean => blocks.some((block) => blockHolds(block, address));

/** The longest matching custom entry that leads anywhere. */
function vpcRouteFor(address: string, network: ReachabilityNetwork): string | undefined {
  const matching = network.cloud.routes().filter((route) => blockHolds(route.destination, address));
  const longest = [...matching].sort((left, right) => (parseBlock(right.destination)?.prefix ?? 0) - (parseBlock(left.destination)?.prefix ?? 0))[0];
  return longest === undefined || longest.nextHopType === '' ? undefined : longest.destination;
}

/**
 * A security group's judgement (basic group): the rule with the smallest priority number decides, `drop` before `accept` where
 * two have the same; without a match, egress is accepted, and ingress only from members of the same group. An interface in
 * several groups is judged by all their rules together.
 */
function judge(
  network: ReachabilityNetwork,
  groups: readonly string[],
  direction: 'ingress' | 'egress',
  peer: string,
  question: ReachabilityQuestion,
  peerGroups: readonly string[],
): { readonly accept: boolean; readonly reason: string } {
  const rules = groups.flatMap((group) => network.cloud.securityGroupRules(group).map((rule) => ({ group, rule })));
  const [first] = rules
    .filter(({ rule }) => rule.direction === direction && blockHolds(rule.cidr, peer) && coversPort(rule, question))
    .sort((left, right) => left.rule.priority - right.rule.priority || (left.rule.policy === right.rule.policy ? 0 : left.rule.policy === 'drop' ? -1 : 1));
  if (first !== undefined) return { accept: first.rule.policy === 'accept', reason: `${first.group}: ${first.rule.policy} ${first.rule.protocol} ${first.rule.ports} ${first.rule.cidr}` };
  if (direction === 'egress') return { accept: true, reason: 'no egress rule' };
  if (groups.some((group) => peerGroups.includes(group))) return { accept: true, reason: 'the same group' };
  return { accept: false, reason: `${groups.join(', ') || 'no security group'}: no ingress rule for ${peer}, ${question.protocol}${question.protocol === 'icmp' ? '' : `/${question.port}`}` };
}

function coversPort(rule: SandboxSecurityGroupRule, question: ReachabilityQuestion): boolean {
  if (rule.protocol !== 'all' && rule.protocol !== question.protocol) return false;
  if (rule.ports === '-1/-1' || question.protocol === 'icmp') return true;
  const [first, last] = rule.ports.split('/').map(Number);
  return first !== undefined && last !== undefined && question.port >= first && question.port <= last;
}
