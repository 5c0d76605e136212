import { listAll, PermissionError, type Kubernetes, type PageRequest } from '@ack-hybrid/core';
import { readPath, type JsonObject } from '../plan/json.ts';
import { renderLabelSelector } from '../plan/label-selector.ts';
import { createKubernetesWorkloads, orAbsent } from './kubernetes-workloads.ts';
import type { CniPort } from './port.ts';
import { viewDaemonPod } from './view-daemon-pod.ts';
import { createWorkloadLister } from './workload-lister.ts';

/** Answers the port from a cluster. Loads the Kubernetes client on the first call. */
export const createKubernetesCni = (kubernetes: Kubernetes): CniPort => {
  const workloads = createKubernetesWorkloads(kubernetes);
  const lister = createWorkloadLister(kubernetes);
  return {
    ...workloads,
    listWorkloads: (kind, view, options) => lister.listWorkloads(kind, view, options),
    readDaemonSet: async (reference, options) => (await workloads.findWorkloads({ kind: 'DaemonSet', ...reference }, options))[0]?.object,
    readConfigMap: async ({ namespace, name }, options) => {
      const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
      const call = { verb: 'get', resource: 'configmaps', object: `${namespace}/${name}` } as const;
      try {
        return await orAbsent(kubernetes.call(call, async (): Promise<JsonObject> => ({ ...(await core.readNamespacedConfigMap({ namespace, name })) }), options));
      } catch (error) {
        if (PermissionError.isInstance(error)) return undefined;
        throw error;
      }
    },
    listDaemonPods: async (daemonSet, options) => {
      const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
      const uid = readPath(daemonSet, ['metadata', 'uid']);
      const namespace = String(readPath(daemonSet, ['metadata', 'namespace']));
      const labelSelector = renderLabelSelector(daemonSet);
      const list = (page: PageRequest) => kubernetes.call({ verb: 'list', resource: 'pods', object: namespace }, () => core.listNamespacedPod({ namespace, labelSelector, ...page }), options);
      return listAll(list, (pod) => viewDaemonPod(pod, uid));
    },
  };
};
