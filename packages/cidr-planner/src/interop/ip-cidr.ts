import type { CidrBlock } from '../plan/block/cidr-block.ts';
import { parseCidrBlock } from '../plan/block/parse-cidr-block.ts';

/** The part of an ip-cidr object that is typed here; the object itself is a whole one. */
export interface IpCidrObject {
  /** The text that it was made of. */
  readonly cidr: string;
  contains(address: string): boolean;
  /** The addresses as text; `limit` keeps a large block from filling the memory. */
  toArray(options?: { readonly from?: number; readonly limit?: number }): string[];
  toString(): string;
}

/**
 * A block as an object of the package ip-cidr, for code that lists addresses with it. ip-cidr is loaded on the first
 * call. It is an edge only: it takes IPv4-mapped IPv6 for IPv4, so relations are asked of `relate`.
 *
 * @example
 * (await toIpCidr(parseCidrBlock('192.168.0.0/30'))).toArray(); // ['192.168.0.0', …, '192.168.0.3']
 */
export const toIpCidr = async (block: CidrBlock): Promise<IpCidrObject> => {
  const { default: IpCidr } = await import('ip-cidr');
  return new IpCidr(block.toString());
};

/**
 * A block from an object of ip-cidr, which keeps the text that it was made of.
 *
 * @throws {CidrParseError} where that text isn't strict, for example `10.0.0.7/8`, whose host bits are set
 */
export const fromIpCidr = (cidr: Pick<IpCidrObject, 'cidr'>): CidrBlock => parseCidrBlock(cidr.cidr);
