import fc from 'fast-check';
import { addressBits, CidrBlock } from '../plan/block/cidr-block.ts';
import type { AddressFamily } from '../plan/block/cidr-block.ts';

const isMapped = (block: CidrBlock): boolean => block.family === 6 && block.prefix >= 96 && block.first >> 32n === 0xffffn;

const blockOf = (family: AddressFamily): fc.Arbitrary<CidrBlock> =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: (1n << BigInt(addressBits(family))) - 1n }), fc.nat({ max: addressBits(family) }))
    .map(([address, prefix]) => CidrBlock.around(family, address, prefix))
    .filter((block) => !isMapped(block));

/** Any block of any family that can be written. */
export const cidrBlock: fc.Arbitrary<CidrBlock> = fc.oneof(blockOf(4), blockOf(6));

/** A small universe, 10.0.0.0/27, whose 32 addresses can be enumerated. */
export const universe: CidrBlock = CidrBlock.around(4, 10n << 24n, 27);

/** Any block inside the {@link universe}. */
export const smallBlock: fc.Arbitrary<CidrBlock> = fc
  .tuple(fc.nat({ max: 31 }), fc.integer({ min: 27, max: 32 }))
  .map(([offset, prefix]) => CidrBlock.around(4, universe.first + BigInt(offset), prefix));

/** The addresses of blocks inside the {@link universe}, as a set. */
export const addressesOf = (blocks: readonly CidrBlock[]): ReadonlySet<bigint> =>
  new Set(blocks.flatMap((block) => Array.from({ length: Number(block.size) }, (_, index) => block.first + BigInt(index))));

/** A small universe of IPv6, 2001:db8::/123, whose 32 addresses can be enumerated. */
export const universe6: CidrBlock = CidrBlock.around(6, 0x2001_0db8n << 96n, 123);

/** The {@link universe} of each family. */
export const universes: Readonly<Record<AddressFamily, CidrBlock>> = { 4: universe, 6: universe6 };

/** Any block inside the universe of either family. */
export const smallBlockOfAny: fc.Arbitrary<CidrBlock> = fc
  .tuple(fc.constantFrom<AddressFamily>(4, 6), fc.nat({ max: 31 }), fc.nat({ max: 5 }))
  .map(([family, offset, depth]) => CidrBlock.around(family, universes[family].first + BigInt(offset), universes[family].prefix + depth));

/** The addresses of blocks inside the universes, each with its family: `4:167772160`. */
export const namesOfAddresses = (blocks: Iterable<CidrBlock>): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { family, first, last } of blocks) for (let address = first; address <= last; address++) names.add(`${family}:${address}`);
  return names;
};
