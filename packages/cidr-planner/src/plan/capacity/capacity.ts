import type { CidrBlock } from '../block/cidr-block.ts';
import type { CapacityDemand } from './capacity-demand.ts';
import type { VSwitchRole } from '../network/network-input.ts';
import type { NamedVSwitch } from '../network/read-network.ts';

/** The addresses of a vSwitch that the cloud keeps for itself: the first one and the last three. */
export const reservedVSwitchAddresses = 4;

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
}

/** What the vSwitches of a plan carry. */
export interface NetworkCapacity {
  readonly vSwitches: readonly VSwitchCapacity[];
  readonly zones: readonly ZoneCapacity[];
  /** Pods with an address of their own that one node runs at most; absent where nothing is known of it. */
  readonly podsPerNode?: number;
  /** Addresses that one node takes from the pod vSwitch at most: its pods and its idle pool. */
  readonly podAddressesPerNode?: number;
  /** Nodes that all zones carry together, surge subtracted. */
  readonly maximumNodes?: number;
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
 * The pods that Terway's shared ENIs give addresses to on one node: (ENIs − 1) × addresses of an ENI, since the primary
 * ENI carries none (Terway, `EniQuantity` and `EniPrivateIpAddressQuantity` of `DescribeInstanceTypes`).
 */
export const terwayPodAddresses = (instance: NonNullable<CapacityDemand['instance']>): number =>
  (instance.eniQuantity - 1) * instance.eniPrivateIpAddressQuantity;

const defaultMaxPods = 110;
const defaultMaxPoolSize = 5;

/** What the vSwitches of a plan carry under a demand. */
export const planCapacity = (vSwitches: readonly NamedVSwitch[], demand: CapacityDemand): NetworkCapacity => {
  const podsPerNode = planPodsPerNode(demand);
  const perNode = planAddressesPerNode(demand, podsPerNode);
  const used = vSwitches.filter((vSwitch) => vSwitch.role !== 'other');
  const zones = [...new Set(used.map((vSwitch) => vSwitch.zone))].map((zone) =>
    planZone(zone, used.filter((vSwitch) => vSwitch.zone === zone), perNode),
  );
  const carried = zones.map((zone) => zone.maximumNodes ?? 0).reduce((sum, nodes) => sum + nodes, 0);
  return {
    vSwitches: used.map((vSwitch) => ({
      name: vSwitch.label,
      cidr: vSwitch.block.toString(),
      zone: vSwitch.zone,
      role: vSwitch.role,
      usableAddresses: usableAddresses(vSwitch.block),
    })),
    zones,
    ...(podsPerNode === undefined ? {} : { podsPerNode }),
    ...(perNode === undefined ? {} : { podAddressesPerNode: perNode, maximumNodes: Math.max(0, carried - (demand.surgeNodes ?? 0)) }),
  };
};

const planPodsPerNode = (demand: CapacityDemand): number | undefined => {
  const limits = [demand.podsPerNode, demand.instance && terwayPodAddresses(demand.instance)].filter((limit) => limit !== undefined);
  return limits.length === 0 ? undefined : Math.min(...limits, demand.maxPods ?? defaultMaxPods);
};

// The idle pool lives on the same ENIs, so pods and pool together never exceed what these carry.
const planAddressesPerNode = (demand: CapacityDemand, podsPerNode: number | undefined): number | undefined => {
  if (podsPerNode === undefined) return undefined;
  const wanted = podsPerNode + (demand.maxPoolSize ?? defaultMaxPoolSize);
  return demand.instance ? Math.min(wanted, terwayPodAddresses(demand.instance)) : wanted;
};

const planZone = (zone: string, vSwitches: readonly NamedVSwitch[], perNode: number | undefined): ZoneCapacity => {
  const sum = (role: 'nodes' | 'pods'): number =>
    vSwitches.filter((vSwitch) => vSwitch.role === role).reduce((total, vSwitch) => total + usableAddresses(vSwitch.block), 0);
  const nodeAddresses = sum('nodes');
  const hasPodVSwitch = vSwitches.some((vSwitch) => vSwitch.role === 'pods');
  // Terway falls back to the node's own vSwitch in a zone that has no pod vSwitch: nodes and pods share it.
  const podAddresses = hasPodVSwitch ? sum('pods') : nodeAddresses;
  if (perNode === undefined) return { zone, nodeAddresses, podAddresses };
  const byPods = hasPodVSwitch ? (perNode === 0 ? Infinity : Math.floor(podAddresses / perNode)) : Math.floor(nodeAddresses / (perNode + 1));
  return {
    zone,
    nodeAddresses,
    podAddresses,
    maximumNodes: Math.min(nodeAddresses, byPods),
    limitedBy: byPods < nodeAddresses ? 'pod-addresses' : 'node-addresses',
  };
};
