import { InvalidInputError } from '@ack-hybrid/core/errors';
import { CidrParseError } from '../../errors.ts';
import { addressBits } from './address-family.ts';
import type { AddressFamily } from './address-family.ts';
import { formatAddress, formatLane4, formatLanes6, formatPrefix } from './format-address.ts';
import { commonBits, laneMask } from './lanes.ts';
import { readCidrText } from './read-cidr-text.ts';
import type { ParseCidrBlockOptions } from './read-cidr-text.ts';
import { isMapped, scanBlock4, scanBlock6 } from './scan-block.ts';
import { scanText4, scanText6 } from './scan-text.ts';

export { addressBits } from './address-family.ts';
export type { AddressFamily } from './address-family.ts';
export { formatAddress } from './format-address.ts';

const scanned = new Int32Array(5);

/**
 * A CIDR block: a family, its first address as a number, and the length of its prefix in bits.
 *
 * Made by {@link parseCidrBlock} and by the operations on blocks, never by hand, so a block that exists is valid: the
 * bits behind the prefix are zero. It prints as its canonical text (RFC 5952 for IPv6) in strings and in JSON.
 *
 * Where a method takes another block, it takes a text as well: that of a block, or a plain address, which stands for
 * its /32 or /128.
 *
 * @example
 * const site = parseCidrBlock('10.0.0.0/10');
 * site.contains('10.1.2.3'); // true
 * site.contains('10.64.0.0/16'); // false
 * String(site.intersect('10.0.0.0/8')); // '10.0.0.0/10'
 */
export class CidrBlock {
  /**
   * The block of all addresses of each family. They live as long as the class, as V8 forgets what it knew of a class
   * without an instance at each full collection.
   *
   * @internal
   */
  static readonly everything: readonly CidrBlock[] = [new CidrBlock(4, 0, 0, 0, 0, 0), new CidrBlock(6, 0, 0, 0, 0, 0)];

  /** 4 or 6. */
  declare readonly family: AddressFamily;
  /** The length of the prefix in bits: 0–32 for IPv4, 0–128 for IPv6. */
  declare readonly prefix: number;
  /**
   * The first address in 32-bit lanes; see {@link Lanes}.
   *
   * @internal
   */
  declare readonly lane0: number;
  /** @internal */
  declare readonly lane1: number;
  /** @internal */
  declare readonly lane2: number;
  /** @internal */
  declare readonly lane3: number;

  private constructor(family: AddressFamily, prefix: number, lane0: number, lane1: number, lane2: number, lane3: number) {
    this.family = family;
    this.prefix = prefix;
    this.lane0 = lane0;
    this.lane1 = lane1;
    this.lane2 = lane2;
    this.lane3 = lane3;
  }

  /** Reads the text of a block; {@link parseCidrBlock} says what is refused. */
  static parse(text: string, options?: ParseCidrBlockOptions): CidrBlock {
    const masks = options?.hostBits === 'mask';
    if (typeof text === 'string') {
      if (scanBlock4(text, scanned, 0, masks)) return new CidrBlock(4, scanned[1] as number, scanned[0] as number, 0, 0, 0);
      if (scanBlock6(text, scanned, 0, masks)) return CidrBlock.#ofScanned6(scanned[4] as number);
    }
    const reading = readCidrText(text, options);
    if ('fault' in reading) throw new CidrParseError(text, reading.fault);
    return CidrBlock.around(reading.family, reading.address, reading.prefix);
  }

  /**
   * A block as it is, the text of a block, or the text of a plain address, which is its /32 or /128.
   *
   * @throws {CidrParseError} where the text is none of them
   */
  static from(value: CidrBlock | string): CidrBlock {
    if (CidrBlock.isBlock(value)) return value;
    if (typeof value === 'string' && !value.includes('/')) {
      if (scanText4(value, scanned, 0)) return new CidrBlock(4, 32, scanned[0] as number, 0, 0, 0);
      if (scanText6(value, scanned, 0) && !isMapped(scanned, 0)) return CidrBlock.#ofScanned6(128);
      const reading = readCidrText(value === '' ? value : `${value}/${value.includes(':') ? 128 : 32}`);
      if ('fault' in reading) throw new CidrParseError(value, reading.fault);
      return CidrBlock.around(reading.family, reading.address, reading.prefix);
    }
    return CidrBlock.parse(value);
  }

  /** Whether a value is a block, of this copy of the package or of another. */
  static isBlock(value: unknown): value is CidrBlock {
    return value instanceof CidrBlock || (typeof value === 'object' && value !== null && typeof (value as CidrBlock).lane0 === 'number' && typeof (value as CidrBlock).prefix === 'number');
  }

  static #ofScanned6(prefix: number): CidrBlock {
    return new CidrBlock(6, prefix, scanned[0] as number, scanned[1] as number, scanned[2] as number, scanned[3] as number);
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

  /** The text of the first address, `10.0.0.0`. */
  get firstAddress(): string {
    return this.family === 4 ? formatLane4(this.lane0) : formatLanes6(this.lane0, this.lane1, this.lane2, this.lane3);
  }

  /** The text of the last address, `10.63.255.255`. */
  get lastAddress(): string {
    return formatAddress(this.family, this.last);
  }

  /**
   * The text of the address at a place, counted from 0; a negative place counts from the end, so -1 is the last address.
   *
   * @throws {InvalidInputError} where the block has no such address
   * @example
   * parseCidrBlock('192.168.0.0/24').nth(10); // '192.168.0.10'
   */
  nth(index: number | bigint): string {
    const { size } = this;
    if (typeof index === 'number' && !Number.isSafeInteger(index)) throw noSuchAddress(this, index);
    const place = BigInt(index) < 0n ? size + BigInt(index) : BigInt(index);
    if (place < 0n || place >= size) throw noSuchAddress(this, index);
    return formatAddress(this.family, this.first + place);
  }

  /** Whether all addresses of the other lie in this one; an equal block does. */
  contains(other: CidrBlock | string): boolean {
    const inner = CidrBlock.from(other);
    return this.family === inner.family && this.prefix <= inner.prefix && commonBits(this, inner) >= this.prefix;
  }

  /** Whether the two share an address. Blocks of different families never do. */
  overlaps(other: CidrBlock | string): boolean {
    const block = CidrBlock.from(other);
    return this.family === block.family && commonBits(this, block) >= Math.min(this.prefix, block.prefix);
  }

  /** The addresses that both hold, which is the smaller block, or undefined where they are apart. */
  intersect(other: CidrBlock | string): CidrBlock | undefined {
    const block = CidrBlock.from(other);
    if (!this.overlaps(block)) return undefined;
    return this.prefix >= block.prefix ? this : block;
  }

  /** The block of a shorter prefix that holds this one, one bit shorter where none is given; undefined where there is none. */
  supernet(prefix: number = this.prefix - 1): CidrBlock | undefined {
    if (!Number.isInteger(prefix) || prefix < 0 || prefix > this.prefix) return undefined;
    return CidrBlock.ofLanes(this.family, prefix, this.lane0, this.lane1, this.lane2, this.lane3);
  }

  /**
   * The blocks of a prefix length that this one splits into, in address order, one at a time: a /8 has 65,536 of /24.
   * None where `prefix` is shorter than the block's own or longer than the family's.
   *
   * @example
   * [...parseCidrBlock('10.10.24.0/23').split(24)].map(String); // ['10.10.24.0/24', '10.10.25.0/24']
   */
  *split(prefix: number): Generator<CidrBlock, void, undefined> {
    if (!Number.isInteger(prefix) || prefix < this.prefix || prefix > addressBits(this.family)) return;
    const step = 1n << BigInt(addressBits(this.family) - prefix);
    const { last } = this;
    for (let { first } = this; first <= last; first += step) yield CidrBlock.around(this.family, first, prefix);
  }

  /** The canonical text, for example `10.0.0.0/10` or `2001:db8::/32`. */
  toString(): string {
    return this.firstAddress + formatPrefix(this.prefix);
  }

  /** The canonical text: a block in JSON is a string that `parseCidrBlock` reads back. */
  toJSON(): string {
    return this.toString();
  }
}

const noSuchAddress = (block: CidrBlock, index: number | bigint): InvalidInputError =>
  new InvalidInputError({
    issues: [{ path: 'index', message: `${block.toString()} has no address ${index}: it has ${block.size}, counted from 0` }],
    remediation: `Ask for a whole number from 0 to ${block.size - 1n}, or from -${block.size} to -1 to count from the end.`,
  });

/**
 * The canonical text of a block: dotted decimal for IPv4, RFC 5952 for IPv6 (lower case, no leading zeros, the longest
 * run of two or more zero groups as `::`).
 *
 * @example
 * formatCidrBlock(parseCidrBlock('2001:DB8:0:0::/64')); // '2001:db8::/64'
 */
export const formatCidrBlock = (block: CidrBlock): string => block.toString();
