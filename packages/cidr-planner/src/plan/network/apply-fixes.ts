import type { NetworkFinding, NetworkFix, RawFinding } from '../rules/finding.ts';
import { findNetworkRule } from '../rules/network-rules.ts';
import { CidrBlock } from '../block/cidr-block.ts';
import { applyNetworkFix, changeNetwork } from './apply-network-fix.ts';
import { countBlocks, describeChanges, Remedies } from './find-remedies.ts';
import type { ProvedFix } from './find-remedies.ts';
import { compareCosts } from './fix-cost.ts';
import { judgeNetwork } from './judge-network.ts';
import type { NetworkInput } from './network-input.ts';
import type { Network } from './network.ts';
import { clampPrefix, vSwitchPrefixes } from './placement-limits.ts';
import { planNetwork } from './plan-network.ts';
import type { NetworkPlan } from './plan-network.ts';
import { readNetwork } from './read-network.ts';
import { repackNetwork } from './repack.ts';

/** A network that was mended, or why it can't be. */
export type AppliedFixes =
  | {
      readonly none: false;
      /** The input with all fixes made; the same object where nothing was to be mended. */
      readonly input: NetworkInput;
      /** Its plan, which has no error. */
      readonly plan: NetworkPlan;
      /** What was changed, in this order. */
      readonly applied: readonly NetworkFix[];
    }
  | {
      readonly none: true;
      /** One sentence: what is in the way. */
      readonly why: string;
      /** The errors that no other place of the VPC or its vSwitches would mend; those of the plan where room is what is missing. */
      readonly errors: readonly NetworkFinding[];
      /** Whether every placement was ruled out. False where the search met its bound: 2,000 choices of places for the blocks of the VPC. */
      readonly isCertain: boolean;
    };

/**
 * Mends a network: gives an input whose plan has no error, or says that none exists. What exists already and what belongs
 * to the data center or a site stays; vSwitches keep their sizes, except illegal ones, which get the nearest legal one.
 * First the fixes that the findings offer are made, the one that leaves the fewest errors first; where these lead nowhere,
 * everything that may move is laid out afresh by a search that finds a placement wherever there is one.
 *
 * @throws {InvalidInputError} where a field can't be read, with the path of each
 * @example
 * const mended = applyFixes(input);
 * console.log(mended.none ? mended.why : mended.input.vpc.cidr);
 */
export const applyFixes = (input: NetworkInput): AppliedFixes => {
  const network = readNetwork(input);
  if (!judgeNetwork(network).some(isError)) return { none: false, input, plan: planNetwork(input), applied: [] };
  const permanent = findPermanentErrors(network);
  if (permanent.length > 0) return refuse(input, network, permanent, true);
  const stepwise = mendStepwise(network);
  if (stepwise) return finish(input, stepwise);
  const { changes, isComplete } = repackNetwork(network);
  // A layout that the rules don't accept would be a fault of the search, and proves nothing.
  if (!changes || judgeNetwork(changeNetwork(network, changes)).some(isError)) return refuse(input, network, [], isComplete && !changes);
  return finish(input, [{ description: describeChanges(changes), changes }]);
};

const isError = (finding: RawFinding): boolean => finding.severity === 'error';

const finish = (input: NetworkInput, applied: readonly NetworkFix[]): AppliedFixes => {
  const mended = applied.reduce<NetworkInput>(applyNetworkFix, input);
  return { none: false, input: mended, plan: planNetwork(mended), applied };
};

/**
 * The errors that stay wherever the blocks that may move lie. A vSwitch of an illegal size is judged with the nearest
 * legal one, since it would get this: an error about what the vSwitches carry may come or go with it.
 */
const findPermanentErrors = (network: Network): readonly RawFinding[] => {
  const legal: Network = {
    ...network,
    vSwitches: network.vSwitches.map((vSwitch) =>
      vSwitch.movable ? { ...vSwitch, block: CidrBlock.around(4, vSwitch.block.first, clampPrefix(vSwitch.block.prefix, vSwitchPrefixes)) } : vSwitch,
    ),
  };
  return judgeNetwork(legal).filter((finding) => isError(finding) && (findNetworkRule(finding.rule)?.mendedBy !== 'blocks' || finding.ranges.every((range) => !range.movable)));
};

/** The fixes that findings offer, one after another, until no error is left; undefined where they lead nowhere. */
const mendStepwise = (start: Network): readonly NetworkFix[] | undefined => {
  const applied: NetworkFix[] = [];
  let network = start;
  for (let roundsLeft = roundsFor(start); roundsLeft > 0; roundsLeft -= 1) {
    const findings = judgeNetwork(network);
    const errors = findings.filter(isError);
    if (errors.length === 0) return applied;
    const remedies = new Remedies(network, findings);
    const [best] = errors.flatMap((finding) => remedies.find(finding)).filter(({ cost }) => cost.errorsLeft < errors.length).sort(byErrorsLeft);
    if (!best) return undefined;
    applied.push(best.fix);
    network = changeNetwork(network, best.fix.changes);
  }
  return judgeNetwork(network).some(isError) ? undefined : applied;
};

/** Rounds of a large plan are dear, and its errors many: it is laid out afresh sooner. */
const roundsFor = (network: Network): number => Math.min(12, Math.max(1, Math.floor(1_200 / countBlocks(network))));

const byErrorsLeft = (a: ProvedFix, b: ProvedFix): number => a.cost.errorsLeft - b.cost.errorsLeft || compareCosts(a.cost, b.cost);

const refuse = (input: NetworkInput, network: Network, permanent: readonly RawFinding[], isCertain: boolean): AppliedFixes => {
  const plan = planNetwork(input);
  const errors = plan.findings.filter((finding) => finding.severity === 'error');
  const messages = permanent.map((finding) => finding.message);
  if (messages.length > 0) {
    const lasting = errors.filter((finding) => messages.includes(finding.message));
    return { none: true, why: `no other place of the VPC or its vSwitches mends this: ${shorten(messages)}`, errors: lasting.length > 0 ? lasting : errors, isCertain };
  }
  const movable = network.vSwitches.filter((vSwitch) => vSwitch.movable).map((vSwitch) => `/${clampPrefix(vSwitch.block.prefix, vSwitchPrefixes)}`);
  const where = network.vpc.every((range) => range.movable) ? 'the private ranges have' : `${network.vpc.map((range) => range.block.toString()).join(', ')} ${network.vpc.length === 1 ? 'has' : 'have'}`;
  const room = isCertain ? 'no room for' : 'no room in the first 2,000 choices of places, which are not all, for';
  return { none: true, why: `${where} ${room} ${movable.length} ${movable.length === 1 ? 'vSwitch' : 'vSwitches'} (${shorten(movable)}) beside what is there and what must not be met`, errors, isCertain };
};

const shorten = (texts: readonly string[]): string => (texts.length <= 3 ? texts.join('; ') : `${texts.slice(0, 3).join('; ')}; and ${texts.length - 3} more`);
