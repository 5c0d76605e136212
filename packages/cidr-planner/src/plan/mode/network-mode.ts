import { InvalidInputError } from '@ack-hybrid/core/errors';
import { describeScenario } from './scenario.ts';

/** The network plug-in of the on-premises cluster; `host-network` where pods use the addresses of their nodes. */
export type OnPremisesCni = 'calico' | 'cilium' | 'flannel' | 'host-network';

/** The five modes of the guide, and the host network. */
export const networkModes = ['Flannel VXLAN', 'Calico IPIP', 'Cilium VXLAN', 'Calico route reflection', 'Cilium BGP routing', 'Host network'] as const;

/** A mode of the guide, by its name. */
export type NetworkMode = (typeof networkModes)[number];

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
  readonly mode: NetworkMode;
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
export const largeCluster = 100;

const overlayModes: Readonly<Record<Exclude<OnPremisesCni, 'host-network'>, NetworkMode>> = {
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
  if (query.cni === 'host-network') return advise('host', 'Host network', ['the pods on premises use the addresses of their nodes']);
  const large = query.nodes >= largeCluster;
  if (!large && !query.highPerformance) {
    return advise('overlay', overlayModes[query.cni], [`${query.nodes} nodes, fewer than ${largeCluster}`, 'no high network performance is asked for']);
  }
  const changesCni = query.cni === 'flannel';
  const reasons = [
    ...(large ? [`${query.nodes} nodes: overlays are for fewer than ${largeCluster}`] : []),
    ...(query.highPerformance ? ['high network performance is asked for, which encapsulation takes away'] : []),
    ...(changesCni ? ['Flannel announces no routes by BGP, so the cluster needs Calico or Cilium first'] : []),
  ];
  return advise('bgp', query.cni === 'cilium' ? 'Cilium BGP routing' : 'Calico route reflection', reasons, changesCni);
};

const advise = (model: NetworkModeAdvice['model'], mode: NetworkMode, reasons: readonly string[], changesCni = false): NetworkModeAdvice => {
  const { terway, affinity, bgpOnBorderRouter, needs, source } = describeScenario(model);
  return { model, mode, changesCni, terway, affinity, bgpOnBorderRouter, reasons, needs, source };
};
