/** The blocks of a VPC as they were read. */
export interface ObservedVpc {
  readonly id: string;
  readonly cidr: string;
  readonly secondaryCidrs: readonly string[];
  /** Its IPv6 blocks; absent where it has none. */
  readonly ipv6Cidrs?: readonly string[];
  readonly vSwitches: readonly ObservedVSwitch[];
  /** The routes of all route tables; undefined where the caller may not read them. */
  readonly routes?: readonly ObservedRoute[];
}

/** One vSwitch of a VPC. */
export interface ObservedVSwitch {
  readonly id: string;
  /** Empty where it has no name. */
  readonly name: string;
  readonly zone: string;
  readonly cidr: string;
  /** Its IPv6 block; absent where it has none. */
  readonly ipv6Cidr?: string;
  /** Addresses that are free now, the reserved ones not counted. */
  readonly availableAddresses: number;
}

/** One route of a VPC. */
export interface ObservedRoute {
  readonly tableId: string;
  readonly destination: string;
  /** `System` routes belong to vSwitches and cloud services, `Custom` ones to the owner, `BGP` and `CEN` ones are learnt. */
  readonly type: string;
  /** `type:id` of the next hop; empty for a local route. */
  readonly nextHop: string;
  /** `Available`, `Pending` or `Modifying`, as the cloud says it; absent where it doesn't. */
  readonly status?: string;
}
