/** How many nodes and pods the vSwitches shall carry. */
export interface CapacityDemand {
  /** Cloud nodes, in all zones together. */
  readonly nodes?: number | undefined;
  /** Nodes that exist beside them while a pool is replaced node by node. 0 by default. */
  readonly surgeNodes?: number | undefined;
  /** Pods with an address of their own that a node shall run. Without it, as many as its ENIs or `maxPods` allow. */
  readonly podsPerNode?: number | undefined;
  /** The kubelet's limit. 110, the kubelet's default, without it. */
  readonly maxPods?: number | undefined;
  /** Terway's `max_pool_size`: idle addresses that a node keeps ready. 5, as in the guide, without it. */
  readonly maxPoolSize?: number | undefined;
  /** The ENI limits of the instance type, from `DescribeInstanceTypes`. */
  readonly instance?: { readonly eniQuantity: number; readonly eniPrivateIpAddressQuantity: number } | undefined;
}
