import type { NetworkChange, NetworkFix, RawFinding } from '../rules/finding.ts';
import { changeNetwork } from './apply-network-fix.ts';
import { proposeFixes } from './find-fixes.ts';
import { compareCosts, costOf } from './fix-cost.ts';
import type { FixCost } from './fix-cost.ts';
import { errorKeys, judgeNetwork, keyOf } from './judge-network.ts';
import type { Network } from './network.ts';

/** A fix that was proved, with what it costs. */
export interface ProvedFix {
  readonly fix: NetworkFix;
  readonly cost: FixCost;
}

const mostFixes = 3;

/**
 * Looks for fixes of one network and proves each by running all rules with it. A large plan with many errors would be
 * judged thousands of times: the numbers of findings and of fixes that are looked at fall with the number of blocks, so that a plan stays
 * well under a second, and findings beyond it have none. `applyFixes` mends these, too.
 */
export class Remedies {
  readonly #network: Network;
  readonly #known: ReadonlySet<string>;
  /** The errors that each fix left, by its description: many findings are offered the same fix. */
  readonly #tried = new Map<string, readonly string[]>();
  #triesLeft: number;
  #findingsLeft: number;

  constructor(network: Network, before: readonly RawFinding[]) {
    this.#network = network;
    this.#known = new Set(errorKeys(before));
    this.#triesLeft = bound(network, 16_000, 8);
    this.#findingsLeft = bound(network, 8_000, 4);
  }

  /** The fixes of a finding, the one that disturbs least first. None for a warning. */
  find(finding: RawFinding): readonly ProvedFix[] {
    if (finding.severity !== 'error' || this.#triesLeft <= 0 || this.#findingsLeft <= 0 || !finding.ranges.some((range) => range.movable)) return [];
    this.#findingsLeft -= 1;
    const proved = new Map<string, ProvedFix>();
    for (const candidate of proposeFixes(this.#network, finding)) {
      const changes = candidate.filter((one) => one.from !== one.to);
      const description = describeChanges(changes);
      const left = this.#tried.get(description) ?? this.#try(description, changes);
      if (!left) break;
      const mends = !left.includes(keyOf(finding)) && left.every((key) => this.#known.has(key));
      if (mends && !proved.has(description)) proved.set(description, { fix: { description, changes }, cost: costOf(changes, left.length) });
    }
    const ranked = [...proved.values()].sort((a, b) => compareCosts(a.cost, b.cost));
    return ranked.filter(({ fix }, index) => !ranked.slice(0, index).some((better) => disturbsMore(fix, better.fix))).slice(0, mostFixes);
  }

  #try(description: string, changes: readonly NetworkChange[]): readonly string[] | undefined {
    if (this.#triesLeft <= 0) return undefined;
    this.#triesLeft -= 1;
    const left = errorKeys(judgeNetwork(changeNetwork(this.#network, changes)));
    this.#tried.set(description, left);
    return left;
  }
}

/** How many blocks a network has that may meet others. */
export const countBlocks = (network: Network): number =>
  network.vSwitches.length + network.vpc.length + network.dataCenterNodes.length + network.dataCenterPods.length + network.services.length + network.routed.length +
  network.sites.reduce((sum, site) => sum + site.blocks.length, 0) + network.customRoutes.length;

/** So many blocks to look at in all, divided by those that one look takes. */
const bound = (network: Network, blocks: number, least: number): number => Math.max(least, Math.floor(blocks / countBlocks(network)));

/** One line: what to change to what. */
export const describeChanges = (changes: readonly NetworkChange[]): string => changes.map((one) => `change ${one.name} from ${one.from} to ${one.to}`).join(', and ');

/** Whether a fix changes all that another one changes, and more; of two that move the same several things, one is enough. */
const disturbsMore = (fix: NetworkFix, other: NetworkFix): boolean => {
  const paths = new Set(fix.changes.map((one) => one.path));
  return fix.changes.length > 1 && other.changes.every((one) => paths.has(one.path));
};
