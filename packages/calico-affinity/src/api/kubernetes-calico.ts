import { fieldManager, listAll, NotFoundError, type Kubernetes, type PageRequest } from '@ack-hybrid/core';
import type { V1Node } from '@kubernetes/client-node';
import { readPath, type JsonObject } from '../plan/json.ts';
import { renderLabelSelector } from '../plan/label-selector.ts';
import type { NodeView } from '../plan/match-node.ts';
import type { CalicoCallOptions, CalicoPort } from './port.ts';
import { viewDaemonPod } from './view-daemon-pod.ts';

/** Answers the port from a cluster. Loads the Kubernetes client on the first call. */
export const createKubernetesCalico = (kubernetes: Kubernetes): CalicoPort => ({
  readDaemonSet: (reference, options) => readWorkload(kubernetes, 'daemonsets', reference, options),
  readDeployment: (reference, options) => readWorkload(kubernetes, 'deployments', reference, options),
  readInstallation: async (name, options) => {
    const custom = await kubernetes.api((sdk) => sdk.CustomObjectsApi);
    return orAbsent(
      kubernetes.call({ verb: 'get', resource: 'installations', object: name }, () => custom.getClusterCustomObject({ ...installations, name }) as Promise<JsonObject>, options),
    );
  },
  listNodes: async (options) => {
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    return listAll((page) => kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode(page), options), viewNode);
  },
  listDaemonPods: async (daemonSet, options) => {
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    const uid = readPath(daemonSet, ['metadata', 'uid']);
    const namespace = String(readPath(daemonSet, ['metadata', 'namespace']));
    const labelSelector = renderLabelSelector(daemonSet);
    const list = (page: PageRequest) => kubernetes.call({ verb: 'list', resource: 'pods', object: namespace }, () => core.listNamespacedPod({ namespace, labelSelector, ...page }), options);
    return listAll(list, (pod) => viewDaemonPod(pod, uid));
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
    const { namespace, name } = target.reference;
    const call = { verb: 'patch', resource: 'daemonsets', object: `${namespace}/${name}`, dryRun } as const;
    return kubernetes.call(call, () => custom.patchNamespacedCustomObject({ ...workloads('daemonsets'), namespace, name, ...common }, headers) as Promise<JsonObject>, options);
  },
});

const installations = { group: 'operator.tigera.io', version: 'v1', plural: 'installations' } as const;

/** The generic API serves built-in kinds at the same addresses, without a model that drops fields it doesn't know. */
const workloads = (plural: 'daemonsets' | 'deployments') => ({ group: 'apps', version: 'v1', plural });

const readWorkload = async (
  kubernetes: Kubernetes,
  plural: 'daemonsets' | 'deployments',
  reference: { readonly namespace: string; readonly name: string },
  options: CalicoCallOptions | undefined,
): Promise<JsonObject | undefined> => {
  const { namespace, name } = reference;
  const custom = await kubernetes.api((sdk) => sdk.CustomObjectsApi);
  return orAbsent(
    kubernetes.call(
      { verb: 'get', resource: plural, object: `${namespace}/${name}` },
      () => custom.getNamespacedCustomObject({ ...workloads(plural), namespace, name }) as Promise<JsonObject>,
      options,
    ),
  );
};

const orAbsent = async <Value>(read: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (NotFoundError.isInstance(error)) return undefined;
    throw error;
  }
};

const viewNode = (node: V1Node): NodeView => ({
  name: node.metadata?.name ?? '',
  labels: node.metadata?.labels ?? {},
  taints: (node.spec?.taints ?? []).map(({ key, value, effect }) => ({ key, effect, ...(value === undefined ? {} : { value }) })),
  ...(node.spec?.providerID === undefined ? {} : { providerId: node.spec.providerID }),
  ready: node.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false,
});
