import { Netmask } from 'netmask';
import { readSpan } from '../reference/read-span.ts';
import type { Peer } from './peer.ts';

/** netmask has numbers for IPv4, and only texts for IPv6. */
export const netmask: Peer<Netmask> = {
  name: 'netmask',
  parse: (text) => new Netmask(text),
  ends: (block) => (isIPv6(block) ? readSpan(`${block.base}/${block.bitmask}`) : { first: block.netLong, last: block.netLong + block.size - 1 }),
  overlaps: (a, b) => {
    if (isIPv6(a) || isIPv6(b)) return a.contains(b) || b.contains(a);
    return a.netLong < b.netLong + b.size && b.netLong < a.netLong + a.size;
  },
};

const isIPv6 = ({ base }: Netmask): boolean => base.includes(':');
