import type { Kubernetes } from '@ack-hybrid/core';
import type { ObservedCluster, UnreadPart } from '../plan/world/observed-cluster.ts';
import type { ClusterReads } from './cluster/cluster-reads.ts';
import { readCalico, readIpPools } from './cluster/read-calico.ts';
import { readCilium } from './cluster/read-cilium.ts';
import { readFlannel } from './cluster/read-flannel.ts';
import { readKubeadm } from './cluster/read-kubeadm.ts';
import { readNodes } from './cluster/read-nodes.ts';
import { readRanges } from './cluster/read-ranges.ts';
import type { ReadOptions } from './port.ts';

/** Reads a cluster, as {@link createClusterNetworkReader} says. */
export const readCluster = async (kubernetes: Kubernetes, options: ReadOptions = {}): Promise<ObservedCluster> => {
  const unread: UnreadPart[] = [];
  const reads: ClusterReads = { kubernetes, options, leaveOut: (part) => void unread.push(part) };
  const [kubeadm, nodes, ipPools, calico, cilium, flannel, ranges] = await Promise.all([
    readKubeadm(reads),
    readNodes(reads),
    readIpPools(reads),
    readCalico(reads),
    readCilium(reads),
    readFlannel(reads),
    readRanges(reads),
  ]);
  // The reads end in any order; the list doesn't depend on it.
  unread.sort((a, b) => (a.what < b.what ? -1 : 1));
  return {
    ...kubeadm,
    nodes,
    ...(ipPools ? { ipPools } : {}),
    ...(ranges.serviceRanges.length > 0 ? { serviceRanges: ranges.serviceRanges } : {}),
    ...(ranges.podRanges.length > 0 ? { podRanges: ranges.podRanges } : {}),
    ...(ranges.nodeMaskSize === undefined ? {} : { nodeMaskSize: ranges.nodeMaskSize }),
    ...(calico ? { calico } : {}),
    ...(cilium ? { cilium } : {}),
    ...(flannel ? { flannel } : {}),
    ...(unread.length > 0 ? { unread } : {}),
  };
};
