import { Address4, Address6 } from 'ip-address';
import type { Peer } from './peer.ts';

/** ip-address wants to be told the family; its networks keep the host bits that were written. */
export const ipAddress: Peer<Address4 | Address6> = {
  name: 'ip-address',
  parse: (text) => (text.includes(':') ? new Address6(text) : new Address4(text)),
  ends: (address) => ({ first: address.startAddress().bigInt(), last: address.endAddress().bigInt() }),
  overlaps: (a, b) => a.isInSubnet(b) || b.isInSubnet(a),
};
