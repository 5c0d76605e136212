import { createHash } from 'node:crypto';
import type { V1CustomResourceDefinition, V1DaemonSet, V1Pod } from '@kubernetes/client-node';
import { listAll, NotFoundError, type Kubernetes, type PageRequest } from '@ack-hybrid/core';
import type { PlacedPod } from '../plan/check-placement.ts';
import { addonName, systemNamespace as namespace } from '../plan/names.ts';
import type { NodePlacement, NodeRequirement } from '../plan/match-node.ts';
import { canonicalJson } from '../plan/read-json.ts';
import type { CallContext, ClusterReader } from './port.ts';

const calicoGroup = '.crd.projectcalico.org';

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
    const list = (page: PageRequest) => kubernetes.call({ verb: 'list', resource: 'pods', object: namespace }, () => core.listNamespacedPod({ namespace, ...page }), context);
    return { placement: placementOf(daemonSet), pods: await listAll(list, (pod) => (ownedBy(pod, daemonSet) ? placedPod(pod) : undefined)) };
  },
  nodes: async (context: CallContext = {}) => {
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    const list = (page: PageRequest) => kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode(page), context);
    return listAll(list, (node) => ({ name: node.metadata?.name ?? '', labels: node.metadata?.labels ?? {} }));
  },
  calicoCrds: async (context: CallContext = {}) => {
    const extensions = await kubernetes.api((sdk) => sdk.ApiextensionsV1Api);
    const list = (page: PageRequest) => kubernetes.call({ verb: 'list', resource: 'customresourcedefinitions' }, () => extensions.listCustomResourceDefinition(page), context);
    return Object.fromEntries(await listAll(list, fingerprintOf));
  },
});

const fingerprintOf = ({ metadata, spec }: V1CustomResourceDefinition): readonly [string, string] | undefined =>
  metadata?.name?.endsWith(calicoGroup) === true ? [metadata.name, createHash('sha256').update(canonicalJson(spec)).digest('hex').slice(0, 32)] : undefined;

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
