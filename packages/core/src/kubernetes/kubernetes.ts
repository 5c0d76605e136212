import type { ApiConstructor, ApiType, KubeConfig } from '@kubernetes/client-node';
import type { AlibabaCloud } from '../alibaba/alibaba-cloud.ts';
import { sendCall, type ApiCall, type CallOptions } from '../api-call.ts';
import { type Secret } from '../secret.ts';
import { createAllowedBefore } from './allowed-before.ts';
import { loadKubeConfig } from './load-kubeconfig.ts';
import { toKubernetesError } from './kubernetes-error.ts';

/** The module of the official Kubernetes client. */
export type KubernetesSdk = typeof import('@kubernetes/client-node');

/** Where the access to the cluster comes from. */
export type KubernetesSource =
  | { readonly kind: 'config'; readonly config: KubeConfig }
  /** Kubeconfig text. */
  | { readonly kind: 'text'; readonly text: Secret }
  | { readonly kind: 'path'; readonly path: string; readonly context?: string }
  /** `KUBECONFIG`, `~/.kube/config`, the service account of the pod we run in. */
  | { readonly kind: 'default' }
  /** The registered cluster's own kubeconfig, asked of Container Service. */
  | { readonly kind: 'registered-cluster'; readonly clusterId: string; readonly cloud: AlibabaCloud; readonly privateAddress?: boolean };

/** A call to Kubernetes: verb and resource, and the object where there is one. */
export interface KubernetesCall {
  readonly verb: 'get' | 'list' | 'create' | 'update' | 'patch' | 'delete' | 'watch';
  /** Plural, with the subresource where there is one: `configmaps`, `pods/eviction`. */
  readonly resource: string;
  /** `namespace/name` or `name`. */
  readonly object?: string;
  /** A server-side dry run counts as a read. */
  readonly dryRun?: boolean;
}

/** A Kubernetes cluster as the adapters of the packages see it. */
export interface Kubernetes {
  /** The module and the loaded kubeconfig, on first use. */
  load(): Promise<{ readonly sdk: KubernetesSdk; readonly config: KubeConfig }>;
  /**
   * A typed API of the official client, made once.
   *
   * @example
   * const apps = await kubernetes.api((sdk) => sdk.AppsV1Api);
   */
  api<Api extends ApiType>(select: (sdk: KubernetesSdk) => ApiConstructor<Api>): Promise<Api>;
  /** Sends a call: counted, retried by the one policy, its failure turned into one of our errors. */
  call<Value>(call: KubernetesCall, invoke: () => Promise<Value>, options?: { readonly signal?: AbortSignal | undefined }): Promise<Value>;
}

/**
 * Gives access to a Kubernetes cluster. Loads no client, reads no file and sends nothing until the first call.
 */
export const createKubernetes = (source: KubernetesSource, options: CallOptions = {}): Kubernetes => {
  let loaded: Promise<{ sdk: KubernetesSdk; config: KubeConfig }> | undefined;
  const apis = new Map<unknown, ApiType>();
  const allowed = createAllowedBefore();
  const load = () => {
    loaded ??= import('@kubernetes/client-node').then(async (sdk) => ({ sdk, config: await loadKubeConfig(sdk, source) }));
    loaded.catch(() => (loaded = undefined));
    return loaded;
  };
  return {
    load,
    api: async (select) => {
      const { sdk, config } = await load();
      const constructor = select(sdk);
      const api = apis.get(constructor) ?? config.makeApiClient(constructor);
      apis.set(constructor, api);
      return api as InstanceType<typeof constructor>;
    },
    call: (call, invoke, callOptions) => {
      const described = describeCall(call);
      const send = async () => {
        const value = await invoke();
        allowed.note(described.operation);
        return value;
      };
      return sendCall(described, send, (error, sent) => toKubernetesError(error, sent, allowed.mayPass), { ...options, signal: callOptions?.signal });
    },
  };
};

const reading = new Set<KubernetesCall['verb']>(['get', 'list', 'watch']);

const describeCall = (call: KubernetesCall): ApiCall => ({
  service: 'kubernetes',
  operation: [call.verb, call.resource, call.object].filter((part) => part !== undefined).join(' '),
  kind: reading.has(call.verb) || call.dryRun === true ? 'read' : 'write',
});
