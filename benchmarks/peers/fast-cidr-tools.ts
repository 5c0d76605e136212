import { parse } from 'fast-cidr-tools';
import type { Peer } from './peer.ts';

export const fastCidrTools: Peer<ReturnType<typeof parse>> = {
  name: 'fast-cidr-tools',
  parse: (text) => parse(text),
  ends: ([first, last]) => ({ first, last }),
  overlaps: (a, b) => a[2] === b[2] && a[0] <= b[1] && b[0] <= a[1],
};
