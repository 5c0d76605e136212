import type { ObservedRoute } from './observed-vpc.ts';

/** What lies between a VPC and the data center, as it was read: the CENs of the VPC and their border routers. */
export interface ObservedBorder {
  readonly cens: readonly ObservedCen[];
  readonly borderRouters: readonly ObservedBorderRouter[];
  /** What could not be read, most often since the caller may not. */
  readonly unread: readonly UnreadPart[];
}

/** A part of the border that could not be read. */
export interface UnreadPart {
  /** What it is, for people: `the routes of CEN cen-1`. */
  readonly what: string;
  /** The RAM action that reads it: `cen:DescribeCens`. */
  readonly action: string;
  /** What the cloud said; absent where the caller lacks the action. */
  readonly reason?: string;
}

/** A Cloud Enterprise Network (CEN). */
export interface ObservedCen {
  readonly id: string;
  /** Absent where it could not be read. */
  readonly protectionLevel?: 'full' | 'reduced';
  /** Every network in it, the VPC itself among them. */
  readonly members: readonly ObservedCenMember[];
  /** The routes that it has in the region of the VPC. */
  readonly routes: readonly ObservedCenRoute[];
  /** The routes that the VPC and the border routers publish and that meet a route of another member. */
  readonly conflicts: readonly ObservedCenConflict[];
}

/** A network in a CEN. */
export interface ObservedCenMember {
  readonly id: string;
  /** `VPC`, `VBR` or `CCN`. */
  readonly type: string;
  readonly region: string;
}

/** A route of a CEN in one region. */
export interface ObservedCenRoute {
  readonly destination: string;
  /** `Active`, `Candidate`, `Rejected` or `Prohibited`. */
  readonly status: string;
  /** The member that it leads to. */
  readonly memberId: string;
}

/** A published route and the route of another member that it meets. */
export interface ObservedCenConflict {
  /** Who publishes the route. */
  readonly memberId: string;
  readonly destination: string;
  /** Who has the other one. */
  readonly otherId: string;
  readonly otherDestination: string;
  /** `conflict`, `overflow` or `prohibited`. */
  readonly status: string;
}

/** A virtual border router (VBR). */
export interface ObservedBorderRouter {
  readonly id: string;
  /** Empty where it has no name. */
  readonly name: string;
  /** The addresses of its ends with the mask of their subnets: `10.0.0.1` and `255.255.255.252`, or for IPv6 a prefix `2408::1/126`. */
  readonly links: readonly { readonly localAddress: string; readonly peerAddress: string; readonly mask: string }[];
  readonly peers: readonly ObservedBgpPeer[];
  /** The blocks that it announces to the data center. */
  readonly announced: readonly string[];
  /** Its routes; undefined where they could not be read. */
  readonly routes?: readonly ObservedRoute[];
}

/** A BGP peer of a border router. */
export interface ObservedBgpPeer {
  readonly id: string;
  readonly address: string;
  /** The autonomous system of the border router; empty where the cloud doesn't say. */
  readonly localAsn: string;
  /** The autonomous system of the data center; empty where the cloud doesn't say. */
  readonly peerAsn: string;
  /** `Established` where the session is up; empty where the cloud doesn't say. */
  readonly state: string;
  /** Routes that it has received; undefined where the cloud doesn't say. */
  readonly receivedRoutes?: number;
  /** The most that it takes. */
  readonly routeLimit?: number;
}
