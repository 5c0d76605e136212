import type { ObservedBgpPeer, ObservedCluster } from '../world/observed-cluster.ts';
import { showValue } from './detected-mode.ts';
import type { ModeEvidence, PluginVerdict } from './detected-mode.ts';

/** Calico's AS number where BGPConfiguration names none. */
const defaultAsNumber = 64_512;

/** Who exchanges the routes of pools without encapsulation: every node with every other, reflectors, or routers outside. */
export const detectCalicoBgp = (cluster: ObservedCluster): PluginVerdict => {
  const { bgp, peers } = cluster.calico ?? {};
  const reflectors = cluster.nodes.filter((node) => node.routeReflectorClusterId !== undefined);
  const mesh = bgp?.nodeToNodeMeshEnabled ?? true;
  const evidence: readonly ModeEvidence[] = [
    ...(bgp === undefined ? [] : [{ what: 'BGPConfiguration default', where: 'spec.nodeToNodeMeshEnabled', value: showValue(bgp.nodeToNodeMeshEnabled), says: mesh ? 'every node has a session with every other' : 'nodes have sessions with their BGPPeers alone' }]),
    ...reflectors.map((node) => ({ what: `Node ${node.name}`, where: 'projectcalico.org/RouteReflectorClusterID', value: showValue(node.routeReflectorClusterId), says: 'the node reflects routes' })),
    ...(peers ?? []).map(toEvidence),
  ];
  const verdict = (fields: Pick<PluginVerdict, 'mode' | 'name'> & Partial<PluginVerdict>): PluginVerdict => ({ plugin: 'calico', evidence, warnings: [], ...fields });
  const unknown = (why: string): PluginVerdict => verdict({ mode: 'unknown', name: 'Calico BGP', warnings: [why] });
  if (bgp === undefined) return unknown('the BGPConfiguration was not read: mesh or route reflection is not known');
  if (mesh) {
    return verdict({
      mode: 'other',
      name: 'Calico BGP full mesh',
      model: 'bgp',
      warnings: reflectors.length > 0 ? ['nodes are annotated as route reflectors, and the mesh is still on'] : [],
      needs: ['Route reflectors in the place of the full mesh before the cluster grows large: annotate some nodes, add BGPPeers by selector, then turn the mesh off', 'A BGP session of a reflector or of the nodes with the edge of the data center'],
    });
  }
  if (peers === undefined) return unknown('the mesh is off and the BGPPeers were not read: who reflects the routes is not known');
  if (peers.length === 0) return unknown('the mesh is off and there is no BGPPeer: nothing announces the routes of the pods');
  const addresses = new Set(reflectors.flatMap((node) => node.addresses));
  const reflected = peers.some((peer) => peer.peerSelector !== undefined || (peer.peerIp !== undefined && addresses.has(hostOf(peer.peerIp))));
  if (reflectors.length > 0) {
    return reflected
      ? verdict({ mode: 'Calico route reflection', name: 'Calico route reflection', model: 'bgp' })
      : unknown('nodes are annotated as route reflectors, and no BGPPeer leads to them');
  }
  const outside = peers.filter((peer) => peer.peerIp !== undefined);
  if (outside.length === 0) return unknown('BGPPeers select nodes as peers, and no on-premises node is annotated as a route reflector');
  const own = bgp.asNumber ?? defaultAsNumber;
  if (outside.every((peer) => peer.asNumber !== undefined && peer.asNumber !== own)) {
    return verdict({
      mode: 'other',
      name: 'Calico BGP with external routers',
      model: 'bgp',
      warnings: [`the peers have other AS numbers than the cluster (${own}): they are routers, such as those of a rack, and not route reflectors`],
    });
  }
  return verdict({
    mode: 'Calico route reflection',
    name: 'Calico route reflection (external reflector)',
    model: 'bgp',
    warnings: ['the reflector is outside the cluster: whether it reflects can not be seen from here'],
  });
};

/** `peerIP` may have a port: `10.0.0.1:179`, `[fd00::1]:179`. */
const hostOf = (peerIp: string): string => /^\[(?<host>[^\]]*)\]/.exec(peerIp)?.groups?.['host'] ?? (peerIp.split(':').length === 2 ? (peerIp.split(':')[0] ?? '') : peerIp);

const toEvidence = (peer: ObservedBgpPeer): ModeEvidence =>
  peer.peerIp === undefined
    ? { what: `BGPPeer ${peer.name}`, where: 'spec.peerSelector', value: showValue(peer.peerSelector), says: `${peer.node ?? peer.nodeSelector ?? 'every node'} has sessions with the nodes that it selects` }
    : { what: `BGPPeer ${peer.name}`, where: 'spec.peerIP, spec.asNumber', value: `${peer.peerIp}, ${showValue(peer.asNumber)}`, says: `${peer.node ?? peer.nodeSelector ?? 'every node'} has a session with this address` };
