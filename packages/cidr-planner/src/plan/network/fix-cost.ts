import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import type { NetworkChange } from '../rules/finding.ts';

/**
 * What a fix disturbs. Of two fixes the better one is the one that, in this order:
 * 1. changes the lesser kind of thing: vSwitches that aren't made yet; then blocks of a VPC that isn't made yet, which
 *    more people have written down; then both;
 * 2. changes fewer of them;
 * 3. leaves fewer other errors;
 * 4. moves them less far, in addresses.
 */
export interface FixCost {
  readonly kind: 0 | 1 | 2;
  readonly count: number;
  readonly errorsLeft: number;
  /** How far the first and the last address of each block moves, summed up; of a vSwitch whose VPC moves, too: within the VPC. */
  readonly distance: number;
}

/** The cost of changes that leave so many errors. */
export const costOf = (changes: readonly NetworkChange[], errorsLeft: number): FixCost => {
  const vpc = changes.filter((one) => one.path.startsWith('vpc.'));
  const [home] = vpc;
  return {
    kind: vpc.length === 0 ? 0 : vpc.length === changes.length ? 1 : 2,
    count: changes.length,
    errorsLeft,
    distance: changes.reduce((sum, one) => sum + (home && !vpc.includes(one) ? Math.abs(shiftOf(one).first - shiftOf(home).first) : travelOf(one)), 0),
  };
};

/** Below zero where the first cost is the smaller one. */
export const compareCosts = (a: FixCost, b: FixCost): number => a.kind - b.kind || a.count - b.count || a.errorsLeft - b.errorsLeft || a.distance - b.distance;

const travelOf = (one: NetworkChange): number => Math.abs(shiftOf(one).first) + Math.abs(shiftOf(one).last);

const shiftOf = (one: NetworkChange): { readonly first: number; readonly last: number } => {
  const from = parseCidrBlock(one.from);
  const to = parseCidrBlock(one.to);
  return { first: Number(to.first - from.first), last: Number(to.last - from.last) };
};
