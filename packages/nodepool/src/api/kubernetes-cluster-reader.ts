import type { V1Node, V1Pod } from '@kubernetes/client-node';
import { listAll, type Kubernetes } from '@ack-hybrid/core';
import type { NodePod } from '../plan/check-node-pool.ts';
import type { ClusterNode } from '../plan/judge-nodes.ts';
import type { CallContext, ClusterReader } from './port.ts';

/** Nodes and pods of the cluster. */
export const createClusterReader = (kubernetes: Kubernetes): ClusterReader => ({
  listNodes: async (context = {}) => {
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    return listAll((page) => kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode(page), context), toClusterNode);
  },
  listPods: async (context: CallContext = {}) => {
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    return listAll((page) => kubernetes.call({ verb: 'list', resource: 'pods' }, () => core.listPodForAllNamespaces(page), context), toNodePod);
  },
});

const toClusterNode = (node: V1Node): ClusterNode => {
  const ready = node.status?.conditions?.find((condition) => condition.type === 'Ready');
  return {
    name: node.metadata?.name ?? '',
    labels: node.metadata?.labels ?? {},
    providerId: node.spec?.providerID ?? '',
    ready: ready?.status === 'True',
    notReadyReason: ready?.status === 'True' ? '' : [ready?.reason ?? 'no Ready condition yet', ready?.message].filter((part) => part !== undefined && part !== '').join(': '),
  };
};

const toNodePod = (pod: V1Pod): NodePod => ({
  name: pod.metadata?.name ?? '',
  namespace: pod.metadata?.namespace ?? '',
  nodeName: pod.spec?.nodeName ?? '',
  labels: pod.metadata?.labels ?? {},
  // A pod that is being deleted still says Ready for a while.
  ready: pod.metadata?.deletionTimestamp === undefined && (pod.status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True'),
});
