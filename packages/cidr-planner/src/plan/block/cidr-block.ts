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
  /** The length of the prefix in bits: 0–32 for IPv4, 0–128 for IPv6. */
  readonly prefix: number;
  /**
   * The first address in 32-bit lanes, the most significant first, as signed integers (`lane >>> 0` is unsigned): these
   * stay small integers in the engine, where bigints cost an allocation each. IPv4 has its address in `lane0`, and zeros behind.
   *
   * @internal
   */
  readonly lane0: number;
  /** @internal */
  readonly lane1: number;
  /** @internal */
  readonly lane2: number;
  /** @internal */
  readonly lane3: number;

  private constructor(family: AddressFamily, prefix: number, lane0: number, lane1: number, lane2: number, lane3: number) {
    this.family = family;
    this.prefix = prefix;
    this.lane0 = lane0;
    this.lane1 = lane1;
    this.lane2 = lane2;
    this.lane3 = lane3;
  }

  /** The block with this prefix that holds `address`: the bits behind the prefix are cleared. */
  static around(family: AddressFamily, address: bigint, prefix: number): CidrBlock {
    if (family === 4) return CidrBlock.ofLanes(4, prefix, Number(address), 0, 0, 0);
    return CidrBlock.ofLanes(6, prefix, Number(address >> 96n), Number((address >> 64n) & 0xffff_ffffn), Number((address >> 32n) & 0xffff_ffffn), Number(address & 0xffff_ffffn));
  }

  /** The block with this prefix that holds the address in these lanes: the bits behind the prefix are cleared. */
  static ofLanes(family: AddressFamily, prefix: number, lane0: number, lane1: number, lane2: number, lane3: number): CidrBlock {
    if (family === 4) return new CidrBlock(4, prefix, lane0 & laneMask(prefix), 0, 0, 0);
    return new CidrBlock(6, prefix, lane0 & laneMask(prefix), lane1 & laneMask(prefix - 32), lane2 & laneMask(prefix - 64), lane3 & laneMask(prefix - 96));
  }

  /** The first address of the block as an unsigned integer. */
  get first(): bigint {
    if (this.family === 4) return BigInt(this.lane0 >>> 0);
    return (BigInt(this.lane0 >>> 0) << 96n) | (BigInt(this.lane1 >>> 0) << 64n) | (BigInt(this.lane2 >>> 0) << 32n) | BigInt(this.lane3 >>> 0);
  }

  /** The last address of the block as an unsigned integer. */
  get last(): bigint {
    return this.first + this.size - 1n;
  }

  /** The number of addresses in the block; a bigint, as an IPv6 block exceeds what a number holds. */
  get size(): bigint {
    return 1n << BigInt(addressBits(this.family) - this.prefix);
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

/** The first `bits` bits of a lane set, as a signed integer; none below 1, all above 31. */
export const laneMask = (bits: number): number => (bits <= 0 ? 0 : bits >= 32 ? -1 : -1 << (32 - bits));

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
