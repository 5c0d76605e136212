import { fieldManager, NotFoundError, type Kubernetes } from '@ack-hybrid/core';
import { addonName, systemNamespace as namespace } from '../plan/names.ts';
import { createClusterReader } from './kubernetes-reader.ts';
import type { RestartPort } from './port.ts';

/** What a restart of Terway needs, through the official client. */
export const createRestartPort = (kubernetes: Kubernetes): RestartPort => {
  const reader = createClusterReader(kubernetes);
  return {
    terway: (context) => reader.terway(context),
    nodes: (context) => reader.nodes(context),
    annotateTemplate: async (resourceVersion, annotations, context = {}) => {
      const [apps, { sdk }] = await Promise.all([kubernetes.api((clients) => clients.AppsV1Api), kubernetes.load()]);
      const body = { metadata: { resourceVersion }, spec: { template: { metadata: { annotations } } } };
      const header = sdk.setHeaderOptions('Content-Type', sdk.PatchStrategy.MergePatch);
      await kubernetes.call({ verb: 'patch', resource: 'daemonsets', object: `${namespace}/${addonName}` }, () => apps.patchNamespacedDaemonSet({ name: addonName, namespace, body, fieldManager, fieldValidation: 'Strict' }, header), context);
    },
    deletePod: async ({ name, uid }, context = {}) => {
      const core = await kubernetes.api((clients) => clients.CoreV1Api);
      try {
        await kubernetes.call({ verb: 'delete', resource: 'pods', object: `${namespace}/${name}` }, () => core.deleteNamespacedPod({ name, namespace, body: { preconditions: { uid } } }), context);
      } catch (error) {
        if (!NotFoundError.isInstance(error)) throw error;
      }
    },
  };
};
