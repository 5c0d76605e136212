import type { CidrBlock } from '../block/cidr-block.ts';
import { excludeBlocks } from '../block/carve.ts';

/** How many vSwitches of one size still fit. */
export interface FreeBlockCount {
  readonly prefix: number;
  /** Blocks of this size that fit beside one another; those of another size would use the same addresses. */
  readonly count: number;
}

const prefixes = Array.from({ length: 14 }, (_, index) => 16 + index);

/**
 * How many further vSwitches of each legal size, /16 to /29, fit into a VPC beside its vSwitches. A VPC may have many free
 * addresses and still no place for a large vSwitch.
 *
 * @example
 * countFreeBlocks([parseCidrBlock('10.0.0.0/23')], [parseCidrBlock('10.0.0.0/24')]).find(({ prefix }) => prefix === 25); // { prefix: 25, count: 2 }
 */
export const countFreeBlocks = (vpc: readonly CidrBlock[], taken: readonly CidrBlock[]): readonly FreeBlockCount[] => {
  const free = vpc.flatMap((block) => excludeBlocks(block, taken));
  return prefixes.map((prefix) => ({
    prefix,
    count: free.filter((block) => block.family === 4 && block.prefix <= prefix).reduce((sum, block) => sum + 2 ** (prefix - block.prefix), 0),
  }));
};
