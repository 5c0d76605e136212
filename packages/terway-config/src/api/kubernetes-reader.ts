import { createHash } from 'node:crypto';
import type { V1CustomResourceDefinition, V1DaemonSet } from '@kubernetes/client-node';
import { listAll, NotFoundError, type Kubernetes, type PageRequest } from '@ack-hybrid/core';
import { addonName, systemNamespace as namespace } from '../plan/names.ts';
import { canonicalJson } from '../plan/read-json.ts';
import { isOwnedBy, viewDaemonSet, viewNode, viewPod } from './kubernetes-reader-views.ts';
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
    return viewDaemonSet(daemonSet, await listAll(list, (pod) => (isOwnedBy(pod, daemonSet) ? viewPod(pod) : undefined)));
  },
  nodes: async (context: CallContext = {}) => {
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    const list = (page: PageRequest) => kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode(page), context);
    return listAll(list, viewNode);
  },
  calicoCrds: async (context: CallContext = {}) => {
    const extensions = await kubernetes.api((sdk) => sdk.ApiextensionsV1Api);
    const list = (page: PageRequest) => kubernetes.call({ verb: 'list', resource: 'customresourcedefinitions' }, () => extensions.listCustomResourceDefinition(page), context);
    return Object.fromEntries(await listAll(list, fingerprintOf));
  },
});

const fingerprintOf = ({ metadata, spec }: V1CustomResourceDefinition): readonly [string, string] | undefined =>
  metadata?.name?.endsWith(calicoGroup) === true ? [metadata.name, createHash('sha256').update(canonicalJson(spec)).digest('hex').slice(0, 32)] : undefined;
