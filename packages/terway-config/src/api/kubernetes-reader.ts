import { createHash } from 'node:crypto';
import type { V1DaemonSet, V1Pod } from '@kubernetes/client-node';
import { NotFoundError, type Kubernetes } from '@ack-hybrid/core';
import type { PlacedPod } from '../plan/check-placement.ts';
import { addonName, systemNamespace as namespace } from '../plan/names.ts';
import type { NodePlacement, NodeRequirement } from '../plan/match-node.ts';
import { canonicalJson } from '../plan/read-json.ts';
import type { CallContext, ClusterReader } from './port.ts';

const calicoGroup = '.crd.projectcalico.org';
const pageLimit = 500;

/** DaemonSet, nodes, pods and CRDs through the official client. */
export const createClusterReader = (kubernetes: Kubernetes): ClusterReader => ({
  terway: async (context = {}) => {
    const apps = await kubernetes.api((sdk) => sdk.AppsV1Api);
    let daemonSet: V1DaemonSet;
    try {
      daemonSet = await kubernetes.call({ verb: 'get', resource: 'daemonsets', object: `${namespace}/${addonName}` }, () => apps.readNamespacedDaemonSet({ name: addonName, namespace }), context);
    } catch (error) {
      if (NotFoundError.isInstance(error)) return undefined;
      throw error;
    }
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    const pods = await collect((page) => kubernetes.call({ verb: 'list', resource: 'pods', object: namespace }, () => core.listNamespacedPod({ namespace, ...page }), context));
    return { placement: placementOf(daemonSet), pods: pods.filter((pod) => ownedBy(pod, daemonSet)).map(placedPod) };
  },
  nodes: async (context: CallContext = {}) => {
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    const nodes = await collect((page) => kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode(page), context));
    return nodes.map((node) => ({ name: node.metadata?.name ?? '', labels: node.metadata?.labels ?? {} }));
  },
  calicoCrds: async (context: CallContext = {}) => {
    const extensions = await kubernetes.api((sdk) => sdk.ApiextensionsV1Api);
    const crds = await collect((page) => kubernetes.call({ verb: 'list', resource: 'customresourcedefinitions' }, () => extensions.listCustomResourceDefinition(page), context));
    const ours = crds.filter((crd) => crd.metadata?.name?.endsWith(calicoGroup) === true);
    return Object.fromEntries(ours.map((crd) => [crd.metadata?.name ?? '', createHash('sha256').update(canonicalJson(crd.spec)).digest('hex').slice(0, 32)]));
  },
});

interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly metadata?: { readonly _continue?: string };
}

const collect = async <Item>(readPage: (page: { limit: number; _continue?: string }) => Promise<ListPage<Item>>): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let token: string | undefined;
  do {
    const page = await readPage({ limit: pageLimit, ...(token === undefined ? {} : { _continue: token }) });
    items.push(...page.items);
    token = page.metadata?._continue || undefined;
  } while (token !== undefined);
  return items;
};

const placementOf = (daemonSet: V1DaemonSet): NodePlacement => {
  const template = daemonSet.spec?.template.spec;
  const required = template?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const terms = required?.nodeSelectorTerms.map((term) => ({ matchExpressions: requirements(term.matchExpressions), matchFields: requirements(term.matchFields) }));
  return { nodeSelector: template?.nodeSelector ?? {}, ...(terms === undefined ? {} : { requiredTerms: terms }) };
};

const requirements = (list: readonly { key: string; operator: string; values?: string[] }[] = []): readonly NodeRequirement[] =>
  list.map(({ key, operator, values }) => ({ key, operator, ...(values === undefined ? {} : { values }) }));

const ownedBy = (pod: V1Pod, daemonSet: V1DaemonSet): boolean =>
  (pod.metadata?.ownerReferences ?? []).some((owner) => owner.kind === 'DaemonSet' && (owner.uid === daemonSet.metadata?.uid || owner.name === daemonSet.metadata?.name));

// The client gives dates of its own class where it parses them.
const placedPod = (pod: V1Pod): PlacedPod => {
  const startedAt = pod.status?.startTime;
  return { name: pod.metadata?.name ?? '', nodeName: pod.spec?.nodeName ?? '', ...(startedAt === undefined ? {} : { startedAt: new Date(startedAt).toISOString() }) };
};
