import { usableAddresses } from '../capacity/capacity.ts';
import type { NetworkInput, VSwitchInput } from '../network/network-input.ts';
import { planNetwork } from '../network/plan-network.ts';
import type { NetworkPlan } from '../network/plan-network.ts';
import type { Network } from '../network/network.ts';
import { readNetwork } from '../network/read-network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { compareBorder } from './compare-border.ts';
import { findServiceRanges } from './compare-cluster-services.ts';
import { compareCluster, findUnplannedNodes, findUnplannedPodBlocks } from './compare-cluster.ts';
import { compareVpc, matchVSwitch } from './compare-vpc.ts';
import { findCustomRoutes } from './custom-routes.ts';
import { readObservedBlock } from './difference.ts';
import type { ObservedBorder } from './observed-border.ts';
import type { ObservedNetwork } from './observed-network.ts';
import { findUnplannedSites } from './observed-sites.ts';
import type { ObservedVpc, ObservedVSwitch } from './observed-vpc.ts';

/**
 * Judges a network as it is: the input with what was read of the cluster, of the VPC and of the way between them beside it. What exists can't
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
    ...(observed.border ? compareBorder(input, network, observed.border) : []),
  ];
  // What the input says may be wrong by itself where the world happens to say otherwise: both have to be mended.
  const findings = [...differences, ...plan.findings, ...written.findings.filter((finding) => finding.severity === 'error' && !known.has(keyOf(finding)))];
  const bySeverity = (severity: NetworkFinding['severity']): readonly NetworkFinding[] => findings.filter((finding) => finding.severity === severity);
  return { ...plan, ok: bySeverity('error').length === 0, findings: [...bySeverity('error'), ...bySeverity('warning')] };
};

const keyOf = (finding: NetworkFinding): string => [finding.rule, ...finding.ranges.map((range) => range.path)].join(' ');

/** The input with the real blocks in the place of the planned ones, and those that it doesn't know beside them. */
export const mergeObserved = (input: NetworkInput, observed: ObservedNetwork): NetworkInput => {
  const { cluster, vpc, border } = observed;
  const network = readNetwork(input);
  const unplanned = cluster
    ? [
        ...findUnplannedPodBlocks(network, cluster).map((entry) => ({ name: entry.name, cidr: entry.block.toString() })),
        ...findUnplannedNodes(network, cluster).map((node) => ({ name: `node ${node.name}`, cidr: node.block.toString() })),
      ]
    : [];
  // Where the input names no Service block, the cluster's own is judged: cloud nodes translate its addresses all the same.
  const services = cluster && input.dataCenter.serviceCidr === undefined ? findServiceRanges(cluster).flatMap((range) => readObservedBlock(range.cidr)?.toString() ?? []) : [];
  const known = services.length === 0 ? input : { ...input, dataCenter: { ...input.dataCenter, serviceCidr: services } };
  const merged = unplanned.length === 0 ? known : { ...known, routed: [...(known.routed ?? []), ...unplanned] };
  const withVpc = vpc ? mergeVpc(merged, vpc) : merged;
  return border ? mergeBorder(withVpc, network, border, vpc?.id) : withVpc;
};

const mergeBorder = (input: NetworkInput, network: Network, border: ObservedBorder, vpcId: string | undefined): NetworkInput => {
  const sites = findUnplannedSites(network, border, vpcId);
  if (border.cens.length === 0) return input;
  // The strictest of several levels holds for all.
  const levels = border.cens.flatMap((cen) => cen.protectionLevel ?? []);
  const real = levels.length === 0 ? undefined : levels.includes('full') ? ('full' as const) : ('reduced' as const);
  const protectionLevel = real ?? input.cen?.protectionLevel;
  return { ...input, cen: protectionLevel === undefined ? {} : { protectionLevel }, ...(sites.length === 0 ? {} : { sites: [...(input.sites ?? []), ...sites] }) };
};

/** The free addresses of today, which can't be more than the block has. */
const countFree = ({ cidr, availableAddresses }: ObservedVSwitch): Pick<VSwitchInput, 'freeAddresses'> => {
  const block = readObservedBlock(cidr);
  return block === undefined || !(availableAddresses >= 0) ? {} : { freeAddresses: Math.min(availableAddresses, usableAddresses(block)) };
};

const mergeVpc = (input: NetworkInput, vpc: ObservedVpc): NetworkInput => {
  const matched = new Set<string>();
  const vSwitches = input.vSwitches.map((wanted): VSwitchInput => {
    const real = matchVSwitch(wanted, vpc);
    if (!real) return wanted;
    matched.add(real.id);
    return { ...wanted, id: real.id, cidr: real.cidr, zone: real.zone, existing: true, ...countFree(real) };
  });
  const others = vpc.vSwitches
    .filter((real) => !matched.has(real.id))
    .map((real): VSwitchInput => ({ name: real.name === '' ? real.id : `${real.name} (${real.id})`, id: real.id, cidr: real.cidr, zone: real.zone, role: 'other', existing: true, ...countFree(real) }));
  const customRoutes = findCustomRoutes(vpc)?.routes ?? input.vpc.customRoutes;
  return {
    ...input,
    vpc: { cidr: vpc.cidr, secondaryCidrs: vpc.secondaryCidrs, existing: true, ...(customRoutes === undefined ? {} : { customRoutes }) },
    vSwitches: [...vSwitches, ...others],
  };
};
