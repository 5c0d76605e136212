import type { CidrBlock } from '../block/cidr-block.ts';
import { readCidrBlock } from '../block/read-cidr-block.ts';
import { intersect } from '../block/relate.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { networkRule } from '../rules/network-rules.ts';
import type { NetworkRuleId } from '../rules/network-rules.ts';

/** A block as the world gives it; undefined where it can't be read. */
export const readObservedBlock = (text: string): CidrBlock | undefined => {
  const reading = readCidrBlock(text, { hostBits: 'mask' });
  return 'block' in reading ? reading.block : undefined;
};

/** What a finding has beside what its rule says. */
interface DifferenceFields extends Pick<NetworkFinding, 'message'>, Partial<Pick<NetworkFinding, 'severity' | 'why' | 'source' | 'remediation' | 'ranges' | 'intersection'>> {
  readonly rule: NetworkRuleId;
}

/**
 * A finding about a difference between the plan and the world: nothing to fix in the blocks of the plan itself. Its severity
 * and texts are those of the catalogue, unless the fields say otherwise.
 */
export const difference = (fields: DifferenceFields): NetworkFinding => {
  const { severity, why, source, mend } = networkRule(fields.rule);
  return { severity, why, source, remediation: mend, ranges: [], ...fields, fixes: [] };
};

/** A block under the name that a finding calls it by; one of the world has no path in the input. */
export interface MetBlock {
  readonly name: string;
  readonly path?: string;
  readonly block: CidrBlock;
}

/** Two blocks that share addresses, as a finding about them names them. */
export const sharedBy = (a: MetBlock, b: MetBlock): Pick<NetworkFinding, 'ranges' | 'intersection'> => {
  const shared = intersect(a.block, b.block);
  return {
    ranges: [a, b].map(({ name, path = '', block }) => ({ name, path, cidr: block.toString() })),
    ...(shared === undefined ? {} : { intersection: shared.toString() }),
  };
};
