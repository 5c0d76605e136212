import type { V1Node, V1Pod } from '@kubernetes/client-node';
import type { Kubernetes } from '@ack-hybrid/core';
import type { NodePod } from '../plan/check-node-pool.ts';
import type { ClusterNode } from '../plan/judge-nodes.ts';
import type { CallContext, ClusterReader } from './port.ts';

const pageLimit = 500;

/** Nodes and pods of the cluster. */
export const createClusterReader = (kubernetes: Kubernetes): ClusterReader => ({
  listNodes: async (context = {}) => {
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    return collect((page) => kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode(page), context), toClusterNode);
  },
  listPods: async (context: CallContext = {}) => {
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    return collect((page) => kubernetes.call({ verb: 'list', resource: 'pods' }, () => core.listPodForAllNamespaces(page), context), toNodePod);
  },
});

interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly metadata?: { readonly _continue?: string };
}

const collect = async <Item, Entry>(readPage: (page: { limit: number; _continue?: string }) => Promise<ListPage<Item>>, read: (item: Item) => Entry): Promise<readonly Entry[]> => {
  const entries: Entry[] = [];
  let token: string | undefined;
  do {
    const page: ListPage<Item> = await readPage({ limit: pageLimit, ...(token === undefined ? {} : { _continue: token }) });
    entries.push(...page.items.map(read));
    token = page.metadata?._continue || undefined;
  } while (token !== undefined);
  return entries;
};

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
