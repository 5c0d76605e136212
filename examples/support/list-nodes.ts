import type { Kubernetes } from '@ack-hybrid/core';
import type { ReportedNode } from './report.ts';

/** The nodes of the cluster, each with the DaemonSets that have a pod on it. */
export const listNodes = async (kubernetes: Kubernetes): Promise<ReportedNode[]> => {
  const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
  const nodes = await kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode());
  const pods = await kubernetes.call({ verb: 'list', resource: 'pods' }, () => core.listPodForAllNamespaces());
  return nodes.items.map((node) => {
    const name = node.metadata?.name ?? '';
    const owners = pods.items
      .filter((pod) => pod.spec?.nodeName === name)
      .flatMap((pod) => pod.metadata?.ownerReferences ?? [])
      .filter((owner) => owner.kind === 'DaemonSet')
      .map((owner) => owner.name);
    return { name, providerID: node.spec?.providerID ?? '', labels: node.metadata?.labels ?? {}, pods: [...new Set(owners)].sort() };
  });
};
