import { fieldManager, NotFoundError, Secret, type Kubernetes } from '@ack-hybrid/core';
import { systemNamespace as namespace } from '../plan/names.ts';
import type { CallContext, ConfigMaps, KeyedPatch, Secrets } from './port.ts';

const strict = { fieldManager, fieldValidation: 'Strict' } as const;

/** ConfigMaps of kube-system through the official client. */
export const createConfigMaps = (kubernetes: Kubernetes): ConfigMaps => {
  const load = () => kubernetes.api((sdk) => sdk.CoreV1Api);
  const call = caller(kubernetes, 'configmaps');
  return {
    read: async (name, context) => {
      const core = await load();
      const found = await orAbsent(call('get', name, () => core.readNamespacedConfigMap({ name, namespace }), context));
      return found === undefined ? undefined : { ...metadataOf(found.metadata), data: found.data ?? {} };
    },
    create: async (name, object, context) => {
      const core = await load();
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: newMetadata(name, object), data: { ...object.data } };
      await call('create', name, () => core.createNamespacedConfigMap({ namespace, body, ...strict }), context);
    },
    patch: async (name, resourceVersion, patch, context) => {
      const [core, header] = [await load(), await mergePatch(kubernetes)];
      const body = { metadata: patchMetadata(resourceVersion, patch), ...(patch.data === undefined ? {} : { data: patch.data }) };
      await call('patch', name, () => core.patchNamespacedConfigMap({ name, namespace, body, ...strict }, header), context);
    },
    remove: async (name, resourceVersion, context) => {
      const core = await load();
      await orAbsent(call('delete', name, () => core.deleteNamespacedConfigMap({ name, namespace, body: { preconditions: { resourceVersion } } }), context));
    },
  };
};

/** Secrets of kube-system through the official client; their values travel as `Secret`. */
export const createSecrets = (kubernetes: Kubernetes): Secrets => {
  const load = () => kubernetes.api((sdk) => sdk.CoreV1Api);
  const call = caller(kubernetes, 'secrets');
  return {
    read: async (name, context) => {
      const core = await load();
      const found = await orAbsent(call('get', name, () => core.readNamespacedSecret({ name, namespace }), context));
      if (found === undefined) return undefined;
      const values = Object.entries(found.data ?? {}).map(([key, value]) => [key, new Secret(Buffer.from(value, 'base64').toString('utf8'))] as const);
      return { ...metadataOf(found.metadata), data: Object.fromEntries(values) };
    },
    create: async (name, object, context) => {
      const core = await load();
      const body = { apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: newMetadata(name, object), data: encode(object.data) };
      await call('create', name, () => core.createNamespacedSecret({ namespace, body, ...strict }), context);
    },
    patch: async (name, resourceVersion, patch, context) => {
      const [core, header] = [await load(), await mergePatch(kubernetes)];
      const body = { metadata: patchMetadata(resourceVersion, patch), ...(patch.data === undefined ? {} : { data: encode(patch.data) }) };
      await call('patch', name, () => core.patchNamespacedSecret({ name, namespace, body, ...strict }, header), context);
    },
    remove: async (name, resourceVersion, context) => {
      const core = await load();
      await orAbsent(call('delete', name, () => core.deleteNamespacedSecret({ name, namespace, body: { preconditions: { resourceVersion } } }), context));
    },
  };
};

const caller =
  (kubernetes: Kubernetes, resource: 'configmaps' | 'secrets') =>
  <Value>(verb: 'get' | 'create' | 'patch' | 'delete', name: string, invoke: () => Promise<Value>, context: CallContext = {}): Promise<Value> =>
    kubernetes.call({ verb, resource, object: `${namespace}/${name}` }, invoke, context);

const mergePatch = async (kubernetes: Kubernetes) => {
  const { sdk } = await kubernetes.load();
  return sdk.setHeaderOptions('Content-Type', sdk.PatchStrategy.MergePatch);
};

const encode = <Value extends Secret | null>(values: Readonly<Record<string, Value>>): Record<string, string> =>
  // A merge patch removes a key that is null, which the client's type of `data` doesn't know.
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value === null ? null : Buffer.from(value.reveal(), 'utf8').toString('base64')])) as Record<string, string>;

interface Metadata {
  readonly resourceVersion?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly managedFields?: readonly unknown[];
}

const metadataOf = ({ resourceVersion = '', labels = {}, annotations = {}, managedFields = [] }: Metadata = {}) => ({ resourceVersion, labels, annotations, managedFields });

const newMetadata = (name: string, { labels, annotations }: { readonly labels: Readonly<Record<string, string>>; readonly annotations: Readonly<Record<string, string>> }) => ({
  name,
  namespace,
  ...(Object.keys(labels).length === 0 ? {} : { labels: { ...labels } }),
  ...(Object.keys(annotations).length === 0 ? {} : { annotations: { ...annotations } }),
});

const patchMetadata = (resourceVersion: string, { labels, annotations }: KeyedPatch<unknown>) => ({
  resourceVersion,
  ...(labels === undefined ? {} : { labels }),
  ...(annotations === undefined ? {} : { annotations }),
});

const orAbsent = async <Value>(answer: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await answer;
  } catch (error) {
    if (NotFoundError.isInstance(error)) return undefined;
    throw error;
  }
};
