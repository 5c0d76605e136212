/** The blocks of a VPC as they were read. */
export interface ObservedVpc {
  readonly id: string;
  readonly cidr: string;
  readonly secondaryCidrs: readonly string[];
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
}
