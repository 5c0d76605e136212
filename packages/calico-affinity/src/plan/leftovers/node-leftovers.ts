import { removeAnnotations, removeCondition, step, type LeftoverFinding } from './leftover-finding.ts';
import type { LeftoverNode } from './leftover-views.ts';

/**
 * What an on-premises CNI has left on the Node object itself: annotations and the condition `NetworkUnavailable`. Sources:
 * projectcalico/calico libcalico-go/lib/backend/k8s/resources/node.go (with datastore kubernetes, Calico's node is these
 * annotations, and `calicoctl delete node` isn't supported), confd/pkg/backends/calico/client.go (a node without an address
 * is no peer); flannel v0.28.4 pkg/subnet/kube; cilium/cilium pkg/annotation/k8s.go.
 */
export const findNodeLeftovers = (node: LeftoverNode): readonly LeftoverFinding[] => [...findCalico(node), ...findFlannel(node), ...findCilium(node), ...findCondition(node)];

const prefixes = { calico: ['projectcalico.org/'], flannel: ['flannel.alpha.coreos.com/'], cilium: ['network.cilium.io/', 'io.cilium.network.'] } as const;

/** Whether an annotation of a node is one that this look for leftovers heeds. */
export const isCniAnnotation = (key: string): boolean => Object.values(prefixes).some((each) => each.some((prefix) => key.startsWith(prefix)));

const bgpKeys = ['projectcalico.org/IPv4Address', 'projectcalico.org/IPv6Address', 'projectcalico.org/ASNumber'];
const reflectorKey: string = 'projectcalico.org/RouteReflectorClusterID';
const tunnelKeys = [
  'projectcalico.org/IPv4IPIPTunnelAddr',
  'projectcalico.org/IPv4VXLANTunnelAddr',
  'projectcalico.org/VXLANTunnelMACAddr',
  'projectcalico.org/IPv6VXLANTunnelAddr',
  'projectcalico.org/VXLANTunnelMACAddrV6',
  'projectcalico.org/IPv4WireguardInterfaceAddr',
  'projectcalico.org/IPv6WireguardInterfaceAddr',
  'projectcalico.org/WireguardPublicKey',
  'projectcalico.org/WireguardPublicKeyV6',
];

const stillRuns = step('See first that no calico-node runs on the node (the check calico-off-cloud-nodes): it would write these again.');

const findCalico = (node: LeftoverNode): readonly LeftoverFinding[] => {
  const keys = keysWith(node, prefixes.calico);
  const [bgp, tunnel] = [keys.filter((key) => bgpKeys.includes(key)), keys.filter((key) => tunnelKeys.includes(key))];
  const reflector = keys.filter((key) => key === reflectorKey);
  const rest = keys.filter((key) => !bgp.includes(key) && !tunnel.includes(key) && !reflector.includes(key));
  const finding = (found: readonly string[], fields: Pick<LeftoverFinding, 'kind' | 'severity' | 'why' | 'mend'>): readonly LeftoverFinding[] =>
    found.length === 0 ? [] : [{ node: node.name, evidence: annotationsOf(node, found), ...fields }];
  return [
    ...finding(reflector, {
      kind: 'calico-route-reflector',
      severity: 'fail',
      why: 'the node still stands as a route reflector: on-premises nodes whose BGPPeers select it wait for routes from a node that runs no BGP',
      mend: [stillRuns, step('Take the label by which your BGPPeers select route reflectors off the node, too.'), removeAnnotations(node.name, reflector)],
    }),
    ...finding(bgp, {
      kind: 'calico-bgp',
      severity: 'warn',
      why: 'a BGP mesh, and every BGPPeer that selects the node, still peers with it: each on-premises node keeps a session that never comes up',
      mend: [stillRuns, removeAnnotations(node.name, bgp)],
    }),
    ...finding(tunnel, {
      kind: 'calico-tunnel',
      severity: 'warn',
      why: 'a tunnel address is announced: on-premises nodes keep the node as an end of their tunnel, and the address stays given out',
      mend: [stillRuns, removeAnnotations(node.name, tunnel)],
    }),
    ...finding(rest, {
      kind: 'calico-annotation',
      severity: 'note',
      why: 'Calico takes the node for one of its own',
      mend: [stillRuns, removeAnnotations(node.name, rest)],
    }),
  ];
};

const findFlannel = (node: LeftoverNode): readonly LeftoverFinding[] => {
  const keys = keysWith(node, prefixes.flannel);
  if (keys.length === 0) return [];
  const managed = node.annotations['flannel.alpha.coreos.com/kube-subnet-manager'] === 'true';
  return [
    {
      node: node.name,
      kind: 'flannel-lease',
      severity: managed ? 'warn' : 'note',
      evidence: annotationsOf(node, keys),
      why: managed ? "flanneld on the on-premises nodes keeps a route and a tunnel for the node's pod CIDR" : 'flanneld heeds none of them without kube-subnet-manager',
      mend: [
        step('See first that no kube-flannel pod runs on the node: it would write these again.'),
        removeAnnotations(node.name, keys),
        ...(managed ? [step('Restart kube-flannel on premises, one node at a time: a flanneld that runs forgets a lease only when the Node object goes.')] : []),
      ],
    },
  ];
};

const findCilium = (node: LeftoverNode): readonly LeftoverFinding[] => {
  const keys = keysWith(node, prefixes.cilium);
  if (keys.length === 0) return [];
  return [
    {
      node: node.name,
      kind: 'cilium-annotation',
      severity: 'note',
      evidence: annotationsOf(node, keys),
      why: 'an agent that takes node addresses from annotations takes the node for one of its own',
      mend: [step("See first whose they are: Terway's own Cilium data path (datapathv2, IPvlan) may write such annotations, and would write them again."), removeAnnotations(node.name, keys)],
    },
  ];
};

const conditionOwners: Readonly<Record<string, 'calico-condition' | 'flannel-condition' | 'cilium-condition'>> = {
  CalicoIsUp: 'calico-condition',
  CalicoIsDown: 'calico-condition',
  FlannelIsUp: 'flannel-condition',
  CiliumIsUp: 'cilium-condition',
};

const findCondition = (node: LeftoverNode): readonly LeftoverFinding[] => {
  const condition = node.networkUnavailable;
  const kind = condition !== undefined && Object.hasOwn(conditionOwners, condition.reason) ? conditionOwners[condition.reason] : undefined;
  if (condition === undefined || kind === undefined) return [];
  const unavailable = condition.status === 'True';
  return [
    {
      node: node.name,
      kind,
      severity: unavailable ? 'fail' : 'note',
      evidence: [`condition NetworkUnavailable is ${condition.status}, reason ${condition.reason}`],
      why: unavailable
        ? 'the taint node.kubernetes.io/network-unavailable keeps pods off the node, and nobody is left to take it away'
        : 'the node says that its network is up in the name of a CNI that it no longer runs',
      mend: [removeCondition(node.name)],
    },
  ];
};

const keysWith = (node: LeftoverNode, wanted: readonly string[]): readonly string[] =>
  Object.keys(node.annotations)
    .filter((key) => wanted.some((prefix) => key.startsWith(prefix)))
    .sort();

const annotationsOf = (node: LeftoverNode, keys: readonly string[]): readonly string[] => keys.map((key) => `annotation ${key}=${node.annotations[key] ?? ''}`);
