import type { CidrBlock } from '../block/cidr-block.ts';
import type { CapacityDemand } from '../capacity/capacity-demand.ts';
import type { OverlayInput } from '../capacity/overlay.ts';
import type { SiteInput, VSwitchRole } from './network-input.ts';

/** A block of the plan under the name that findings call it by. */
export interface NamedBlock {
  /** For people: `VPC`, `data-center pod network`, `vSwitch nodes-i`. */
  readonly name: string;
  /** Where it stands in the input: `vpc.cidr`, `dataCenter.podCidr[1]`, `vSwitches[0].cidr`. */
  readonly path: string;
  readonly block: CidrBlock;
  /** Whether a fix may change it. */
  readonly movable: boolean;
}

/** A vSwitch with its block read. */
export interface NamedVSwitch extends NamedBlock {
  readonly label: string;
  readonly zone: string;
  readonly role: VSwitchRole;
  /** Addresses that are free today, where they were counted. */
  readonly freeAddresses?: number;
}

/** A further member of the CEN with its blocks read. */
export interface NamedSite {
  readonly label: string;
  readonly kind: SiteInput['kind'];
  readonly blocks: readonly NamedBlock[];
}

/** A {@link NetworkInput} with every block read and every default filled in. */
export interface Network {
  readonly region?: string;
  readonly dataCenterNodes: readonly NamedBlock[];
  readonly dataCenterPods: readonly NamedBlock[];
  readonly services: readonly NamedBlock[];
  readonly routed: readonly NamedBlock[];
  readonly sites: readonly NamedSite[];
  readonly protectionLevel: 'full' | 'reduced';
  /** Whether anything says that a CEN connects the VPC: the section, or a site. */
  readonly hasCen: boolean;
  /** How pods are announced by BGP; absent where they aren't. */
  readonly bgp?: { readonly blockPrefix: number; readonly aggregated?: boolean };
  readonly onPremisesNodeCount?: number;
  /** How the pod blocks are cut for the nodes; one for each family, as nodes draw on all pools of a family. */
  readonly overlay?: OverlayInput;
  /** The primary block, then the secondary ones. */
  readonly vpc: readonly NamedBlock[];
  /** Custom route entries that are there already. */
  readonly customRouteCount: number;
  /** Their destinations, where these are known. */
  readonly customRoutes: readonly NamedBlock[];
  readonly vSwitches: readonly NamedVSwitch[];
  readonly waivers: ReadonlySet<string>;
  readonly demand: CapacityDemand;
}
