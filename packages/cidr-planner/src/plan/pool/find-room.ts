import type { AddressFamily } from '../block/address-family.ts';
import type { CidrBlock } from '../block/cidr-block.ts';
import type { CidrSet } from '../set/cidr-set.ts';
import type { RoomToMake } from '../../errors/cidr-pool-exhausted-error.ts';

/** A pool without room. */
export interface FullPool {
  readonly within: CidrSet;
  /** What no release can free. */
  readonly fixed: CidrSet;
  readonly names: ReadonlyMap<string, CidrBlock>;
  readonly family: AddressFamily;
  /** The prefix that is wanted. */
  readonly prefix: number;
}

/** The named allocations that would have to go for one block of the wanted prefix: those with the fewest addresses, the lowest of equals. */
export const findRoom = ({ within, fixed, names, family, prefix }: FullPool): RoomToMake | undefined => {
  const places = new Map<string, { readonly block: CidrBlock; readonly held: { readonly name: string; readonly block: CidrBlock }[]; addresses: bigint }>();
  for (const [name, block] of names) {
    if (block.family !== family) continue;
    // An allocation that is larger than what is wanted makes room by itself, and all of it would have to go.
    const place = block.prefix <= prefix ? block : block.supernet(prefix);
    if (!place || !within.contains(place) || fixed.overlaps(place)) continue;
    const found = places.get(place.toString()) ?? { block: place, held: [], addresses: 0n };
    found.held.push({ name, block });
    found.addresses += block.size;
    places.set(place.toString(), found);
  }
  const [best] = [...places.values()].sort((a, b) => compare(a.addresses, b.addresses) || compare(a.block.first, b.block.first));
  if (!best) return undefined;
  const held = best.held.sort((a, b) => compare(a.block.first, b.block.first));
  return { block: best.block.toString(), release: held.map(({ name }) => name) };
};

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
