/** The blocks of an on-premises cluster as they were read. */
export interface ObservedCluster {
  /** `networking.podSubnet` of kubeadm's ClusterConfiguration; empty where there is none. */
  readonly podCidrs: readonly string[];
  /** `networking.serviceSubnet` of kubeadm's ClusterConfiguration; empty where there is none. */
  readonly serviceCidrs: readonly string[];
  /** The on-premises nodes: those without the label `alibabacloud.com/external=true`. */
  readonly nodes: readonly ObservedNode[];
  /** Calico's IP pools; undefined where the cluster has no such resource. */
  readonly ipPools?: readonly ObservedIpPool[];
}

/** One on-premises node. */
export interface ObservedNode {
  readonly name: string;
  /** Its `InternalIP` addresses. */
  readonly addresses: readonly string[];
  /** `spec.podCIDRs`. Calico's own address management doesn't use them. */
  readonly podCidrs: readonly string[];
}

/** One IP pool of Calico. */
export interface ObservedIpPool {
  readonly name: string;
  readonly cidr: string;
  /** A disabled pool gives out no new addresses; old ones stay in use. */
  readonly disabled: boolean;
}

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

/** What was read of the world; a side that wasn't read is absent. */
export interface ObservedNetwork {
  readonly cluster?: ObservedCluster | undefined;
  readonly vpc?: ObservedVpc | undefined;
}
