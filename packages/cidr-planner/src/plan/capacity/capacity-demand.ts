import type { InstanceLimits, TerwayLimits } from './terway-addresses.ts';

/** How fast the cluster grows: by a fixed number of nodes, or by a share of those that are there. */
export type NodeGrowth = { readonly nodesPerYear: number } | { readonly percentPerYear: number };

/** How many nodes and pods the vSwitches shall carry. */
export interface CapacityDemand {
  /** Cloud nodes, in all zones together. */
  readonly nodes?: number | undefined;
  /** Nodes that exist beside them while a pool is replaced node by node. 0 by default. */
  readonly surgeNodes?: number | undefined;
  /** Pods with an address of their own that a node shall run. Without it, as many as its ENIs or `maxPods` allow. */
  readonly podsPerNode?: number | undefined;
  /** Pods of a node on the host's network, such as kube-proxy: they count for the kubelet and need no address. 0 without it. */
  readonly hostNetworkPods?: number | undefined;
  /** The kubelet's limit. 110, the kubelet's default, without it. */
  readonly maxPods?: number | undefined;
  /** Terway's `max_pool_size`: idle addresses that a node keeps ready. 5, as in the guide, without it. */
  readonly maxPoolSize?: number | undefined;
  /** Terway's `min_pool_size`: idle addresses that a node fetches ahead. 0 without it; the larger of the two is counted. */
  readonly minPoolSize?: number | undefined;
  /** The ENI limits of the instance type, from `DescribeInstanceTypes`. */
  readonly instance?: InstanceLimits | undefined;
  /** What `eni_conf` changes of these limits. */
  readonly terway?: TerwayLimits | undefined;
  /** How the number of nodes grows; without it, nothing is said of the years to come. */
  readonly growth?: NodeGrowth | undefined;
  /** Whether the other zones shall carry all nodes when one zone is lost. False without it. */
  readonly zoneFailure?: boolean | undefined;
  /** Nodes that the account may have in a registered cluster. 100, the default quota, without it. */
  readonly nodeQuota?: number | undefined;
}
