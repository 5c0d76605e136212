import type { ObservedCluster } from './observed-cluster.ts';

/** What pods get their addresses of. Several at once where several plug-ins are configured. */
export interface Allocators {
  /** Calico's IP pools. */
  readonly calico: boolean;
  /** The cluster pool that Cilium's operator cuts blocks from. */
  readonly ciliumPool: boolean;
  /** The nodes' podCIDRs: Flannel, host-local, Cilium's mode `kubernetes`, and where nothing else is known. */
  readonly nodes: boolean;
}

/**
 * What gives addresses to pods. A Calico whose backend is `none`, and a chained Cilium, only add policy.
 *
 * @example
 * findAllocators({ podCidrs: [], serviceCidrs: [], nodes: [] }); // { calico: false, ciliumPool: false, nodes: true }
 */
export const findAllocators = ({ calico, cilium, flannel, ipPools = [] }: ObservedCluster): Allocators => {
  const byCalico = ipPools.length > 0 && calico?.backend !== 'none';
  const ciliumMakesNetwork = cilium !== undefined && (cilium.chainingMode ?? 'none') === 'none';
  // Cilium's chart writes the pool where the mode is cluster-pool alone: without `ipam` the pool speaks for it.
  const ciliumPool = ciliumMakesNetwork && (cilium.ipam ?? 'cluster-pool') === 'cluster-pool' && (cilium.clusterPools ?? []).length > 0;
  const ciliumByNodes = ciliumMakesNetwork && cilium.ipam === 'kubernetes';
  return { calico: byCalico, ciliumPool, nodes: flannel !== undefined || ciliumByNodes || (!byCalico && !ciliumPool) };
};
