import type { CapacityDemand } from '../capacity/capacity-demand.ts';

/** One block, or several: a dual-stack network has an IPv4 and an IPv6 block. Written as strict CIDR text. */
export type CidrText = string | readonly string[];

/** A network to plan. Every block is CIDR text; names and paths come back in the findings. */
export interface NetworkInput {
  /** The region of the VPC, for example `cn-hangzhou`: it decides where OSS has its internal addresses. */
  readonly region?: string | undefined;
  /** The on-premises cluster. It runs already, so its blocks can't move: no fix touches them. */
  readonly dataCenter: {
    /** The private network that the on-premises nodes have their addresses in. */
    readonly nodeCidr: CidrText;
    /** The container network, for example Calico's IP pools. */
    readonly podCidr: CidrText;
    /** The Service range of the on-premises cluster, which the cloud nodes use as well. Its rules are skipped without it. */
    readonly serviceCidr?: CidrText | undefined;
    /** On-premises nodes; the estimate of BGP routes needs it. */
    readonly nodes?: number | undefined;
    /** How the on-premises plug-in announces its pods; absent where it doesn't. */
    readonly bgp?: AnnouncedPods | undefined;
    /** How the pod network is cut into blocks for the nodes; the limit of nodes of an overlay is not judged without it. */
    readonly overlay?: OverlayBlocks | undefined;
  };
  readonly vpc: {
    readonly cidr: string;
    readonly secondaryCidrs?: readonly string[] | undefined;
    /** True: it is made already, and its blocks can't be changed. False by default. */
    readonly existing?: boolean | undefined;
    /** Custom route entries that its busiest route table has already: how many, or their destinations. None without it. */
    readonly customRoutes?: number | readonly string[] | undefined;
  };
  readonly vSwitches: readonly VSwitchInput[];
  /** Further networks that are reachable over the connection to the data center: other sites, management networks. */
  readonly routed?: readonly { readonly name: string; readonly cidr: CidrText }[] | undefined;
  /** Other members of the same Cloud Enterprise Network (CEN): further data centers and VPCs. */
  readonly sites?: readonly SiteInput[] | undefined;
  /** The CEN that connects the VPC, the data center and the sites; absent where nothing is said of one. */
  readonly cen?: CenInput | undefined;
  /** Rules that the reader of the plan takes upon themselves: their findings become warnings. */
  readonly waivers?: readonly NetworkWaiver[] | undefined;
  /** What the cloud side shall carry; the capacity rules are skipped without it. */
  readonly demand?: CapacityDemand | undefined;
}

/** How an on-premises plug-in announces pod routes by BGP. */
export interface AnnouncedPods {
  /** The prefix of the blocks that a node announces: 26, as Calico has it, without it. */
  readonly blockPrefix?: number | undefined;
  /** Whether the edge of the data center announces the pod networks as a whole to the border router. Unknown without it. */
  readonly aggregated?: boolean | undefined;
}

/** How a pod network whose addresses live on the nodes alone is cut into blocks. */
export interface OverlayBlocks {
  /**
   * Who gives nodes their blocks. `node-ipam`: the controller-manager, as for Flannel; `cilium`: Cilium's cluster pool;
   * `calico`: Calico's IPAM.
   */
  readonly ipam: 'node-ipam' | 'cilium' | 'calico';
  /** The prefix of a node's IPv4 block, 0 to 32: 24 for Kubernetes and Cilium, 26 for Calico, unless they are configured. */
  readonly blockPrefix: number;
  /** The prefix of a node's IPv6 block, 0 to 128; needed where the pod network has an IPv6 block. */
  readonly blockPrefix6?: number | undefined;
  /** The kubelet's limit. 110 without it. */
  readonly maxPods?: number | undefined;
}

/** A further site: another data center, or another VPC. */
export interface SiteInput {
  /** Unique in the plan. */
  readonly name: string;
  readonly kind: 'data-center' | 'vpc';
  /** Every block of the site that others shall reach. */
  readonly cidr: CidrText;
}

/** The Cloud Enterprise Network between the sites. */
export interface CenInput {
  /** `reduced`: blocks of its members may overlap, but not be identical; `full`: they may not overlap. `full` without it. */
  readonly protectionLevel?: 'full' | 'reduced' | undefined;
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
  /** Addresses that are free today, the reserved ones not counted. With it, the plan says how many further nodes fit. */
  readonly freeAddresses?: number | undefined;
}

/**
 * The rules that may be waived, with what the waiver says:
 * - `overlap-data-center-vpc`: an on-premises block inside the VPC block, but in no vSwitch. It routes as long as no
 *   vSwitch is ever made there and nobody announces the whole VPC block to the data center.
 * - `overlap-service-vpc`: the same for the Service block, whose addresses never leave a node.
 * - `overlap-site-vpc`: the same for a block of another site.
 */
export const networkWaivers = ['overlap-data-center-vpc', 'overlap-service-vpc', 'overlap-site-vpc'] as const;

/** A rule that may be waived; see {@link networkWaivers}. */
export type NetworkWaiver = (typeof networkWaivers)[number];
