import type { ApiException, CoreV1Api, KubernetesObjectApi, V1Node, V1Pod } from '@kubernetes/client-node';

/** The calls of the agent on whatever cluster its kubeconfig names. */
export interface ClusterClient {
  /** Data of a ConfigMap, `undefined` where there is none. */
  readConfigMap(namespace: string, name: string): Promise<Readonly<Record<string, string>> | undefined>;
  /** Decoded data of a Secret, `undefined` where there is none. */
  readSecret(namespace: string, name: string): Promise<Readonly<Record<string, string>> | undefined>;
  listNodes(): Promise<readonly V1Node[]>;
  readNode(name: string): Promise<V1Node | undefined>;
  listPodsOn(nodeName: string): Promise<readonly V1Pod[]>;
  /** Creates an object, whatever its kind; one that is there already is left alone. */
  create(object: unknown): Promise<'created' | 'exists'>;
  remove(object: unknown): Promise<void>;
  patchNode(name: string, patch: unknown): Promise<void>;
  patchNodeStatus(name: string, patch: unknown): Promise<void>;
  deleteNode(name: string): Promise<void>;
  deletePod(namespace: string, name: string): Promise<void>;
  /** False where a PodDisruptionBudget does not allow it now. */
  evictPod(namespace: string, name: string): Promise<boolean>;
}

/** The client for a kubeconfig's text. The library is loaded on the first call. */
export function createClusterClient(kubeconfig: string): ClusterClient {
  interface Loaded {
    readonly core: CoreV1Api;
    readonly objects: KubernetesObjectApi;
    readonly merge: Parameters<CoreV1Api['patchNode']>[1];
  }
  let loaded: Promise<Loaded> | undefined;
  const load = (): Promise<Loaded> =>
    (loaded ??= (async () => {
      const library = await import('@kubernetes/client-node');
      const config = new library.KubeConfig();
      config.loadFromString(kubeconfig);
      return {
        core: config.makeApiClient(library.CoreV1Api),
        objects: library.KubernetesObjectApi.makeApiClient(config),
        merge: library.setHeaderOptions('Content-Type', library.PatchStrategy.StrategicMergePatch),
      };
    })());
  const ifThere = async <Value>(call: Promise<Value>): Promise<Value | undefined> => {
    try {
      return await call;
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  };
  type Typed = Parameters<KubernetesObjectApi['create']>[0];

  return {
    async readConfigMap(namespace, name) {
      const { core } = await load();
      const found = await ifThere(core.readNamespacedConfigMap({ namespace, name }));
      return found === undefined ? undefined : (found.data ?? {});
    },
    async readSecret(namespace, name) {
      const { core } = await load();
      const found = await ifThere(core.readNamespacedSecret({ namespace, name }));
      return found === undefined ? undefined : Object.fromEntries(Object.entries(found.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]));
    },
    async listNodes() {
      return (await (await load()).core.listNode()).items;
    },
    async readNode(name) {
      return ifThere((await load()).core.readNode({ name }));
    },
    async listPodsOn(nodeName) {
      return (await (await load()).core.listPodForAllNamespaces({ fieldSelector: `spec.nodeName=${nodeName}` })).items;
    },
    async create(object) {
      try {
        await (await load()).objects.create(object as Typed);
        return 'created';
      } catch (error) {
        if (statusOf(error) === 409) return 'exists';
        throw error;
      }
    },
    async remove(object) {
      await ifThere((await load()).objects.delete(object as Typed));
    },
    async patchNode(name, body) {
      const { core, merge } = await load();
      await ifThere(core.patchNode({ name, body }, merge));
    },
    async patchNodeStatus(name, body) {
      const { core, merge } = await load();
      await ifThere(core.patchNodeStatus({ name, body }, merge));
    },
    async deleteNode(name) {
      await ifThere((await load()).core.deleteNode({ name }));
    },
    async deletePod(namespace, name) {
      await ifThere((await load()).core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 }));
    },
    async evictPod(namespace, name) {
      const { core } = await load();
      try {
        await ifThere(core.createNamespacedPodEviction({ namespace, name, body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } } }));
        return true;
      } catch (error) {
        // 429: the budget allows no disruption at the moment.
        if (statusOf(error) === 429) return false;
        throw error;
      }
    },
  };
}

/** The HTTP status of a client error, if it has one. */
export function statusOf(error: unknown): number | undefined {
  const code = typeof error === 'object' && error !== null ? (error as Partial<ApiException<unknown>>).code : undefined;
  return typeof code === 'number' ? code : undefined;
}
