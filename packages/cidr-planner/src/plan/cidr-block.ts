/** The two address families. Blocks of different families never meet: every relation between them is `disjoint`. */
export type AddressFamily = 4 | 6;

/** The number of bits of an address of a family: 32 or 128. */
export const addressBits = (family: AddressFamily): number => (family === 4 ? 32 : 128);

/**
 * A CIDR block: a family, its first address as a number, and the length of its prefix in bits.
 *
 * Made by {@link parseCidrBlock} and by the operations on blocks, never by hand, so a block that exists is valid: the
 * bits behind the prefix are zero. It prints as its canonical text (RFC 5952 for IPv6) in strings and in JSON.
 */
export class CidrBlock {
  /** 4 or 6. */
  readonly family: AddressFamily;
  /** The first address of the block as an unsigned integer. */
  readonly first: bigint;
  /** The length of the prefix in bits: 0–32 for IPv4, 0–128 for IPv6. */
  readonly prefix: number;
  /** The last address of the block as an unsigned integer. */
  readonly last: bigint;

  private constructor(family: AddressFamily, first: bigint, prefix: number, last: bigint) {
    this.family = family;
    this.first = first;
    this.prefix = prefix;
    this.last = last;
  }

  /** The block with this prefix that holds `address`: the bits behind the prefix are cleared. */
  static around(family: AddressFamily, address: bigint, prefix: number): CidrBlock {
    const hostBits = BigInt(addressBits(family) - prefix);
    const first = (address >> hostBits) << hostBits;
    return new CidrBlock(family, first, prefix, first + (1n << hostBits) - 1n);
  }

  /** The number of addresses in the block; a bigint, as an IPv6 block exceeds what a number holds. */
  get size(): bigint {
    return this.last - this.first + 1n;
  }

  /** The canonical text, for example `10.0.0.0/10` or `2001:db8::/32`. */
  toString(): string {
    return `${formatAddress(this.family, this.first)}/${this.prefix}`;
  }

  /** The canonical text: a block in JSON is a string that `parseCidrBlock` reads back. */
  toJSON(): string {
    return this.toString();
  }
}

/**
 * The canonical text of a block: dotted decimal for IPv4, RFC 5952 for IPv6 (lower case, no leading zeros, the longest
 * run of two or more zero groups as `::`).
 *
 * @example
 * formatCidrBlock(parseCidrBlock('2001:DB8:0:0::/64')); // '2001:db8::/64'
 */
export const formatCidrBlock = (block: CidrBlock): string => block.toString();

/** The canonical text of one address. */
export const formatAddress = (family: AddressFamily, address: bigint): string =>
  family === 4 ? formatAddress4(address) : formatAddress6(address);

const formatAddress4 = (address: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => ((address >> shift) & 0xffn).toString()).join('.');

const formatAddress6 = (address: bigint): string => {
  const groups = Array.from({ length: 8 }, (_, index) => Number((address >> BigInt(112 - 16 * index)) & 0xffffn));
  const run = longestZeroRun(groups);
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  // RFC 5952, section 4.2.2: a single zero group is not shortened.
  if (run.length < 2) return text(groups);
  return `${text(groups.slice(0, run.start))}::${text(groups.slice(run.start + run.length))}`;
};

const longestZeroRun = (groups: readonly number[]): { readonly start: number; readonly length: number } => {
  let best = { start: 0, length: 0 };
  let start = 0;
  groups.forEach((group, index) => {
    if (group !== 0) start = index + 1;
    // Only a longer run wins: RFC 5952 shortens the first of equals.
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  });
  return best;
};
