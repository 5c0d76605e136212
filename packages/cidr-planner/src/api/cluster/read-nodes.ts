import { listAll } from '@ack-hybrid/core';
import type { V1Node } from '@kubernetes/client-node';
import type { ObservedNode } from '../../plan/world/observed-cluster.ts';
import type { ClusterReads } from './cluster-reads.ts';
import { textMember } from './json-values.ts';

/** ACK puts this label on every cloud node of a registered cluster. */
const cloudNodeLabel = 'alibabacloud.com/external';

/** Calico's node resource keeps `routeReflectorClusterID` in this annotation where Kubernetes is its datastore. */
const reflectorAnnotation = 'projectcalico.org/RouteReflectorClusterID';

/**
 * The on-premises nodes, by pages of which only what matters is kept.
 *
 * @throws {PermissionError} where nodes may not be listed
 */
export const readNodes = async ({ kubernetes, options }: ClusterReads): Promise<readonly ObservedNode[]> => {
  const core = await kubernetes.api((module) => module.CoreV1Api);
  return listAll((page) => kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode(page), options), toObservedNode);
};

const toObservedNode = (node: V1Node): ObservedNode | undefined => {
  if (node.metadata?.labels?.[cloudNodeLabel] === 'true') return undefined;
  return {
    name: node.metadata?.name ?? '',
    addresses: (node.status?.addresses ?? []).filter((address) => address.type === 'InternalIP').map((address) => address.address),
    podCidrs: node.spec?.podCIDRs ?? (node.spec?.podCIDR === undefined ? [] : [node.spec.podCIDR]),
    ...textMember('routeReflectorClusterId', node.metadata?.annotations?.[reflectorAnnotation]),
  };
};
