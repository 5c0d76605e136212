import { fieldManager, listAll, NotFoundError, type Kubernetes, type PageRequest } from '@ack-hybrid/core';
import type { V1Pod } from '@kubernetes/client-node';
import { readPath, type JsonObject } from '../plan/json.ts';
import { renderLabelSelector } from '../plan/label-selector.ts';
import type { ReadWorkload, WorkloadKind } from '../plan/workloads/workload.ts';
import { isNamed } from '../plan/workloads/workload-selection.ts';
import { createKubernetesCalico } from './kubernetes-calico.ts';
import type { CalicoCallOptions } from './port.ts';
import type { WorkloadPodView, WorkloadPort } from './workload-port.ts';

/** Answers the port from a cluster. Loads the Kubernetes client on the first call. */
export const createKubernetesWorkloads = (kubernetes: Kubernetes): WorkloadPort => {
  const calico = createKubernetesCalico(kubernetes);
  return {
    readInstallation: (name, options) => calico.readInstallation(name, options),
    listNodes: (options) => calico.listNodes(options),
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
      if (target.kind === 'installation') return calico.patch(target, body, options);
      const { kind, namespace, name } = target.reference;
      const { sdk } = await kubernetes.load();
      const custom = await kubernetes.api((module) => module.CustomObjectsApi);
      const dryRun = options?.dryRun === true;
      const request = { ...workloads(kind), namespace, name, body, fieldManager, fieldValidation: 'Strict', ...(dryRun ? { dryRun: 'All' } : {}) };
      const call = { verb: 'patch', resource: plurals[kind], object: `${namespace}/${name}`, dryRun } as const;
      return kubernetes.call(call, () => custom.patchNamespacedCustomObject(request, sdk.setHeaderOptions('Content-Type', sdk.PatchStrategy.MergePatch)) as Promise<JsonObject>, options);
    },
  };
};

const plurals: Readonly<Record<WorkloadKind, string>> = { DaemonSet: 'daemonsets', Deployment: 'deployments', StatefulSet: 'statefulsets' };

/** The generic API serves built-in kinds at the same addresses, without a model that drops fields it doesn't know. */
const workloads = (kind: WorkloadKind) => ({ group: 'apps', version: 'v1', plural: plurals[kind] });

const readNamed = async (kubernetes: Kubernetes, kind: WorkloadKind, namespace: string, name: string, options: CalicoCallOptions | undefined): Promise<readonly ReadWorkload[]> => {
  const custom = await kubernetes.api((sdk) => sdk.CustomObjectsApi);
  const call = { verb: 'get', resource: plurals[kind], object: `${namespace}/${name}` } as const;
  try {
    const object = await kubernetes.call(call, () => custom.getNamespacedCustomObject({ ...workloads(kind), namespace, name }) as Promise<JsonObject>, options);
    return [{ reference: { kind, namespace, name }, object }];
  } catch (error) {
    if (NotFoundError.isInstance(error)) return [];
    throw error;
  }
};

interface ObjectPage {
  readonly items: readonly JsonObject[];
  readonly metadata?: { readonly continue?: string };
}

const listSelected = async (kubernetes: Kubernetes, kind: WorkloadKind, namespace: string | undefined, labelSelector: string, options: CalicoCallOptions | undefined): Promise<readonly ReadWorkload[]> => {
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
