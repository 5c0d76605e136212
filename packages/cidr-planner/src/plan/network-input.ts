/** One block, or several: a dual-stack network has an IPv4 and an IPv6 block. Written as strict CIDR text. */
export type CidrText = string | readonly string[];

/** A network to plan. Every block is CIDR text; names and paths come back in the findings. */
export interface NetworkInput {
  /** The on-premises cluster. It runs already, so its blocks can't move: no fix touches them. */
  readonly dataCenter: {
    /** The private network that the on-premises nodes have their addresses in. */
    readonly nodeCidr: CidrText;
    /** The container network, for example Calico's IP pools. */
    readonly podCidr: CidrText;
    /** The Service range of the on-premises cluster, which the cloud nodes use as well. Its rules are skipped without it. */
    readonly serviceCidr?: CidrText | undefined;
  };
  readonly vpc: {
    readonly cidr: string;
    readonly secondaryCidrs?: readonly string[] | undefined;
    /** True: it is made already, and its blocks can't be changed. False by default. */
    readonly existing?: boolean | undefined;
  };
  readonly vSwitches: readonly VSwitchInput[];
  /** Further networks that are reachable over the connection to the data center: other sites, management networks. */
  readonly routed?: readonly { readonly name: string; readonly cidr: CidrText }[] | undefined;
  /** Rules that the reader of the plan takes upon themselves: their findings become warnings. */
  readonly waivers?: readonly NetworkWaiver[] | undefined;
  /** What the cloud side shall carry; the capacity rules are skipped without it. */
  readonly demand?: CapacityDemand | undefined;
}

/** What a vSwitch is for. */
export type VSwitchRole = 'nodes' | 'pods' | 'other';

/** A vSwitch of the plan. */
export interface VSwitchInput {
  /** Unique in the plan. */
  readonly name: string;
  /** Its id, for example `vsw-…`, where it is known. A vSwitch without one is found in the VPC by its name, then by its block. */
  readonly id?: string | undefined;
  readonly cidr: string;
  /** The zone id, for example `cn-hangzhou-i`. */
  readonly zone: string;
  /**
   * `nodes`: ECS instances have their primary addresses here; `pods`: Terway takes pod addresses from here; `other`: it
   * is there and its addresses are taken, but this cluster doesn't use it.
   */
  readonly role: VSwitchRole;
  /** True: it is made already and can't be changed. A vSwitch's block is immutable. False by default. */
  readonly existing?: boolean | undefined;
}

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

/**
 * The rules that may be waived, with what the waiver says:
 * - `overlap-data-center-vpc`: an on-premises block inside the VPC block, but in no vSwitch. It routes as long as no
 *   vSwitch is ever made there and nobody announces the whole VPC block to the data center.
 * - `overlap-service-vpc`: the same for the Service block, whose addresses never leave a node.
 */
export const networkWaivers = ['overlap-data-center-vpc', 'overlap-service-vpc'] as const;

/** A rule that may be waived; see {@link networkWaivers}. */
export type NetworkWaiver = (typeof networkWaivers)[number];
