import { InvalidInputError } from '@ack-hybrid/core';

/** The network plug-in of the on-premises cluster; `host-network` where pods use the addresses of their nodes. */
export type OnPremisesCni = 'calico' | 'cilium' | 'flannel' | 'host-network';

/** What the network mode depends on. */
export interface NetworkModeQuery {
  /** Nodes of the whole cluster, on-premises and cloud together. */
  readonly nodes: number;
  /** Whether pods need the bandwidth and latency of the network itself, without encapsulation. */
  readonly highPerformance: boolean;
  readonly cni: OnPremisesCni;
}

/** A network mode and what the cloud side then needs. */
export interface NetworkModeAdvice {
  /** `overlay`: packets between nodes are encapsulated; `bgp`: pod routes are announced; `host`: pods have node addresses. */
  readonly model: 'overlay' | 'bgp' | 'host';
  /** The mode by its name: `Calico IPIP`, `Calico route reflection`. */
  readonly mode: string;
  /** Whether the mode needs another plug-in on premises than the one that is there. */
  readonly changesCni: boolean;
  /** Whether the cloud nodes need Terway. */
  readonly terway: boolean;
  /** Whether the on-premises plug-in must be kept off the cloud nodes by node affinity. */
  readonly affinity: boolean;
  /** Whether the virtual border router and the data center must exchange routes by BGP. */
  readonly bgpOnBorderRouter: boolean;
  /** Why this mode, one reason each. */
  readonly reasons: readonly string[];
  /** What has to be there before the first cloud node. */
  readonly needs: readonly string[];
  readonly source: string;
}

/** Clusters of this many nodes or more are for BGP routing (Alibaba Cloud, "Hybrid network overview"). */
const largeCluster = 100;

const source = 'Alibaba Cloud, "Hybrid network overview" and "Deploy and configure Terway"';

const overlayModes: Readonly<Record<Exclude<OnPremisesCni, 'host-network'>, string>> = {
  calico: 'Calico IPIP',
  cilium: 'Cilium VXLAN',
  flannel: 'Flannel VXLAN',
};

/**
 * The network mode for a hybrid cluster: an overlay below 100 nodes where no high network performance is asked for, BGP
 * routing otherwise, and the host network where the pods use it already.
 *
 * @throws {InvalidInputError} where `nodes` is no whole number from 1 on
 * @example
 * recommendNetworkMode({ nodes: 120, highPerformance: false, cni: 'calico' }).mode; // 'Calico route reflection'
 */
export const recommendNetworkMode = (query: NetworkModeQuery): NetworkModeAdvice => {
  if (!Number.isSafeInteger(query.nodes) || query.nodes < 1) {
    throw new InvalidInputError({ subject: 'network mode', issues: [{ path: 'nodes', message: `${String(query.nodes)} is no whole number from 1 on` }] });
  }
  if (query.cni === 'host-network') return hostNetwork();
  const large = query.nodes >= largeCluster;
  if (!large && !query.highPerformance) return overlay(query.nodes, overlayModes[query.cni]);
  const reasons = [
    ...(large ? [`${query.nodes} nodes: overlays are for fewer than ${largeCluster}`] : []),
    ...(query.highPerformance ? ['high network performance is asked for, which encapsulation takes away'] : []),
  ];
  return routed(query.cni, reasons);
};

const overlay = (nodes: number, mode: string): NetworkModeAdvice => ({
  model: 'overlay',
  mode,
  changesCni: false,
  terway: false,
  // The plug-in spans both sites in this mode: keeping it off the cloud nodes would leave them without a network.
  affinity: false,
  bgpOnBorderRouter: false,
  reasons: [`${nodes} nodes, fewer than ${largeCluster}`, 'no high network performance is asked for'],
  needs: ["Cloud nodes can pull the images of the plug-in's DaemonSet", 'The encapsulated packets (IP protocol 4 for IPIP, UDP for VXLAN) pass between the node networks of both sites'],
  source,
});

const routed = (cni: Exclude<OnPremisesCni, 'host-network'>, reasons: readonly string[]): NetworkModeAdvice => {
  const changesCni = cni === 'flannel';
  return {
    model: 'bgp',
    mode: cni === 'cilium' ? 'Cilium BGP routing' : 'Calico route reflection',
    changesCni,
    terway: true,
    affinity: true,
    bgpOnBorderRouter: true,
    reasons: [...reasons, ...(changesCni ? ['Flannel announces no routes by BGP, so the cluster needs Calico or Cilium first'] : [])],
    needs: [
      'The on-premises plug-in is kept off the cloud nodes by node affinity',
      'Terway runs on the cloud nodes, with a vSwitch for pods in each zone of nodes',
      'The virtual border router and the data center exchange routes by BGP, for nodes and pods of both sites',
    ],
    source,
  };
};

const hostNetwork = (): NetworkModeAdvice => ({
  model: 'host',
  mode: 'Host network',
  changesCni: false,
  terway: true,
  affinity: false,
  bgpOnBorderRouter: false,
  reasons: ['the pods on premises use the addresses of their nodes'],
  needs: ['Terway runs on the cloud nodes only, which its node selector alibabacloud.com/external=true sees to', 'The node networks of both sites reach each other'],
  source,
});
