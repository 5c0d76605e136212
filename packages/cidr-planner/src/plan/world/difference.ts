import type { CidrBlock } from '../block/cidr-block.ts';
import { readCidrBlock } from '../block/read-cidr-block.ts';
import type { NetworkFinding } from '../rules/finding.ts';

/** A block as the world gives it; undefined where it can't be read. */
export const readObservedBlock = (text: string): CidrBlock | undefined => {
  const reading = readCidrBlock(text, { hostBits: 'mask' });
  return 'block' in reading ? reading.block : undefined;
};

/** A finding about a difference between the plan and the world: nothing to fix in the blocks of the plan itself. */
export const difference = (fields: Pick<NetworkFinding, 'rule' | 'severity' | 'message' | 'why' | 'remediation'> & { readonly source: string }): NetworkFinding => ({
  ...fields,
  ranges: [],
  fixes: [],
});
