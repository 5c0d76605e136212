import ipaddr from 'ipaddr.js';
import type { Ends, Peer } from './peer.ts';

type Block = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** ipaddr.js reads a block as the address and the prefix, as they were written. */
export const ipaddrJs: Peer<Block> = {
  name: 'ipaddr.js',
  parse: (text) => ipaddr.parseCIDR(text),
  ends: ([address, prefix]) => (address instanceof ipaddr.IPv4 ? ends4(address, prefix) : ends6(address, prefix)),
  overlaps: ([a, aPrefix], [b, bPrefix]) => a.kind() === b.kind() && match(a, b, Math.min(aPrefix, bPrefix)),
};

const match = (a: ipaddr.IPv4 | ipaddr.IPv6, b: ipaddr.IPv4 | ipaddr.IPv6, prefix: number): boolean => a.match(b, prefix);

const ends4 = ({ octets }: ipaddr.IPv4, prefix: number): Ends => {
  const size = 2 ** (32 - prefix);
  const value = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const first = value - (value % size);
  return { first, last: first + size - 1 };
};

const ends6 = ({ parts }: ipaddr.IPv6, prefix: number): Ends => {
  const size = 1n << BigInt(128 - prefix);
  const value = parts.reduce((sum, part) => (sum << 16n) | BigInt(part), 0n);
  const first = value - (value % size);
  return { first, last: first + size - 1n };
};
