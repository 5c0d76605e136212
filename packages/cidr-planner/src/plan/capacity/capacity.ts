import type { CidrBlock } from '../block/cidr-block.ts';
import type { VSwitchRole } from '../network/network-input.ts';
import type { NamedVSwitch } from '../network/read-network.ts';
import type { CapacityDemand } from './capacity-demand.ts';
import { checkDemand } from './check-demand.ts';
import { chooseVSwitch, reservedVSwitchAddresses } from './choose-vswitch.ts';
import type { VSwitchChoice } from './choose-vswitch.ts';
import { countFreeBlocks } from './free-blocks.ts';
import type { FreeBlockCount } from './free-blocks.ts';
import { nodesAfter, yearsUntilFull } from './growth.ts';
import { planOverlay } from './overlay.ts';
import type { OverlayCapacity, OverlayInput } from './overlay.ts';
import { kubeletMaxPods, planNodePods } from './pods-per-node.ts';
import type { NodePods } from './pods-per-node.ts';

export { terwayPodAddresses } from './terway-addresses.ts';

/** What one vSwitch offers. */
export interface VSwitchCapacity {
  readonly name: string;
  readonly cidr: string;
  readonly zone: string;
  readonly role: VSwitchRole;
  /** Addresses that instances and pods can have: 2^(32 − prefix) − 4. A /24 has 252. */
  readonly usableAddresses: number;
}

/** What one zone carries. */
export interface ZoneCapacity {
  readonly zone: string;
  readonly nodeAddresses: number;
  /** Addresses for pods: those of the pod vSwitches, or, in a zone without one, those of the node vSwitches. */
  readonly podAddresses: number;
  /** Nodes that the zone carries, surge not counted; absent where the ENI limits and the pods per node are unknown. */
  readonly maximumNodes?: number;
  /** Which addresses run out first. */
  readonly limitedBy?: 'node-addresses' | 'pod-addresses';
  /** Nodes that fit beside those of today, by the free counts; absent where a count or the pods per node is unknown. */
  readonly furtherNodes?: number;
  /** What the zone should have; absent where no number of nodes is asked for, or no node runs in the zone. */
  readonly wanted?: WantedZone;
}

/** The vSwitches that carry a zone's share of the demand, with surge and a year's growth. */
export interface WantedZone {
  readonly nodes: number;
  readonly nodeVSwitch: VSwitchChoice;
  /** Absent where the pods per node are unknown. */
  readonly podVSwitch?: VSwitchChoice;
}

/** What the vSwitches of a plan carry. */
export interface NetworkCapacity {
  readonly vSwitches: readonly VSwitchCapacity[];
  readonly zones: readonly ZoneCapacity[];
  /** Pods with an address of their own that one node runs at most; absent where nothing is known of it. */
  readonly podsPerNode?: number;
  /** What sets that number. */
  readonly podsLimitedBy?: NodePods['limitedBy'];
  /** Addresses that one node takes from the pod vSwitch at most: its pods and its idle pool. */
  readonly podAddressesPerNode?: number;
  /** The `maxPods` that the kubelet should have; absent where the instance type is unknown. */
  readonly kubeletMaxPods?: number;
  /** Nodes that all zones carry together, surge subtracted. */
  readonly maximumNodes?: number;
  /** Years until these are reached; Infinity where nothing grows, absent without `growth` or `nodes`. */
  readonly yearsUntilFull?: number;
  /** Further vSwitches that fit into the VPC, by prefix; absent where its blocks weren't given. */
  readonly freeBlocks?: readonly FreeBlockCount[];
  /** What the overlay on premises carries; absent where nothing is said of one. */
  readonly overlay?: OverlayCapacity;
}

/** What is known beside the vSwitches. */
export interface CapacityFacts {
  /** Free addresses of today, by the name of the vSwitch, as DescribeVSwitches counts them. */
  readonly freeAddresses?: ReadonlyMap<string, number> | undefined;
  /** The blocks of the VPC; with them, further vSwitches are counted. */
  readonly vpc?: readonly CidrBlock[] | undefined;
  /** Blocks of others, in which no vSwitch may be made, whether or not they lie in the VPC. */
  readonly avoid?: readonly CidrBlock[] | undefined;
  /** How the pod network on premises is cut into blocks. */
  readonly overlay?: OverlayInput | undefined;
}

/**
 * The addresses of a vSwitch that can be used: 2^(32 − prefix) − 4, as the first and the last three are reserved
 * (Alibaba Cloud, "VPCs and vSwitches"). None for blocks too small to have any.
 *
 * @example
 * usableAddresses(parseCidrBlock('10.10.25.0/24')); // 252
 */
export const usableAddresses = (block: CidrBlock): number => Math.max(0, Number(block.size) - reservedVSwitchAddresses);

/**
 * What the vSwitches of a plan carry under a demand. Every node is counted full, so it is the worst case.
 *
 * @throws {InvalidInputError} with the path of each field of the demand or of the overlay that can't be read
 */
export const planCapacity = (vSwitches: readonly NamedVSwitch[], demand: CapacityDemand, facts: CapacityFacts = {}): NetworkCapacity => {
  checkDemand(demand);
  const node = planNodePods(demand);
  const maxPods = kubeletMaxPods(demand);
  const used = vSwitches.filter((vSwitch) => vSwitch.role !== 'other');
  const nodeZones = new Set(used.filter((vSwitch) => vSwitch.role === 'nodes').map((vSwitch) => vSwitch.zone));
  const wanted = planWantedZone(demand, nodeZones.size, node?.addresses);
  const zones = [...new Set(used.map((vSwitch) => vSwitch.zone))].map((zone): ZoneCapacity => {
    const planned = planZone(zone, used.filter((vSwitch) => vSwitch.zone === zone), node?.addresses, facts.freeAddresses);
    return wanted && nodeZones.has(zone) ? { ...planned, wanted } : planned;
  });
  const sum = (count: (zone: ZoneCapacity) => number): number => zones.reduce((total, zone) => total + count(zone), 0);
  const surge = demand.surgeNodes ?? 0;
  const carried = Math.max(0, sum((zone) => (node ? (zone.maximumNodes ?? 0) : zone.nodeAddresses)) - surge);
  return {
    vSwitches: used.map((vSwitch) => ({
      name: vSwitch.label,
      cidr: vSwitch.block.toString(),
      zone: vSwitch.zone,
      role: vSwitch.role,
      usableAddresses: usableAddresses(vSwitch.block),
    })),
    zones,
    ...(node ? { podsPerNode: node.pods, podsLimitedBy: node.limitedBy, podAddressesPerNode: node.addresses, maximumNodes: carried } : {}),
    ...(maxPods === undefined ? {} : { kubeletMaxPods: maxPods }),
    ...(demand.growth && demand.nodes !== undefined ? { yearsUntilFull: yearsUntilFull(demand.nodes, carried, demand.growth) } : {}),
    ...(facts.vpc ? { freeBlocks: countFreeBlocks(facts.vpc, [...vSwitches.map((vSwitch) => vSwitch.block), ...(facts.avoid ?? [])]) } : {}),
    ...(facts.overlay ? { overlay: planOverlay(facts.overlay) } : {}),
  };
};

/** The nodes of one zone when a node pool spreads them evenly; where a zone may be lost, the others share its nodes. */
const planWantedZone = (demand: CapacityDemand, zones: number, perNode: number | undefined): WantedZone | undefined => {
  if (demand.nodes === undefined || zones === 0) return undefined;
  const later = demand.growth ? nodesAfter(demand.nodes, demand.growth, 1) : demand.nodes;
  const sharing = demand.zoneFailure === true ? Math.max(1, zones - 1) : zones;
  const nodes = Math.ceil((later + (demand.surgeNodes ?? 0)) / sharing);
  return { nodes, nodeVSwitch: chooseVSwitch(nodes), ...(perNode === undefined ? {} : { podVSwitch: chooseVSwitch(nodes * perNode) }) };
};

const planZone = (zone: string, vSwitches: readonly NamedVSwitch[], perNode: number | undefined, free?: ReadonlyMap<string, number>): ZoneCapacity => {
  // Terway falls back to the node's own vSwitch in a zone that has no pod vSwitch: nodes and pods share it.
  const isShared = !vSwitches.some((vSwitch) => vSwitch.role === 'pods');
  const count = (addresses: (vSwitch: NamedVSwitch) => number): ZoneAddresses => {
    const sum = (role: VSwitchRole): number => vSwitches.filter((vSwitch) => vSwitch.role === role).reduce((total, vSwitch) => total + addresses(vSwitch), 0);
    return { nodes: sum('nodes'), pods: isShared ? sum('nodes') : sum('pods'), isShared };
  };
  const usable = count((vSwitch) => usableAddresses(vSwitch.block));
  const known = { zone, nodeAddresses: usable.nodes, podAddresses: usable.pods };
  if (perNode === undefined) return known;
  const byPods = nodesByPods(usable, perNode);
  const left = free && vSwitches.every((vSwitch) => free.has(vSwitch.label)) ? count((vSwitch) => free.get(vSwitch.label) ?? 0) : undefined;
  return {
    ...known,
    maximumNodes: Math.min(usable.nodes, byPods),
    limitedBy: byPods < usable.nodes ? 'pod-addresses' : 'node-addresses',
    ...(left ? { furtherNodes: Math.min(left.nodes, nodesByPods(left, perNode)) } : {}),
  };
};

interface ZoneAddresses {
  readonly nodes: number;
  readonly pods: number;
  readonly isShared: boolean;
}

const nodesByPods = ({ nodes, pods, isShared }: ZoneAddresses, perNode: number): number => {
  if (isShared) return Math.floor(nodes / (perNode + 1));
  return perNode === 0 ? Infinity : Math.floor(pods / perNode);
};
