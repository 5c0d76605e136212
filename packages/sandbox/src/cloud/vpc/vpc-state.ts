import type { SandboxWorld } from '../../types.ts';

/** A VPC. */
export interface Vpc {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly cidr: string;
  readonly secondaryCidrs: readonly string[];
  readonly ipv6Cidrs: readonly string[];
  readonly routerId: string;
  readonly routeTableId: string;
  readonly created: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A vSwitch. It is `Pending` until `readyAt`: no other may be created in its VPC meanwhile. */
export interface VSwitch {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly cidr: string;
  readonly created: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly readyAt: number;
}

/** A custom entry of a route table. */
export interface RouteEntry {
  readonly destination: string;
  readonly nextHopType: string;
  readonly nextHopId: string;
}

/** What the VPC service knows. */
export interface VpcState {
  readonly vpcs: Map<string, Vpc>;
  readonly vswitches: Map<string, VSwitch>;
  /** Custom entries by route table. */
  readonly routes: Map<string, RouteEntry[]>;
}

/** The VPC, the vSwitches and the routes of the world. */
export function createVpcState(world: SandboxWorld, now: number): VpcState {
  const suffix = world.vpc.id.replace(/^vpc-/, '');
  const vpc: Vpc = { ...world.vpc, ipv6Cidrs: world.vpc.ipv6Cidrs ?? [], description: '', routerId: `vrt-${suffix}`, routeTableId: `vtb-${suffix}`, created: now, tags: {} };
  return {
    vpcs: new Map([[vpc.id, vpc]]),
    vswitches: new Map(world.vswitches.map((vswitch) => [vswitch.id, { ...vswitch, description: '', vpcId: vpc.id, created: now, tags: {}, readyAt: now }])),
    routes: new Map([[vpc.routeTableId, world.routes.map((route) => ({ ...route }))]]),
  };
}
