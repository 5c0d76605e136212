import type { ObservedFlannel } from '../world/observed-cluster.ts';
import { showValue } from './detected-mode.ts';
import type { PluginVerdict } from './detected-mode.ts';
import type { NetworkModel } from './scenario.ts';

/** Flannel's backends but for VXLAN, with the name of the mode. */
const backends: Readonly<Record<string, { readonly name: string; readonly model: NetworkModel; readonly warning?: string }>> = {
  'host-gw': { name: 'Flannel host-gw', model: 'routed', warning: 'host-gw needs every node in one layer 2 network: it can not reach cloud nodes' },
  wireguard: { name: 'Flannel WireGuard', model: 'overlay' },
  ipip: { name: 'Flannel IPIP', model: 'overlay' },
  ipsec: { name: 'Flannel IPsec', model: 'overlay' },
  udp: { name: 'Flannel UDP', model: 'overlay', warning: 'the backend udp copies every packet through a program: it is for debugging' },
};

/** What `net-conf.json` says of the mode. */
export const detectFlannel = (flannel: ObservedFlannel | undefined): PluginVerdict | undefined => {
  if (flannel === undefined) return undefined;
  // Flannel reads the type without regard to case, and takes udp where there is none.
  const type = (flannel.backend ?? 'udp').toLowerCase();
  const known = Object.hasOwn(backends, type) ? backends[type] : undefined;
  const evidence = [{ what: `ConfigMap ${flannel.namespace}/kube-flannel-cfg`, where: 'net-conf.json Backend.Type', value: showValue(flannel.backend), says: `${flannel.networks.join(', ') || 'the network'} is carried by the backend ${type}` }];
  if (type === 'vxlan') {
    const warnings = flannel.directRouting === true ? ['DirectRouting is on: only packets that cross a subnet are encapsulated; between the data center and the cloud that is all of them'] : [];
    return { plugin: 'flannel', mode: 'Flannel VXLAN', name: 'Flannel VXLAN', model: 'overlay', evidence, warnings };
  }
  if (known === undefined) return { plugin: 'flannel', mode: 'unknown', name: `Flannel ${type}`, evidence, warnings: [`the backend ${type} is none that is known here`] };
  return { plugin: 'flannel', mode: 'other', name: known.name, model: known.model, evidence, warnings: known.warning === undefined ? [] : [known.warning] };
};
