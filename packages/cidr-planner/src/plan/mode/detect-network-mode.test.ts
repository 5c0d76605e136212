import { describe, expect, test } from 'vitest';
import { buildBareCluster, buildPool, buildRoutedPool } from '../../testing/cluster-world.ts';
import type { ObservedBgpConfiguration, ObservedBgpPeer, ObservedCilium, ObservedCluster, ObservedFlannel } from '../world/observed-cluster.ts';
import { detectNetworkMode } from './detect-network-mode.ts';

type Row = readonly [name: string, cluster: Partial<ObservedCluster>, mode: string, called: string, model: string | undefined];

const reflector = { name: 'rr-1', addresses: ['192.168.0.21'], podCidrs: [], routeReflectorClusterId: '244.0.0.1' };
const nodes = [{ name: 'node-1', addresses: ['192.168.0.11'], podCidrs: [] }];
const withReflector = [...nodes, reflector];
const bySelector: ObservedBgpPeer = { name: 'to-reflectors', nodeSelector: 'all()', peerSelector: "route-reflector == 'true'" };
const byAddress = (peerIp: string, asNumber?: number): ObservedBgpPeer => ({ name: 'router', peerIp, ...(asNumber === undefined ? {} : { asNumber }) });
const off: ObservedBgpConfiguration = { nodeToNodeMeshEnabled: false };
const routed = (fields: Partial<ObservedCluster>): Partial<ObservedCluster> => ({ ipPools: [buildRoutedPool()], ...fields });
const cilium = (fields: ObservedCilium): Partial<ObservedCluster> => ({ cilium: fields });
const flannel = (fields: Partial<ObservedFlannel>): Partial<ObservedCluster> => ({ flannel: { namespace: 'kube-flannel', networks: ['10.244.0.0/16'], ...fields } });

const calicoRows: readonly Row[] = [
  ["Calico's manifest", { ipPools: [buildPool()], calico: { backend: 'bird', bgp: {}, peers: [] } }, 'Calico IPIP', 'Calico IPIP', 'overlay'],
  ['IPIP across subnets', { ipPools: [buildPool({ ipipMode: 'CrossSubnet' })] }, 'Calico IPIP', 'Calico IPIP', 'overlay'],
  ['IPIP with reflectors', { ipPools: [buildPool()], nodes: withReflector, calico: { bgp: off, peers: [bySelector] } }, 'Calico IPIP', 'Calico IPIP', 'overlay'],
  ["the operator's pool", { ipPools: [buildPool({ ipipMode: 'Never', vxlanMode: 'CrossSubnet' })] }, 'other', 'Calico VXLAN', 'overlay'],
  ['VXLAN always', { ipPools: [buildPool({ ipipMode: 'Never', vxlanMode: 'Always' })], calico: { backend: 'vxlan', peers: [] } }, 'other', 'Calico VXLAN', 'overlay'],
  ['no encapsulation, no BGPConfiguration', routed({ calico: { backend: 'bird', bgp: {}, peers: [] } }), 'other', 'Calico BGP full mesh', 'bgp'],
  ['the mesh on', routed({ calico: { bgp: { nodeToNodeMeshEnabled: true }, peers: [] } }), 'other', 'Calico BGP full mesh', 'bgp'],
  ['the mesh on beside reflectors', routed({ nodes: withReflector, calico: { bgp: {}, peers: [bySelector] } }), 'other', 'Calico BGP full mesh', 'bgp'],
  ['reflectors and peers by selector', routed({ nodes: withReflector, calico: { bgp: off, peers: [bySelector] } }), 'Calico route reflection', 'Calico route reflection', 'bgp'],
  ['reflectors and peers by their address', routed({ nodes: withReflector, calico: { bgp: off, peers: [byAddress('192.168.0.21')] } }), 'Calico route reflection', 'Calico route reflection', 'bgp'],
  ['reflectors and peers by address and port', routed({ nodes: withReflector, calico: { bgp: off, peers: [byAddress('192.168.0.21:179')] } }), 'Calico route reflection', 'Calico route reflection', 'bgp'],
  ['an IPv6 reflector and a peer with a port', routed({ nodes: [{ ...reflector, addresses: ['fd00::1'] }], calico: { bgp: off, peers: [byAddress('[fd00::1]:179')] } }), 'Calico route reflection', 'Calico route reflection', 'bgp'],
  ['reflectors that no peer leads to', routed({ nodes: withReflector, calico: { bgp: off, peers: [byAddress('192.168.0.254')] } }), 'unknown', 'Calico BGP', undefined],
  ['one AS and peers by address', routed({ nodes, calico: { bgp: off, peers: [byAddress('192.168.0.254', 64_512)] } }), 'Calico route reflection', 'Calico route reflection (external reflector)', 'bgp'],
  ['peers by address without an AS', routed({ nodes, calico: { bgp: off, peers: [byAddress('192.168.0.254')] } }), 'Calico route reflection', 'Calico route reflection (external reflector)', 'bgp'],
  ['peers of another AS', routed({ nodes, calico: { bgp: { ...off, asNumber: 65_001 }, peers: [byAddress('192.168.0.254', 65_000)] } }), 'other', 'Calico BGP with external routers', 'bgp'],
  ['peers by selector without reflectors', routed({ nodes, calico: { bgp: off, peers: [bySelector] } }), 'unknown', 'Calico BGP', undefined],
  ['the mesh off without a peer', routed({ calico: { bgp: off, peers: [] } }), 'unknown', 'Calico BGP', undefined],
  ['peers that were not read', routed({ nodes: withReflector, calico: { bgp: off } }), 'unknown', 'Calico BGP', undefined],
  ['a BGPConfiguration that was not read', routed({ nodes: withReflector, calico: { peers: [bySelector] } }), 'unknown', 'Calico BGP', undefined],
  ['no encapsulation and BGP off', routed({ calico: { backend: 'vxlan', bgp: {}, peers: [] } }), 'unknown', 'Calico', undefined],
  ['both encapsulations in one pool', { ipPools: [buildPool({ vxlanMode: 'Always' })] }, 'unknown', 'Calico', undefined],
  ['a mode that Calico does not know', { ipPools: [buildPool({ ipipMode: 'always' })] }, 'unknown', 'Calico', undefined],
  ['every pool disabled', { ipPools: [buildPool({ disabled: true })] }, 'unknown', 'Calico', undefined],
  ['a disabled pool of another mode', { ipPools: [buildPool(), buildRoutedPool({ name: 'old', disabled: true })] }, 'Calico IPIP', 'Calico IPIP', 'overlay'],
  ['a pool for load balancers of another mode', { ipPools: [buildPool(), buildRoutedPool({ name: 'lb', allowedUses: ['LoadBalancer'] })] }, 'Calico IPIP', 'Calico IPIP', 'overlay'],
  ['pools of two modes', { ipPools: [buildPool(), buildRoutedPool({ name: 'second', cidr: '10.101.0.0/16' })] }, 'mixed', 'Calico with pools of different modes', undefined],
  ['IPIP beside VXLAN', { ipPools: [buildPool(), buildPool({ name: 'second', ipipMode: 'Never', vxlanMode: 'Always' })] }, 'mixed', 'Calico with pools of different modes', undefined],
];

const otherRows: readonly Row[] = [
  ["Cilium's defaults", cilium({ routingMode: 'tunnel', tunnelProtocol: 'vxlan' }), 'Cilium VXLAN', 'Cilium VXLAN', 'overlay'],
  ['Cilium without a word', cilium({}), 'Cilium VXLAN', 'Cilium VXLAN', 'overlay'],
  ['Geneve', cilium({ routingMode: 'tunnel', tunnelProtocol: 'geneve' }), 'other', 'Cilium Geneve', 'overlay'],
  ["Cilium 1.13's VXLAN", cilium({ tunnel: 'vxlan' }), 'Cilium VXLAN', 'Cilium VXLAN', 'overlay'],
  ["Cilium 1.13's Geneve", cilium({ tunnel: 'geneve' }), 'other', 'Cilium Geneve', 'overlay'],
  ["Cilium 1.13's native routing", cilium({ tunnel: 'disabled' }), 'other', 'Cilium native routing', 'routed'],
  ['native routing alone', cilium({ routingMode: 'native', bgpControlPlane: 'false' }), 'other', 'Cilium native routing', 'routed'],
  ['native routing and a BGP control plane without objects', cilium({ routingMode: 'native', bgpControlPlane: 'true', bgpClusterConfigs: 0, bgpPeeringPolicies: 0 }), 'other', 'Cilium native routing', 'routed'],
  ['native routing and cluster configurations', cilium({ routingMode: 'native', bgpControlPlane: 'true', bgpClusterConfigs: 1, bgpPeeringPolicies: 0 }), 'Cilium BGP routing', 'Cilium BGP routing', 'bgp'],
  ['native routing and peering policies', cilium({ routingMode: 'native', bgpControlPlane: 'true', bgpPeeringPolicies: 2 }), 'Cilium BGP routing', 'Cilium BGP routing', 'bgp'],
  ['BGP objects that were not read', cilium({ routingMode: 'native', bgpControlPlane: 'true', bgpClusterConfigs: 0 }), 'unknown', 'Cilium native routing', undefined],
  ['BGP objects without the control plane', cilium({ routingMode: 'native', bgpClusterConfigs: 1 }), 'other', 'Cilium native routing', 'routed'],
  ['a tunnel beside BGP', cilium({ routingMode: 'tunnel', bgpControlPlane: 'true', bgpClusterConfigs: 1 }), 'Cilium VXLAN', 'Cilium VXLAN', 'overlay'],
  ['a routing mode that is none', cilium({ routingMode: 'Native' }), 'unknown', 'Cilium', undefined],
  ['a protocol that is none', cilium({ routingMode: 'tunnel', tunnelProtocol: 'gre' }), 'unknown', 'Cilium', undefined],
  ["Flannel's manifest", flannel({ backend: 'vxlan' }), 'Flannel VXLAN', 'Flannel VXLAN', 'overlay'],
  ['Flannel in capitals', flannel({ backend: 'VXLAN' }), 'Flannel VXLAN', 'Flannel VXLAN', 'overlay'],
  ['direct routing', flannel({ backend: 'vxlan', directRouting: true }), 'Flannel VXLAN', 'Flannel VXLAN', 'overlay'],
  ['host-gw', flannel({ backend: 'host-gw' }), 'other', 'Flannel host-gw', 'routed'],
  ['WireGuard', flannel({ backend: 'wireguard' }), 'other', 'Flannel WireGuard', 'overlay'],
  ['no backend', flannel({}), 'other', 'Flannel UDP', 'overlay'],
  ['a backend of a prototype', flannel({ backend: 'constructor' }), 'unknown', 'Flannel constructor', undefined],
  ['Canal: Flannel with the policy of Calico', { ...flannel({ backend: 'vxlan' }), ipPools: [buildPool()], calico: { backend: 'none' } }, 'Flannel VXLAN', 'Flannel VXLAN', 'overlay'],
  ['Cilium chained to Flannel', { ...flannel({ backend: 'vxlan' }), ...cilium({ chainingMode: 'generic-veth' }) }, 'Flannel VXLAN', 'Flannel VXLAN', 'overlay'],
  ['the definitions of Calico without a pool', { ...cilium({ routingMode: 'tunnel' }), ipPools: [] }, 'Cilium VXLAN', 'Cilium VXLAN', 'overlay'],
  ['Calico and Flannel at once', { ...flannel({ backend: 'vxlan' }), ipPools: [buildPool()] }, 'mixed', 'Calico IPIP and Flannel VXLAN', undefined],
  ['Calico and Cilium at once', { ...cilium({}), ipPools: [buildPool()] }, 'mixed', 'Calico IPIP and Cilium VXLAN', undefined],
  ['nothing but nodes', { podCidrs: [], nodes }, 'Host network', 'Host network', 'host'],
  ['nothing but nodes, and Flannel not read', { podCidrs: [], nodes, unread: [{ what: 'the configuration of Flannel', missing: 'get x' }] }, 'unknown', 'unknown', undefined],
  ['pod blocks without a plug-in', {}, 'unknown', 'unknown', undefined],
  ['no node', { podCidrs: [], nodes: [] }, 'unknown', 'unknown', undefined],
];

describe('detectNetworkMode', () => {
  test.each([...calicoRows, ...otherRows])('%s', (_name, cluster, mode, called, model) => {
    const detected = detectNetworkMode(buildBareCluster(cluster));
    expect([detected.mode, detected.name, detected.model, detected.scenario?.model]).toEqual([mode, called, model, model]);
  });

  test.each([...calicoRows, ...otherRows].filter(([, , mode]) => mode === 'unknown' || mode === 'mixed'))('says why it does not decide: %s', (_name, cluster) => {
    expect(detectNetworkMode(buildBareCluster(cluster)).warnings).not.toEqual([]);
  });

  test('shows each pool, the mesh, the reflectors and the peers as evidence', () => {
    const detected = detectNetworkMode(buildBareCluster(routed({ nodes: withReflector, calico: { backend: 'bird', bgp: off, peers: [bySelector] } })));
    expect(detected.evidence.map(({ what, where, value }) => `${what} ${where}: ${value}`)).toEqual([
      'IPPool default-ipv4-ippool spec.ipipMode, spec.vxlanMode: Never, Never',
      'ConfigMap kube-system/calico-config calico_backend: bird',
      'BGPConfiguration default spec.nodeToNodeMeshEnabled: false',
      'Node rr-1 projectcalico.org/RouteReflectorClusterID: 244.0.0.1',
      "BGPPeer to-reflectors spec.peerSelector: route-reflector == 'true'",
    ]);
  });

  test('says of mixed pools which is which', () => {
    const detected = detectNetworkMode(buildBareCluster({ ipPools: [buildPool(), buildRoutedPool({ name: 'second', cidr: '10.101.0.0/16' })] }));
    expect(detected.warnings.join()).toContain('default-ipv4-ippool (10.100.0.0/16): packets between nodes travel in IPIP; second (10.101.0.0/16): packets are not encapsulated');
  });

  test('says what a full mesh needs beside the BGP scenario', () => {
    const { scenario } = detectNetworkMode(buildBareCluster(routed({ calico: { bgp: {}, peers: [] } })));
    expect(scenario).toMatchObject({ title: 'Scenario 2: BGP network', terway: true, affinity: true, bgpOnBorderRouter: true });
    expect(scenario?.needs.join()).toContain('Route reflectors in the place of the full mesh');
  });

  test('passes on what was not read', () => {
    const unread = [{ what: 'the BGPPeers of Calico', missing: 'list bgppeers.crd.projectcalico.org at the cluster scope' }];
    expect(detectNetworkMode(buildBareCluster({ ipPools: [buildPool()], unread })).unread).toEqual(unread);
  });
});
