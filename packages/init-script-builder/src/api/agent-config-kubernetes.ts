import { fieldManager, NotFoundError, type Kubernetes } from '@ack-hybrid/core';
import type { AgentConfigStore } from './port.ts';

const namespace = 'kube-system';
const name = 'ack-agent-config';
const object = `${namespace}/${name}`;

/** The agent's ConfigMap in a cluster. */
export const createAgentConfigStore = (kubernetes: Kubernetes): AgentConfigStore => {
  const load = () => kubernetes.api((sdk) => sdk.CoreV1Api);
  return {
    read: async (options) => {
      const core = await load();
      try {
        const config = await kubernetes.call({ verb: 'get', resource: 'configmaps', object }, () => core.readNamespacedConfigMap({ namespace, name }), options);
        const { annotations = {}, resourceVersion = '', managedFields = [] } = config.metadata ?? {};
        return { data: config.data ?? {}, annotations, resourceVersion, managedFields };
      } catch (error) {
        if (NotFoundError.isInstance(error)) return undefined;
        throw error;
      }
    },
    create: async ({ data, annotations }, options) => {
      const core = await load();
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, annotations: { ...annotations } }, data: { ...data } };
      await kubernetes.call({ verb: 'create', resource: 'configmaps', object }, () => core.createNamespacedConfigMap({ namespace, body, fieldManager, fieldValidation: 'Strict' }), options);
    },
    patch: async ({ resourceVersion }, { data, annotations }, options) => {
      const [core, { sdk }] = await Promise.all([load(), kubernetes.load()]);
      const body = { metadata: { resourceVersion, annotations }, ...(Object.keys(data).length === 0 ? {} : { data }) };
      const header = sdk.setHeaderOptions('Content-Type', sdk.PatchStrategy.MergePatch);
      await kubernetes.call({ verb: 'patch', resource: 'configmaps', object }, () => core.patchNamespacedConfigMap({ namespace, name, body, fieldManager, fieldValidation: 'Strict' }, header), options);
    },
    delete: async ({ resourceVersion }, options) => {
      const core = await load();
      await kubernetes.call({ verb: 'delete', resource: 'configmaps', object }, () => core.deleteNamespacedConfigMap({ namespace, name, body: { preconditions: { resourceVersion } } }), options);
    },
  };
};
