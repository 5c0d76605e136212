import type { JsonObject } from '../json.ts';
import { listImages } from './overlay-images.ts';

/** An overlay of a CNI. */
export type Overlay = 'flannel-vxlan' | 'calico-vxlan' | 'calico-ipip' | 'cilium-vxlan' | 'cilium-geneve';

/** What nodes of both sites must let in from one another. */
export interface OverlayPort {
  readonly overlay: Overlay;
  readonly protocol: 'udp' | 'tcp' | 'ip-in-ip';
  /** Absent for IP in IP, which is protocol 4 and has no ports. */
  readonly port?: number;
  readonly purpose: string;
}

/**
 * What each overlay needs by default. Sources: flannel v0.28.4 Documentation/backends.md; docs.tigera.io, Calico's network
 * requirements; cilium/cilium pkg/defaults (TunnelPortVXLAN, TunnelPortGeneve). Calico's IPIP needs BGP, too, as long as BIRD
 * programs its routes: up to v3.32 unless `programClusterRoutes` gives them to Felix, from v3.33 only where it is told to
 * (projectcalico/calico, its design document of cluster route programming).
 */
const needs: Readonly<Record<Overlay, readonly Omit<OverlayPort, 'overlay'>[]>> = {
  'flannel-vxlan': [{ protocol: 'udp', port: 8472, purpose: 'VXLAN, unless Backend.Port in net-conf.json says otherwise' }],
  'calico-vxlan': [{ protocol: 'udp', port: 4789, purpose: 'VXLAN, unless vxlanPort of the FelixConfiguration says otherwise' }],
  'calico-ipip': [
    { protocol: 'ip-in-ip', purpose: 'IP in IP, protocol 4' },
    { protocol: 'tcp', port: 179, purpose: 'BGP, by which BIRD spreads the routes of IPIP: up to Calico v3.32, unless programClusterRoutes gives them to Felix' },
  ],
  'cilium-vxlan': [{ protocol: 'udp', port: 8472, purpose: 'VXLAN, unless tunnel-port says otherwise' }],
  'cilium-geneve': [{ protocol: 'udp', port: 6081, purpose: 'Geneve, unless tunnel-port says otherwise' }],
};

/** Every overlay that is known. */
export const overlays = Object.keys(needs) as readonly Overlay[];

/** What these overlays need open between the nodes of both sites. */
export const listPorts = (kinds: readonly Overlay[]): readonly OverlayPort[] => kinds.flatMap((overlay) => needs[overlay].map((need) => ({ overlay, ...need })));

/**
 * The overlays that DaemonSets may carry, by their images alone. Which of a CNI's overlays is in use stands elsewhere (the
 * IPPools of Calico, `tunnel-protocol` of Cilium), so that a CNI with several gives them all.
 */
export const guessOverlays = (daemonSets: readonly JsonObject[]): readonly Overlay[] => {
  const repositories = listImages(daemonSets, {}, {}).map((image) => image.reference?.repository ?? '');
  const any = (pattern: RegExp): boolean => repositories.some((repository) => pattern.test(repository));
  return [
    ...(any(/(^|[/-])flannel$/) ? (['flannel-vxlan'] as const) : []),
    ...(any(/(^|\/)calico\/node$|(^|[/-])calico-node$/) ? (['calico-vxlan', 'calico-ipip'] as const) : []),
    ...(any(/(^|[/-])cilium$/) ? (['cilium-vxlan', 'cilium-geneve'] as const) : []),
  ];
};

/** `udp 8472 (flannel-vxlan: …)`. */
export const describePort = ({ overlay, protocol, port, purpose }: OverlayPort): string => `${protocol === 'ip-in-ip' ? 'IP protocol 4' : `${protocol} ${port ?? ''}`} (${overlay}: ${purpose})`;
