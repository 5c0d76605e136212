import type { CapacityDemand } from './capacity-demand.ts';
import { terwayPodAddresses } from './terway-addresses.ts';

/** The kubelet's `maxPods` unless it is set; Kubernetes is tested with no more on a node ("Considerations for large clusters"). */
export const defaultMaxPods = 110;
const defaultMaxPoolSize = 5;

/** What one node carries and takes. */
export interface NodePods {
  /** Pods with an address of their own that run at most. */
  readonly pods: number;
  /** Addresses that the node takes from the pod vSwitch at most: its pods and its idle pool. */
  readonly addresses: number;
  /** What sets the number of pods: the demand itself, the addresses of the ENIs, or the kubelet. */
  readonly limitedBy: 'demand' | 'eni-addresses' | 'max-pods';
}

/** The pods and addresses of one node; undefined where neither pods nor ENI limits are known. */
export const planNodePods = (demand: CapacityDemand): NodePods | undefined => {
  const { podsPerNode, hostNetworkPods = 0 } = demand;
  const eni = eniAddresses(demand);
  if (podsPerNode === undefined && eni === undefined) return undefined;
  // The kubelet counts pods on the host's network, too; they leave fewer places for the others.
  const kubelet = Math.max(0, (demand.maxPods ?? defaultMaxPods) - hostNetworkPods);
  const pods = Math.min(podsPerNode ?? Infinity, eni ?? Infinity, kubelet);
  // The idle pool lives on the same ENIs, so pods and pool together never exceed what these carry.
  const wanted = pods + Math.max(demand.maxPoolSize ?? defaultMaxPoolSize, demand.minPoolSize ?? 0);
  const limitedBy = pods === podsPerNode ? 'demand' : pods === eni ? 'eni-addresses' : 'max-pods';
  return { pods, addresses: Math.min(wanted, eni ?? Infinity), limitedBy };
};

/** The addresses that the ENIs of a node have for pods; undefined where the instance type is unknown. */
export const eniAddresses = (demand: CapacityDemand): number | undefined => demand.instance && terwayPodAddresses(demand.instance, demand.terway);

/**
 * The `maxPods` that the kubelet should have: the addresses of the ENIs and the pods on the host's network, capped at the
 * demand's `maxPods` or 110. With more, the scheduler sends pods to a node that has no address for them.
 */
export const kubeletMaxPods = (demand: CapacityDemand): number | undefined => {
  const eni = eniAddresses(demand);
  return eni === undefined ? undefined : Math.min(eni + (demand.hostNetworkPods ?? 0), demand.maxPods ?? defaultMaxPods);
};
