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
