import type { ObservedCluster, ObservedIpPool } from '../world/observed-cluster.ts';
import { detectCalicoBgp } from './detect-calico-bgp.ts';
import { showValue } from './detected-mode.ts';
import type { ModeEvidence, PluginVerdict } from './detected-mode.ts';

type PoolKind = 'ipip' | 'vxlan' | 'none' | 'unclear';

const isEncapsulating = (mode: string | undefined): boolean => mode === 'Always' || mode === 'CrossSubnet';
const isKnown = (mode: string | undefined): boolean => mode === undefined || mode === 'Never' || isEncapsulating(mode);

const kindOf = ({ ipipMode, vxlanMode }: ObservedIpPool): PoolKind => {
  if (!isKnown(ipipMode) || !isKnown(vxlanMode) || (isEncapsulating(ipipMode) && isEncapsulating(vxlanMode))) return 'unclear';
  if (isEncapsulating(ipipMode)) return 'ipip';
  return isEncapsulating(vxlanMode) ? 'vxlan' : 'none';
};

const kindSays: Readonly<Record<PoolKind, string>> = {
  ipip: 'packets between nodes travel in IPIP',
  vxlan: 'packets between nodes travel in VXLAN',
  none: 'packets are not encapsulated: BGP has to announce the routes',
  unclear: 'values that Calico does not allow',
};

/** Pods get addresses of a pool whose uses have `Workload`, as the default has. */
const isForPods = (pool: ObservedIpPool): boolean => pool.allowedUses === undefined || pool.allowedUses.includes('Workload');

/**
 * What Calico's pools, and for pools without encapsulation its BGP settings, say of the mode. Undefined where Calico makes no pod
 * network: no pool for pods, or the backend `none`. The DaemonSet's environment isn't asked: it only makes the first pool.
 */
export const detectCalico = (cluster: ObservedCluster): PluginVerdict | undefined => {
  const backend = cluster.calico?.backend;
  const pools = (cluster.ipPools ?? []).filter((pool) => isForPods(pool));
  const active = pools.filter((pool) => !pool.disabled);
  if (pools.length === 0 || backend === 'none') return undefined;
  const backendEvidence = backend === undefined ? [] : [{ what: 'ConfigMap kube-system/calico-config', where: 'calico_backend', value: backend, says: backend === 'vxlan' ? 'BGP is off' : 'BIRD announces routes by BGP' }];
  const evidence = [...pools.map(toEvidence), ...backendEvidence];
  const warnings = pools.filter((pool) => pool.disabled).map((pool) => `IPPool ${pool.name} is disabled: it does not count, but pods may still have addresses of it`);
  const undecided = (why: string): PluginVerdict => ({ plugin: 'calico', mode: 'unknown', name: 'Calico', evidence, warnings: [...warnings, why] });
  const [first, ...others] = active;
  if (first === undefined) return undecided('every IPPool is disabled: no new pod gets an address');
  const kinds = new Set(active.map(kindOf));
  if (kinds.has('unclear')) return undecided(`an IPPool has modes that Calico does not allow: ${active.filter((pool) => kindOf(pool) === 'unclear').map((pool) => pool.name).join(', ')}`);
  if (others.length > 0 && kinds.size > 1) {
    const each = active.map((pool) => `${pool.name} (${pool.cidr}): ${kindSays[kindOf(pool)]}`);
    return { plugin: 'calico', mode: 'mixed', name: 'Calico with pools of different modes', evidence, warnings: [...warnings, `the IP pools differ: ${each.join('; ')}`] };
  }
  const kind = kindOf(first);
  if (kind === 'none') {
    if (backend === 'vxlan') return undecided('the pools have no encapsulation, and calico_backend vxlan has BGP off: nothing announces the routes');
    const bgp = detectCalicoBgp(cluster);
    return { ...bgp, evidence: [...evidence, ...bgp.evidence], warnings: [...warnings, ...bgp.warnings] };
  }
  const cross = active.filter((pool) => pool.ipipMode === 'CrossSubnet' || pool.vxlanMode === 'CrossSubnet');
  const overlayWarnings = [
    ...warnings,
    ...(cross.length === 0 ? [] : [`${cross.map((pool) => pool.name).join(', ')}: only packets that cross a subnet are encapsulated; between the data center and the cloud that is all of them`]),
    ...(kind === 'ipip' && backend === 'vxlan' ? ['the pools have IPIP, and calico_backend vxlan has BGP off, which IPIP needs for its routes'] : []),
  ];
  return kind === 'ipip'
    ? { plugin: 'calico', mode: 'Calico IPIP', name: 'Calico IPIP', model: 'overlay', evidence, warnings: overlayWarnings }
    : { plugin: 'calico', mode: 'other', name: 'Calico VXLAN', model: 'overlay', evidence, warnings: overlayWarnings };
};

const toEvidence = (pool: ObservedIpPool): ModeEvidence => ({
  what: `IPPool ${pool.name}`,
  where: 'spec.ipipMode, spec.vxlanMode',
  value: `${showValue(pool.ipipMode)}, ${showValue(pool.vxlanMode)}`,
  says: `${pool.cidr}: ${kindSays[kindOf(pool)]}${pool.disabled ? ' (disabled)' : ''}`,
});
