import { fieldManager, listAll, NotFoundError, type Kubernetes, type PageRequest } from '@ack-hybrid/core';
import type { V1Node, V1Pod } from '@kubernetes/client-node';
import { readPath, type JsonObject } from '../plan/json.ts';
import { renderLabelSelector } from '../plan/label-selector.ts';
import type { NodeView } from '../plan/match-node.ts';
import type { ReadWorkload, WorkloadKind } from '../plan/workloads/workload.ts';
import { isNamed } from '../plan/workloads/workload-selection.ts';
import type { CniCallOptions } from './call-options.ts';
import type { WorkloadPodView, WorkloadPort } from './workload-port.ts';

/** Answers the port from a cluster. Loads the Kubernetes client on the first call. */
export const createKubernetesWorkloads = (kubernetes: Kubernetes): WorkloadPort => ({
  readInstallation: async (name, options) => {
    const custom = await kubernetes.api((sdk) => sdk.CustomObjectsApi);
    const call = { verb: 'get', resource: 'installations', object: name } as const;
    return orAbsent(kubernetes.call(call, () => custom.getClusterCustomObject({ ...installations, name }) as Promise<JsonObject>, options));
  },
  listNodes: (options) => listNodes(kubernetes, options),
  findWorkloads: (selection, options) =>
    isNamed(selection)
      ? readNamed(kubernetes, selection.kind, selection.namespace, selection.name, options)
      : listSelected(kubernetes, selection.kind, selection.namespace, selection.selector, options),
  listPods: async ({ object }, options) => {
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    const namespace = String(readPath(object, ['metadata', 'namespace']));
    const labelSelector = renderLabelSelector(object);
    return listAll((page) => kubernetes.call({ verb: 'list', resource: 'pods', object: namespace }, () => core.listNamespacedPod({ namespace, labelSelector, ...page }), options), viewPod);
  },
  patch: async (target, body, options) => {
    const { sdk } = await kubernetes.load();
    const custom = await kubernetes.api((module) => module.CustomObjectsApi);
    const dryRun = options?.dryRun === true;
    const common = { body, fieldManager, fieldValidation: 'Strict', ...(dryRun ? { dryRun: 'All' } : {}) };
    const headers = sdk.setHeaderOptions('Content-Type', sdk.PatchStrategy.MergePatch);
    if (target.kind === 'installation') {
      const call = { verb: 'patch', resource: 'installations', object: target.name, dryRun } as const;
      return kubernetes.call(call, () => custom.patchClusterCustomObject({ ...installations, name: target.name, ...common }, headers) as Promise<JsonObject>, options);
    }
    const { kind, namespace, name } = target.reference;
    const call = { verb: 'patch', resource: plurals[kind], object: `${namespace}/${name}`, dryRun } as const;
    return kubernetes.call(call, () => custom.patchNamespacedCustomObject({ ...workloads(kind), namespace, name, ...common }, headers) as Promise<JsonObject>, options);
  },
});

/** Lists the nodes page by page, and keeps of each what placement needs. */
export const listNodes = async (kubernetes: Kubernetes, options: CniCallOptions | undefined): Promise<readonly NodeView[]> => {
  const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
  return listAll((page) => kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode(page), options), viewNode);
};

/** The answer, or `undefined` where the object, or its kind, isn't there. */
export const orAbsent = async <Value>(read: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (NotFoundError.isInstance(error)) return undefined;
    throw error;
  }
};

const installations = { group: 'operator.tigera.io', version: 'v1', plural: 'installations' } as const;

const plurals: Readonly<Record<WorkloadKind, string>> = { DaemonSet: 'daemonsets', Deployment: 'deployments', StatefulSet: 'statefulsets' };

/** The generic API serves built-in kinds at the same addresses, without a model that drops fields it doesn't know. */
const workloads = (kind: WorkloadKind) => ({ group: 'apps', version: 'v1', plural: plurals[kind] });

const readNamed = async (kubernetes: Kubernetes, kind: WorkloadKind, namespace: string, name: string, options: CniCallOptions | undefined): Promise<readonly ReadWorkload[]> => {
  const custom = await kubernetes.api((sdk) => sdk.CustomObjectsApi);
  const call = { verb: 'get', resource: plurals[kind], object: `${namespace}/${name}` } as const;
  const object = await orAbsent(kubernetes.call(call, () => custom.getNamespacedCustomObject({ ...workloads(kind), namespace, name }) as Promise<JsonObject>, options));
  return object === undefined ? [] : [{ reference: { kind, namespace, name }, object }];
};

interface ObjectPage {
  readonly items: readonly JsonObject[];
  readonly metadata?: { readonly continue?: string };
}

const listSelected = async (kubernetes: Kubernetes, kind: WorkloadKind, namespace: string | undefined, labelSelector: string, options: CniCallOptions | undefined): Promise<readonly ReadWorkload[]> => {
  const custom = await kubernetes.api((sdk) => sdk.CustomObjectsApi);
  const call = { verb: 'list', resource: plurals[kind], ...(namespace === undefined ? {} : { object: namespace }) } as const;
  const readPage = async (page: PageRequest) => {
    const request = { ...workloads(kind), labelSelector, ...page };
    const read = () => (namespace === undefined ? custom.listCustomObjectForAllNamespaces(request) : custom.listNamespacedCustomObject({ ...request, namespace }));
    const { items, metadata } = (await kubernetes.call(call, read as () => Promise<ObjectPage>, options));
    return { items, metadata: metadata?.continue === undefined ? {} : { _continue: metadata.continue } };
  };
  return listAll(readPage, (object) => ({
    reference: { kind, namespace: String(readPath(object, ['metadata', 'namespace'])), name: String(readPath(object, ['metadata', 'name'])) },
    // The items of a list come without their kind, which nobody here asks for.
    object,
  }));
};

const viewPod = (pod: V1Pod): WorkloadPodView | undefined => {
  const phase = pod.status?.phase;
  if (phase === 'Failed' || phase === 'Succeeded') return undefined;
  const unscheduled = pod.status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False')?.message;
  return {
    name: pod.metadata?.name ?? '',
    nodeName: pod.spec?.nodeName ?? '',
    terminating: pod.metadata?.deletionTimestamp !== undefined,
    ...(unscheduled === undefined ? {} : { unscheduled }),
  };
};

const viewNode = (node: V1Node): NodeView => ({
  name: node.metadata?.name ?? '',
  labels: node.metadata?.labels ?? {},
  taints: (node.spec?.taints ?? []).map(({ key, value, effect }) => ({ key, effect, ...(value === undefined ? {} : { value }) })),
  ...(node.spec?.providerID === undefined ? {} : { providerId: node.spec.providerID }),
  ready: node.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false,
});
