import type { ObservedCilium } from '../world/observed-cluster.ts';
import { showValue } from './detected-mode.ts';
import type { ModeEvidence, PluginVerdict } from './detected-mode.ts';

/** Whether Cilium makes the pod network itself: where it is chained, another plug-in does. */
const isChained = (cilium: ObservedCilium): boolean => cilium.chainingMode !== undefined && cilium.chainingMode !== 'none';

/** What `cilium-config` says of the mode. Native routing alone is not BGP: that takes the control plane and a configuration of it. */
export const detectCilium = (cilium: ObservedCilium | undefined): PluginVerdict | undefined => {
  if (cilium === undefined || isChained(cilium)) return undefined;
  const { routingMode, tunnelProtocol, tunnel, bgpControlPlane, bgpClusterConfigs, bgpPeeringPolicies } = cilium;
  const native = routingMode === 'native' || (routingMode === undefined && tunnel === 'disabled');
  const bgp = bgpControlPlane === 'true';
  const from = (where: string, value: string | undefined, says: string): ModeEvidence => ({ what: 'ConfigMap kube-system/cilium-config', where, value: showValue(value), says });
  const protocol = tunnelProtocol ?? (tunnel === 'geneve' || tunnel === 'vxlan' ? tunnel : 'vxlan');
  const evidence: ModeEvidence[] = [from('routing-mode', routingMode, native ? 'packets are not encapsulated' : 'packets between nodes are encapsulated')];
  if (tunnel !== undefined) evidence.push(from('tunnel', tunnel, 'the key of Cilium before 1.14'));
  if (!native) evidence.push(from('tunnel-protocol', tunnelProtocol, `the encapsulation is ${protocol}`));
  if (bgpControlPlane !== undefined) evidence.push(from('enable-bgp-control-plane', bgpControlPlane, bgp ? 'Cilium can announce routes by BGP' : 'Cilium announces nothing by BGP'));
  const verdict = (fields: Pick<PluginVerdict, 'mode' | 'name'> & Partial<PluginVerdict>): PluginVerdict => ({ plugin: 'cilium', evidence, warnings: [], ...fields });
  if (routingMode !== undefined && routingMode !== 'native' && routingMode !== 'tunnel') return verdict({ mode: 'unknown', name: 'Cilium', warnings: [`routing-mode ${routingMode} is none that Cilium knows`] });
  if (!native) {
    const warnings = bgp ? ['the BGP control plane is on, and packets between nodes are encapsulated all the same'] : [];
    if (protocol === 'vxlan') return verdict({ mode: 'Cilium VXLAN', name: 'Cilium VXLAN', model: 'overlay', warnings });
    if (protocol === 'geneve') return verdict({ mode: 'other', name: 'Cilium Geneve', model: 'overlay', warnings });
    return verdict({ mode: 'unknown', name: 'Cilium', warnings: [...warnings, `tunnel-protocol ${protocol} is none that Cilium knows`] });
  }
  if (bgp) {
    evidence.push(...counts('CiliumBGPClusterConfigs', bgpClusterConfigs), ...counts('CiliumBGPPeeringPolicies', bgpPeeringPolicies));
    if ((bgpClusterConfigs ?? 0) + (bgpPeeringPolicies ?? 0) > 0) return verdict({ mode: 'Cilium BGP routing', name: 'Cilium BGP routing', model: 'bgp' });
    if (bgpClusterConfigs === undefined || bgpPeeringPolicies === undefined) return verdict({ mode: 'unknown', name: 'Cilium native routing', warnings: ['the BGP control plane is on, and its configuration was not read'] });
  }
  const why = bgp ? 'the BGP control plane is on, and nothing configures it: no route is announced' : 'native routing alone announces no route to the cloud';
  return verdict({ mode: 'other', name: 'Cilium native routing', model: 'routed', warnings: [why] });
};

const counts = (what: string, count: number | undefined): readonly ModeEvidence[] =>
  count === undefined ? [] : [{ what, where: 'objects', value: String(count), says: count === 0 ? 'none says whom to peer with' : 'they say whom to peer with' }];
