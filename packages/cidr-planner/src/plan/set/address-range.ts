import { InvalidInputError } from '@ack-hybrid/core/errors';
import { addressBits } from '../block/address-family.ts';
import { CidrBlock } from '../block/cidr-block.ts';

/** Addresses from one to another, both included, as text. */
export interface AddressRange {
  readonly first: string;
  readonly last: string;
}

/** The fewest blocks that hold the addresses from one to another, both included. */
export const blocksOfRange = (first: string, last: string): readonly CidrBlock[] => {
  const low = CidrBlock.from(first);
  const high = CidrBlock.from(last);
  const bits = addressBits(low.family);
  if (low.family !== high.family) throw badRange('last', `${first} is IPv${low.family} and ${last} is IPv${high.family}`, 'Give two addresses of one family.');
  if (low.prefix !== bits || high.prefix !== bits) throw badRange(low.prefix === bits ? 'last' : 'first', `a range goes from address to address, and ${low.prefix === bits ? last : first} is a block`, 'Give plain addresses, or make the set of the block itself.');
  if (high.first < low.first) throw badRange('last', `${last} lies before ${first}`, 'Give the lower address first.');

  const blocks: CidrBlock[] = [];
  let start = low.first;
  while (start <= high.first) {
    let prefix = bits;
    // The largest block that begins here and doesn't run past the end.
    while (prefix > 0 && (start & (1n << BigInt(bits - prefix))) === 0n && start + (1n << BigInt(bits - prefix + 1)) - 1n <= high.first) prefix--;
    blocks.push(CidrBlock.around(low.family, start, prefix));
    start += 1n << BigInt(bits - prefix);
  }
  return blocks;
};

const badRange = (path: string, message: string, remediation: string): InvalidInputError => new InvalidInputError({ issues: [{ path, message }], remediation });
