import { intersect, relate } from '../block/relate.ts';
import type { NamedBlock, Network } from '../network/read-network.ts';
import { showRange } from './finding.ts';
import type { RawFinding } from './finding.ts';

interface OverlapRule {
  readonly rule: string;
  readonly why: string;
  readonly source: string;
  readonly remediation: string;
}

const guide = 'Alibaba Cloud, "Create a hybrid elastic container cluster"';

const dataCenterVSwitch: OverlapRule = {
  rule: 'overlap-data-center-vswitch',
  why: 'Every vSwitch has a system route in the VPC, which wins over the routes to the data center: packets of cloud nodes to these addresses never leave the VPC.',
  source: `${guide}; Alibaba Cloud, "VPCs and vSwitches": the system route of a vSwitch`,
  remediation: 'Move the vSwitch out of the on-premises block.',
};

const dataCenterVpc: OverlapRule = {
  rule: 'overlap-data-center-vpc',
  why: 'Whoever announces the whole VPC block to the data center draws the on-premises addresses into the cloud, and any vSwitch that is ever made in the shared part cuts them off.',
  source: `${guide}: the container network must not overlap with the VPC CIDR block`,
  remediation: 'Choose a VPC block that holds the vSwitches and leaves the on-premises block out.',
};

const serviceVSwitch: OverlapRule = {
  rule: 'overlap-service-vswitch',
  why: 'kube-proxy on every node translates the Service addresses before a packet is routed: instances and pods of the vSwitch that have such an address can not be reached.',
  source: 'Kubernetes, "Virtual IPs and Service Proxies"; Alibaba Cloud, "ACS cluster network planning": the Service block must not overlap with a vSwitch',
  remediation: 'Move the vSwitch out of the Service block.',
};

const serviceVpc: OverlapRule = {
  rule: 'overlap-service-vpc',
  why: 'A vSwitch that is ever made in the shared part gets addresses that kube-proxy takes for Services.',
  source: 'Alibaba Cloud, "ACS cluster network planning": in a hybrid cloud no block of a cluster overlaps with a VPC block',
  remediation: 'Choose a VPC block that holds the vSwitches and leaves the Service block out.',
};

const dataCenterService: OverlapRule = {
  rule: 'overlap-data-center-service',
  why: 'kube-proxy translates the Service addresses on every node, so on-premises nodes, pods or networks that have one of them can not be reached from the cluster.',
  source: 'Kubernetes, "Cluster Networking": nodes, pods and Services have ranges that do not overlap',
  remediation: 'These blocks belong to the on-premises cluster: one of them must be changed there before it grows.',
};

const dataCenterSelf: OverlapRule = {
  rule: 'overlap-data-center-nodes-pods',
  why: 'A node can not tell whether such an address is a pod behind another node or a machine on its own network.',
  source: 'Kubernetes, "Cluster Networking": nodes, pods and Services have ranges that do not overlap',
  remediation: 'These blocks belong to the on-premises cluster: one of them must be changed there before it grows.',
};

const vSwitchVSwitch: OverlapRule = {
  rule: 'overlap-vswitch-vswitch',
  why: 'Two vSwitches of a VPC can not share an address, and the cloud refuses the second one.',
  source: 'Alibaba Cloud, "VPCs and vSwitches"',
  remediation: 'Move one of the vSwitches.',
};

const vpcVpc: OverlapRule = {
  rule: 'overlap-vpc-secondary',
  why: 'The cloud refuses a secondary block that shares addresses with another block of the VPC.',
  source: 'Alibaba Cloud, AssociateVpcCidrBlock',
  remediation: 'Choose a secondary block outside the other blocks of the VPC.',
};

/** Every pair of blocks that may not share an address. */
export const findOverlapFindings = (network: Network): readonly RawFinding[] => {
  const onPremises = [...network.dataCenterNodes, ...network.dataCenterPods, ...network.routed];
  return [
    ...between(onPremises, network.vSwitches, dataCenterVSwitch),
    ...between(network.services, network.vSwitches, serviceVSwitch),
    ...between(onPremises, network.services, dataCenterService),
    ...between(network.dataCenterNodes, network.dataCenterPods, dataCenterSelf),
    ...within(network.vSwitches, vSwitchVSwitch),
    ...within(network.vpc, vpcVpc),
    ...between(onPremises, network.vpc, dataCenterVpc, network.waivers),
    ...between(network.services, network.vpc, serviceVpc, network.waivers),
  ];
};

const between = (left: readonly NamedBlock[], right: readonly NamedBlock[], rule: OverlapRule, waivers?: ReadonlySet<string>): readonly RawFinding[] =>
  left.flatMap((a) => right.flatMap((b) => judge(a, b, rule, waivers)));

const within = (blocks: readonly NamedBlock[], rule: OverlapRule): readonly RawFinding[] =>
  blocks.flatMap((a, index) => blocks.slice(index + 1).flatMap((b) => judge(a, b, rule)));

const judge = (a: NamedBlock, b: NamedBlock, rule: OverlapRule, waivers?: ReadonlySet<string>): readonly RawFinding[] => {
  const shared = intersect(a.block, b.block);
  if (!shared) return [];
  const relation = relate(a.block, b.block);
  // A waiver accepts a block that lies inside the VPC; a block that holds the whole VPC leaves no vSwitch reachable.
  const waivable = waivers !== undefined && relation === 'within';
  const waived = waivable && waivers.has(rule.rule);
  const hint = waivable && !waived ? `Where no vSwitch will ever be made in ${shared.toString()} and nobody announces ${b.block.toString()}, the waiver ${rule.rule} turns this into a warning.` : undefined;
  return [
    {
      rule: rule.rule,
      severity: waived ? 'warning' : 'error',
      message: `${describe(a, b, relation)}; they share ${shared.toString()}${waived ? ` (accepted by the waiver ${rule.rule})` : ''}`,
      ranges: [a, b],
      intersection: shared.toString(),
      why: rule.why,
      source: rule.source,
      remediation: rule.remediation,
      ...(hint === undefined ? {} : { waiverHint: hint }),
      ...(waived ? { waived: true as const } : {}),
    },
  ];
};

const describe = (a: NamedBlock, b: NamedBlock, relation: string): string => {
  if (relation === 'equal') return `${showRange(a)} and ${b.name} are the same block`;
  return relation === 'within' ? `${showRange(a)} lies inside ${showRange(b)}` : `${showRange(b)} lies inside ${showRange(a)}`;
};
