import { planCapacity } from '../capacity/capacity.ts';
import type { NetworkCapacity } from '../capacity/capacity.ts';
import { proposeFixes } from './find-fixes.ts';
import type { FixCandidate } from './find-fixes.ts';
import type { NetworkInput } from './network-input.ts';
import { readNetwork } from './read-network.ts';
import type { Network } from './read-network.ts';
import { findBlockFindings } from '../rules/block-rules.ts';
import type { NetworkFinding, NetworkFix, RawFinding } from '../rules/finding.ts';
import { findOverlapFindings } from '../rules/overlap-rules.ts';
import { findPlacementFindings } from '../rules/placement-rules.ts';

/** What is right and wrong with a network. */
export interface NetworkPlan {
  /** Whether no finding is an error. */
  readonly ok: boolean;
  /** Errors first, then warnings. */
  readonly findings: readonly NetworkFinding[];
  readonly capacity: NetworkCapacity;
}

const mostFixes = 3;

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
  const asGiven: Ground = { input, network, before: raw, tried: new Map() };
  const anew = hasExistingCloud(input) ? buildAnew(input, raw) : undefined;
  const findings = raw.map((finding) => present(finding, finding.severity === 'error' ? findRemedies(asGiven, anew, finding) : { fixes: [] }));
  return {
    ok: !raw.some((finding) => finding.severity === 'error'),
    findings: [...findings.filter((finding) => finding.severity === 'error'), ...findings.filter((finding) => finding.severity === 'warning')],
    capacity: planCapacity(network.vSwitches, network.demand),
  };
};

/**
 * The input with the changes of a fix made. The old input stays as it is.
 *
 * @example
 * const mended = applyNetworkFix(input, plan.findings[0].fixes[0]);
 */
export const applyNetworkFix = (input: NetworkInput, fix: Pick<NetworkFix, 'changes'>): NetworkInput => {
  const target = new Map(fix.changes.map((one) => [one.path, one.to]));
  const pick = (path: string, cidr: string): string => target.get(path) ?? cidr;
  return {
    ...input,
    vpc: {
      ...input.vpc,
      cidr: pick('vpc.cidr', input.vpc.cidr),
      ...(input.vpc.secondaryCidrs ? { secondaryCidrs: input.vpc.secondaryCidrs.map((cidr, index) => pick(`vpc.secondaryCidrs[${index}]`, cidr)) } : {}),
    },
    vSwitches: input.vSwitches.map((vSwitch, index) => ({ ...vSwitch, cidr: pick(`vSwitches[${index}].cidr`, vSwitch.cidr) })),
  };
};

const judgeNetwork = (network: Network): readonly RawFinding[] => [...findOverlapFindings(network), ...findBlockFindings(network), ...findPlacementFindings(network)];

/** A finding is the same one after a fix if it is of the same rule and about the same fields, whatever their blocks are now. */
const keyOf = (finding: RawFinding): string => [finding.rule, ...finding.ranges.map((range) => range.path)].join(' ');

interface Remedies {
  readonly fixes: readonly NetworkFix[];
  readonly rebuild?: NetworkFix;
}

/** What fixes are proposed for and proved against. */
interface Ground {
  readonly input: NetworkInput;
  readonly network: Network;
  readonly before: readonly RawFinding[];
  /** The errors that each fix left, by its description: many findings are offered the same fix. */
  readonly tried: Map<string, readonly string[]>;
}

const findRemedies = (asGiven: Ground, anew: Ground | undefined, finding: RawFinding): Remedies => {
  const fixes = findFixes(asGiven, finding);
  if (fixes.length > 0 || !anew) return { fixes };
  const same = judgeNetwork(anew.network).find((other) => keyOf(other) === keyOf(finding));
  const [rebuild] = same ? findFixes(anew, same) : [];
  return rebuild ? { fixes, rebuild } : { fixes };
};

const hasExistingCloud = (input: NetworkInput): boolean => input.vpc.existing === true || input.vSwitches.some((vSwitch) => vSwitch.existing === true);

/** The same plan as if nothing of the cloud existed yet. */
const buildAnew = (input: NetworkInput, before: readonly RawFinding[]): Ground => {
  const anew: NetworkInput = {
    ...input,
    vpc: { ...input.vpc, existing: false },
    vSwitches: input.vSwitches.map((vSwitch) => ({ ...vSwitch, existing: false })),
  };
  return { input: anew, network: readNetwork(anew), before, tried: new Map() };
};

const findFixes = (ground: Ground, finding: RawFinding): readonly NetworkFix[] => {
  const known = new Set(errorKeys(ground.before));
  const proved = new Map<string, { readonly fix: NetworkFix; readonly errorsLeft: number }>();
  for (const candidate of proposeFixes(ground.network, finding)) {
    const changes = candidate.filter((one) => one.from !== one.to);
    const fix = { description: describeChanges(changes), changes };
    const left = ground.tried.get(fix.description) ?? errorKeys(judgeNetwork(readNetwork(applyNetworkFix(ground.input, fix))));
    ground.tried.set(fix.description, left);
    const mends = !left.includes(keyOf(finding)) && left.every((key) => known.has(key));
    if (mends && !proved.has(fix.description)) proved.set(fix.description, { fix, errorsLeft: left.length });
  }
  // The sort is stable: among fixes that leave equally many other errors, the one that disturbs least stays first.
  const ranked = [...proved.values()].sort((a, b) => a.errorsLeft - b.errorsLeft).map((entry) => entry.fix);
  return ranked.filter((fix, index) => !ranked.slice(0, index).some((better) => disturbsMore(fix, better))).slice(0, mostFixes);
};

/** Whether a fix changes all that another one changes, and more; of two that move the same several things, one is enough. */
const disturbsMore = (fix: NetworkFix, other: NetworkFix): boolean => {
  const paths = new Set(fix.changes.map((one) => one.path));
  return fix.changes.length > 1 && other.changes.every((one) => paths.has(one.path));
};

const errorKeys = (findings: readonly RawFinding[]): readonly string[] => findings.filter((finding) => finding.severity === 'error').map(keyOf);

const describeChanges = (changes: FixCandidate): string => changes.map((one) => `change ${one.name} from ${one.from} to ${one.to}`).join(', and ');

const present = (finding: RawFinding, remedies: Remedies): NetworkFinding => {
  const { waiverHint, ...shown } = finding;
  return {
    ...shown,
    ranges: finding.ranges.map((range) => ({ name: range.name, path: range.path, cidr: range.block.toString() })),
    remediation: [describeRemedy(finding, remedies), ...(waiverHint === undefined ? [] : [waiverHint])].join(' '),
    ...remedies,
  };
};

const describeRemedy = (finding: RawFinding, { fixes: [nearest], rebuild }: Remedies): string => {
  if (nearest) return `${capitalise(nearest.description)}.`;
  const existing = finding.ranges.filter((range) => !range.movable).map((range) => range.name);
  if (rebuild) return `${capitalise(existing.join(' and '))} can not be changed, as they exist. A VPC made anew would do: ${rebuild.description}.`;
  return finding.remediation;
};

const capitalise = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
