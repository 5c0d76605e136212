import IPCIDR from 'ip-cidr';
import type { Peer } from './peer.ts';

export const ipCidr: Peer<IPCIDR> = {
  name: 'ip-cidr',
  parse: (text) => new IPCIDR(text),
  ends: (block) => ({ first: block.start<bigint>({ type: 'bigInteger' }), last: block.end<bigint>({ type: 'bigInteger' }) }),
  overlaps: (a, b) => a.contains(b.address) || b.contains(a.address),
};
