import { planCapacity } from '../capacity/capacity.ts';
import type { NetworkCapacity } from '../capacity/capacity.ts';
import type { NetworkFinding, NetworkFix, RawFinding } from '../rules/finding.ts';
import { Remedies } from './find-remedies.ts';
import { judgeNetwork, keyOf } from './judge-network.ts';
import { findNeededRoutes } from './needed-routes.ts';
import type { NeededRoute } from './needed-routes.ts';
import type { NetworkInput } from './network-input.ts';
import type { Network } from './network.ts';
import { readNetwork } from './read-network.ts';

export { applyNetworkFix } from './apply-network-fix.ts';

/** What is right and wrong with a network. */
export interface NetworkPlan {
  /** Whether no finding is an error. */
  readonly ok: boolean;
  /** Errors first, then warnings. */
  readonly findings: readonly NetworkFinding[];
  readonly capacity: NetworkCapacity;
  /** The routes that both sides need: those of the other side, and of OSS in the region. */
  readonly neededRoutes: readonly NeededRoute[];
}

/**
 * Judges a hybrid network by the rules of Alibaba Cloud, Kubernetes and the wire, and offers for each error the changes
 * that mend it. Every fix that is offered was run through the same rules. Reads nothing and changes nothing.
 *
 * @throws {InvalidInputError} where a field can't be read, with the path of each
 * @example
 * const plan = planNetwork({
 *   dataCenter: { nodeCidr: '192.168.0.0/24', podCidr: '10.100.0.0/16', serviceCidr: '172.21.0.0/20' },
 *   vpc: { cidr: '10.0.0.0/8' },
 *   vSwitches: [{ name: 'nodes-i', cidr: '10.10.24.0/24', zone: 'cn-hangzhou-i', role: 'nodes' }],
 * });
 * plan.findings[0]?.fixes[0]?.description; // 'change VPC from 10.0.0.0/8 to 10.0.0.0/10'
 */
export const planNetwork = (input: NetworkInput): NetworkPlan => {
  const network = readNetwork(input);
  const raw = judgeNetwork(network);
  const asGiven = new Remedies(network, raw);
  const anew = hasExisting(network) ? buildAnew(network, raw) : undefined;
  const findings = raw.map((finding) => present(finding, asGiven.find(finding).map(({ fix }) => fix), anew));
  return {
    ok: !raw.some((finding) => finding.severity === 'error'),
    findings: [...findings.filter((finding) => finding.severity === 'error'), ...findings.filter((finding) => finding.severity === 'warning')],
    capacity: planNetworkCapacity(network),
    neededRoutes: findNeededRoutes(network),
  };
};

const planNetworkCapacity = (network: Network): NetworkCapacity => {
  const others = [...network.dataCenterNodes, ...network.dataCenterPods, ...network.services, ...network.routed, ...network.sites.flatMap((site) => site.blocks)];
  return planCapacity(network.vSwitches, network.demand, {
    freeAddresses: new Map(network.vSwitches.flatMap(({ label, freeAddresses }) => (freeAddresses === undefined ? [] : [[label, freeAddresses]]))),
    vpc: network.vpc.map((range) => range.block),
    avoid: others.map((range) => range.block),
    overlay: network.overlay,
  });
};

const hasExisting = (network: Network): boolean => [...network.vpc, ...network.vSwitches].some((range) => !range.movable);

/** The same plan as if nothing of the cloud existed yet. */
interface Anew {
  readonly remedies: Remedies;
  readonly findings: ReadonlyMap<string, RawFinding>;
}

const buildAnew = (network: Network, before: readonly RawFinding[]): Anew => {
  const free = <Range extends { readonly movable: boolean }>(range: Range): Range => ({ ...range, movable: true });
  const anew: Network = { ...network, vpc: network.vpc.map(free), vSwitches: network.vSwitches.map(free) };
  return { remedies: new Remedies(anew, before), findings: new Map(judgeNetwork(anew).map((finding) => [keyOf(finding), finding])) };
};

const present = (finding: RawFinding, fixes: readonly NetworkFix[], anew: Anew | undefined): NetworkFinding => {
  const { waiverHint, ...shown } = finding;
  const same = fixes.length === 0 ? anew?.findings.get(keyOf(finding)) : undefined;
  const rebuild = same && anew?.remedies.find(same)[0]?.fix;
  return {
    ...shown,
    ranges: finding.ranges.map((range) => ({ name: range.name, path: range.path, cidr: range.block.toString() })),
    remediation: [describeRemedy(finding, fixes[0], rebuild), ...(waiverHint === undefined ? [] : [waiverHint])].join(' '),
    fixes,
    ...(rebuild ? { rebuild } : {}),
  };
};

const describeRemedy = (finding: RawFinding, nearest: NetworkFix | undefined, rebuild: NetworkFix | undefined): string => {
  if (nearest) return `${capitalise(nearest.description)}.`;
  const existing = finding.ranges.filter((range) => !range.movable && range.path !== '').map((range) => range.name);
  if (rebuild) return `${capitalise(existing.join(' and '))} can not be changed, as they exist. A VPC made anew would do: ${rebuild.description}.`;
  return finding.remediation;
};

const capitalise = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
