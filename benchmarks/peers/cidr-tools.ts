import { parseCidr } from 'cidr-tools';
import type { Peer } from './peer.ts';

export const cidrTools: Peer<ReturnType<typeof parseCidr>> = {
  name: 'cidr-tools',
  parse: (text) => parseCidr(text),
  ends: ({ start, end }) => ({ first: start, last: end }),
  overlaps: (a, b) => a.version === b.version && a.start <= b.end && b.start <= a.end,
};
