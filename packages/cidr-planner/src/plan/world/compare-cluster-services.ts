import type { Network } from '../network/network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { difference, readObservedBlock } from './difference.ts';
import type { ObservedCluster, ObservedRange } from './observed-cluster.ts';

/**
 * The Service ranges of a cluster, each once: kubeadm's, and where it names none those of the ServiceCIDR objects and of the
 * flags of the API server.
 *
 * @example
 * findServiceRanges(cluster)[0]?.origin; // 'ServiceCIDR kubernetes'
 */
export const findServiceRanges = (cluster: ObservedCluster): readonly ObservedRange[] => {
  const configured = cluster.serviceCidrs.map((cidr) => ({ cidr, origin: 'kubeadm-config networking.serviceSubnet' }));
  const ranges = configured.length > 0 ? configured : (cluster.serviceRanges ?? []);
  const found = new Map<string, ObservedRange>();
  for (const { cidr, origin } of ranges) {
    const canonical = readObservedBlock(cidr)?.toString() ?? cidr;
    if (!found.has(canonical)) found.set(canonical, { cidr: canonical, origin });
  }
  return [...found.values()];
};

/** A finding where the Services have other ranges than the plan. */
export const compareServices = (network: Network, cluster: ObservedCluster): readonly NetworkFinding[] => {
  const ranges = findServiceRanges(cluster);
  const real = ranges.map((range) => range.cidr);
  const planned = network.services.map((range) => range.block.toString());
  const same = real.length === planned.length && real.every((cidr) => planned.includes(cidr));
  if (real.length === 0 || same) return [];
  const absent = planned.length === 0;
  return [
    difference({
      rule: 'service-cidr-differs',
      severity: absent ? 'warning' : 'error',
      message: `the cluster's Services have ${real.join(', ')}, and the plan ${absent ? 'names no Service block' : `says ${planned.join(', ')}`}`,
      why: 'kube-proxy on cloud nodes translates the real Service addresses, so these are the ones that must not meet another block.',
      source: `read from the cluster: ${[...new Set(ranges.map((range) => range.origin))].join(', ')}`,
      remediation: `Write ${real.join(', ')} as dataCenter.serviceCidr.`,
    }),
  ];
};
