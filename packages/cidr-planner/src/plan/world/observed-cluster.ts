/** The blocks of an on-premises cluster as they were read, and what says how its pods reach each other. */
export interface ObservedCluster {
  /** `networking.podSubnet` of kubeadm's ClusterConfiguration; empty where there is none. */
  readonly podCidrs: readonly string[];
  /** `networking.serviceSubnet` of kubeadm's ClusterConfiguration; empty where there is none. */
  readonly serviceCidrs: readonly string[];
  /** The on-premises nodes: those without the label `alibabacloud.com/external=true`. */
  readonly nodes: readonly ObservedNode[];
  /** Calico's IP pools; undefined where the cluster has no such resource. */
  readonly ipPools?: readonly ObservedIpPool[];
  /** Service ranges that other places than kubeadm-config name. */
  readonly serviceRanges?: readonly ObservedRange[];
  /** Pod ranges that the flags of kube-controller-manager name. */
  readonly podRanges?: readonly ObservedRange[];
  /** `--node-cidr-mask-size` (or `-ipv4`) of kube-controller-manager: the prefix of a node's podCIDR. */
  readonly nodeMaskSize?: number;
  readonly calico?: ObservedCalico;
  /** Undefined where the cluster has no ConfigMap `cilium-config` that could be read. */
  readonly cilium?: ObservedCilium;
  /** Undefined where the cluster has no ConfigMap `kube-flannel-cfg` that could be read. */
  readonly flannel?: ObservedFlannel;
  /** What is there, or may be, and could not be read. */
  readonly unread?: readonly UnreadPart[];
}

/** A block under the place that names it. */
export interface ObservedRange {
  readonly cidr: string;
  /** For people: `ServiceCIDR kubernetes`, `kube-apiserver --service-cluster-ip-range`. */
  readonly origin: string;
}

/** One on-premises node. */
export interface ObservedNode {
  readonly name: string;
  /** Its `InternalIP` addresses. */
  readonly addresses: readonly string[];
  /** `spec.podCIDRs`. Calico's own address management doesn't use them. */
  readonly podCidrs: readonly string[];
  /** The annotation `projectcalico.org/RouteReflectorClusterID`: the node reflects routes. */
  readonly routeReflectorClusterId?: string;
}

/** One IP pool of Calico. A field that the pool doesn't have is absent. */
export interface ObservedIpPool {
  readonly name: string;
  readonly cidr: string;
  /** A disabled pool gives out no new addresses; old ones stay in use. */
  readonly disabled: boolean;
  /** The prefix of the blocks that a node takes. Calico's defaults are 26 and 122. */
  readonly blockSize?: number;
  /** As written: a value that Calico doesn't know is kept, and told as such. Absent is `Never`. */
  readonly ipipMode?: string;
  readonly vxlanMode?: string;
  readonly natOutgoing?: boolean;
  readonly disableBgpExport?: boolean;
  readonly nodeSelector?: string;
  /** `Workload`, `Tunnel`, `LoadBalancer`; absent is the first two. */
  readonly allowedUses?: readonly string[];
}

/** What Calico says beside its pools. */
export interface ObservedCalico {
  /** `calico_backend` of the ConfigMap `calico-config`: `bird`, `vxlan`, `none`. Absent with the operator. */
  readonly backend?: string;
  /** BGPConfiguration `default`; undefined where it could not be read, and empty where there is none. */
  readonly bgp?: ObservedBgpConfiguration;
  /** Undefined where they could not be read. */
  readonly peers?: readonly ObservedBgpPeer[];
}

/** The fields of BGPConfiguration `default` that matter here. */
export interface ObservedBgpConfiguration {
  /** Absent is true. */
  readonly nodeToNodeMeshEnabled?: boolean;
  /** Absent is 64512. */
  readonly asNumber?: number;
  readonly serviceClusterIps?: readonly string[];
  readonly serviceExternalIps?: readonly string[];
  readonly serviceLoadBalancerIps?: readonly string[];
}

/** One BGPPeer: another router by its address, or nodes by a selector. */
export interface ObservedBgpPeer {
  readonly name: string;
  readonly peerIp?: string;
  readonly asNumber?: number;
  /** Absent with `node`: every node. */
  readonly nodeSelector?: string;
  readonly peerSelector?: string;
  readonly node?: string;
}

/** What Cilium's ConfigMap `cilium-config` says, as text; a key that isn't there is absent. */
export interface ObservedCilium {
  readonly routingMode?: string;
  readonly tunnelProtocol?: string;
  /** The key `tunnel` of Cilium before 1.14: `vxlan`, `geneve`, `disabled`. */
  readonly tunnel?: string;
  readonly bgpControlPlane?: string;
  /** `none`, or another plug-in whose network Cilium only adds policy to. */
  readonly chainingMode?: string;
  /** `ipam`: `cluster-pool`, `kubernetes`, or another mode. */
  readonly ipam?: string;
  /** `cluster-pool-ipv4-cidr` and its IPv6 sibling. */
  readonly clusterPools?: readonly string[];
  readonly clusterPoolMaskSize?: number;
  /** `ipv4-native-routing-cidr`: destinations that keep the pod's address as their source. No range of pods. */
  readonly nativeRoutingCidr?: string;
  /** How many CiliumBGPClusterConfigs there are; undefined where they could not be read. */
  readonly bgpClusterConfigs?: number;
  /** How many CiliumBGPPeeringPolicies there are; undefined where they could not be read. */
  readonly bgpPeeringPolicies?: number;
}

/** What Flannel's `net-conf.json` says. */
export interface ObservedFlannel {
  /** Where its ConfigMap is: `kube-flannel`, or `kube-system` in older ones. */
  readonly namespace: string;
  /** `Network` and `IPv6Network`. */
  readonly networks: readonly string[];
  /** `Backend.Type`; absent is `udp`. */
  readonly backend?: string;
  /** `Backend.DirectRouting`: VXLAN between subnets only. */
  readonly directRouting?: boolean;
  readonly subnetLength?: number;
}

/** A part of the cluster that could not be read. */
export interface UnreadPart {
  /** What would have been read: `BGPPeers of Calico`. */
  readonly what: string;
  /** The right that is missing, in the authorizer's words; absent where the content can't be understood. */
  readonly missing?: string;
  /** What is wrong with the content, where it was given and can't be understood. */
  readonly problem?: string;
}

/** A block of the cluster with what has its addresses, and the place that names it. */
export interface ObservedBlock extends ObservedRange {
  readonly use: 'pods' | 'services' | 'nodes';
}

/** Every block that the cluster names, each under its origin. A block that two places name is there twice. */
export const listObservedBlocks = (cluster: ObservedCluster): readonly ObservedBlock[] => {
  const as = (use: ObservedBlock['use'], origin: string, cidrs: readonly string[]): readonly ObservedBlock[] => cidrs.map((cidr) => ({ use, cidr, origin }));
  return [
    ...as('pods', 'kubeadm-config networking.podSubnet', cluster.podCidrs),
    ...(cluster.ipPools ?? []).flatMap((pool) => as('pods', `IPPool ${pool.name}`, [pool.cidr])),
    ...as('pods', 'cilium-config cluster-pool', cluster.cilium?.clusterPools ?? []),
    ...as('pods', `${cluster.flannel?.namespace ?? ''}/kube-flannel-cfg net-conf.json Network`, cluster.flannel?.networks ?? []),
    ...(cluster.podRanges ?? []).map((range) => ({ ...range, use: 'pods' as const })),
    ...cluster.nodes.flatMap((node) => as('pods', `Node ${node.name} spec.podCIDRs`, node.podCidrs)),
    ...as('services', 'kubeadm-config networking.serviceSubnet', cluster.serviceCidrs),
    ...(cluster.serviceRanges ?? []).map((range) => ({ ...range, use: 'services' as const })),
    ...cluster.nodes.flatMap((node) => as('nodes', `Node ${node.name} InternalIP`, node.addresses.map((address) => `${address}/${address.includes(':') ? 128 : 32}`))),
  ];
};
