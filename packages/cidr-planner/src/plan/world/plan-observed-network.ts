import type { NetworkInput, VSwitchInput } from '../network/network-input.ts';
import { planNetwork } from '../network/plan-network.ts';
import type { NetworkPlan } from '../network/plan-network.ts';
import { readNetwork } from '../network/read-network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { compareCluster, findUnplannedNodes, findUnplannedPodBlocks } from './compare-cluster.ts';
import { compareVpc, matchVSwitch } from './compare-vpc.ts';
import type { ObservedNetwork } from './observed-network.ts';
import type { ObservedVpc } from './observed-vpc.ts';

/**
 * Judges a network as it is: the input with what was read of the cluster and of the VPC beside it. What exists can't
 * move, blocks that the input doesn't know take part, and every difference between input and world is a finding.
 *
 * @throws {InvalidInputError} where a field of the input can't be read
 */
export const planObservedNetwork = (input: NetworkInput, observed: ObservedNetwork): NetworkPlan => {
  const network = readNetwork(input);
  const written = planNetwork(input);
  const plan = planNetwork(mergeObserved(input, observed));
  const known = new Set(plan.findings.map(keyOf));
  const differences = [
    ...(observed.vpc ? compareVpc(input, network, observed.vpc) : []),
    ...(observed.cluster ? compareCluster(input, network, observed.cluster) : []),
  ];
  // What the input says may be wrong by itself where the world happens to say otherwise: both have to be mended.
  const findings = [...differences, ...plan.findings, ...written.findings.filter((finding) => finding.severity === 'error' && !known.has(keyOf(finding)))];
  const bySeverity = (severity: NetworkFinding['severity']): readonly NetworkFinding[] => findings.filter((finding) => finding.severity === severity);
  return { ...plan, ok: bySeverity('error').length === 0, findings: [...bySeverity('error'), ...bySeverity('warning')] };
};

const keyOf = (finding: NetworkFinding): string => [finding.rule, ...finding.ranges.map((range) => range.path)].join(' ');

/** The input with the real blocks in the place of the planned ones, and those that it doesn't know beside them. */
export const mergeObserved = (input: NetworkInput, observed: ObservedNetwork): NetworkInput => {
  const { cluster, vpc } = observed;
  const network = readNetwork(input);
  const unplanned = cluster
    ? [
        ...findUnplannedPodBlocks(network, cluster).map((entry) => ({ name: entry.name, cidr: entry.block.toString() })),
        ...findUnplannedNodes(network, cluster).map((node) => ({ name: `node ${node.name}`, cidr: node.block.toString() })),
      ]
    : [];
  const merged = unplanned.length === 0 ? input : { ...input, routed: [...(input.routed ?? []), ...unplanned] };
  return vpc ? mergeVpc(merged, vpc) : merged;
};

const mergeVpc = (input: NetworkInput, vpc: ObservedVpc): NetworkInput => {
  const matched = new Set<string>();
  const vSwitches = input.vSwitches.map((wanted): VSwitchInput => {
    const real = matchVSwitch(wanted, vpc);
    if (!real) return wanted;
    matched.add(real.id);
    return { ...wanted, id: real.id, cidr: real.cidr, zone: real.zone, existing: true };
  });
  const others = vpc.vSwitches
    .filter((real) => !matched.has(real.id))
    .map((real): VSwitchInput => ({ name: real.name === '' ? real.id : `${real.name} (${real.id})`, id: real.id, cidr: real.cidr, zone: real.zone, role: 'other', existing: true }));
  return {
    ...input,
    vpc: { cidr: vpc.cidr, secondaryCidrs: vpc.secondaryCidrs, existing: true },
    vSwitches: [...vSwitches, ...others],
  };
};
