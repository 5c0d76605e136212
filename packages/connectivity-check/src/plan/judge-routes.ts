import { covers, meet, parseIpv4Block, type Ipv4Block } from './ipv4-block.ts';

/** An entry of a VPC route table (DescribeRouteEntryList). */
export interface RouteEntry {
  readonly routeTableId: string;
  readonly destination: string;
  /** `System`, `Custom`, `BGP`, `CEN`, ... */
  readonly type: string;
  /** `Available`, `Pending`, ... */
  readonly status: string;
  /** `Attachment`, `RouterInterface`, `local`, ...; empty where it leads nowhere. */
  readonly nextHopType: string;
  readonly nextHopId: string;
}

/** Which entry a block's traffic takes, or why it takes none. */
export type RouteJudgement = { readonly routed: true; readonly by: RouteEntry } | { readonly routed: false; readonly reason: string };

/**
 * Says which entry of a route table carries all traffic to a block: the most specific one that covers it. Pure.
 *
 * An entry of the VPC itself (type `System`, next hop `local`) does not lead to a data centre: a vSwitch that covers the
 * block would swallow its traffic.
 */
export const judgeRoute = (destination: string, entries: readonly RouteEntry[]): RouteJudgement => {
  const block = parseIpv4Block(destination);
  if (block === undefined) return { routed: false, reason: `"${destination}" is no IPv4 block` };
  const parsed = entries.map((entry) => ({ entry, at: parseIpv4Block(entry.destination) })).filter((route): route is { entry: RouteEntry; at: Ipv4Block } => route.at !== undefined);
  const best = parsed.filter((route) => covers(route.at, block)).sort((left, right) => right.at.prefix - left.at.prefix)[0];
  const swallowed = parsed.find((route) => isLocal(route.entry) && meet(route.at, block));
  if (swallowed !== undefined) return { routed: false, reason: `${swallowed.entry.destination} belongs to the VPC itself and meets ${destination}` };
  if (best === undefined) {
    const parts = parsed.filter((route) => meet(route.at, block)).map((route) => route.entry.destination);
    return { routed: false, reason: parts.length === 0 ? `no entry covers ${destination}` : `only ${parts.join(', ')} of ${destination} have an entry` };
  }
  const { entry } = best;
  if (entry.nextHopType === '') return { routed: false, reason: `the entry ${entry.destination} has no next hop` };
  if (entry.status !== '' && entry.status !== 'Available') return { routed: false, reason: `the entry ${entry.destination} is ${entry.status}` };
  return { routed: true, by: entry };
};

const isLocal = (entry: RouteEntry): boolean => entry.nextHopType.toLowerCase() === 'local' || (entry.type === 'System' && !['Attachment', 'TransitRouter', 'Cen'].includes(entry.nextHopType));
