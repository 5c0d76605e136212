import { listAll, NotFoundError, PermissionError } from '@ack-hybrid/core';
import type { Kubernetes } from '@ack-hybrid/core';
import type { UnreadPart } from '../../plan/world/observed-cluster.ts';
import type { ReadOptions } from '../port.ts';
import { listOf, objectOf } from './json-values.ts';
import type { JsonObject } from './json-values.ts';

/** A call in words: verb and resource. */
export type CallWords = Parameters<Kubernetes['call']>[0];

/** What the reads of one cluster share. */
export interface ClusterReads {
  readonly kubernetes: Kubernetes;
  readonly options: ReadOptions;
  /** Notes a part that could not be read. */
  readonly leaveOut: (part: UnreadPart) => void;
}

/** The answer, or undefined where the cluster has no such object or resource (404). */
export const orAbsent = async <Value>(read: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (NotFoundError.isInstance(error)) return undefined;
    throw error;
  }
};

/** A part of the cluster: read, not there (404), or refused (403), which has been noted then. */
export type OptionalRead<Value> = { readonly state: 'read'; readonly value: Value } | { readonly state: 'absent' } | { readonly state: 'refused' };

/** A read that may be refused: the part is then left out, and noted with the right that is missing. */
export const readOptional = async <Value>({ leaveOut }: ClusterReads, what: string, read: Promise<Value>): Promise<OptionalRead<Value>> => {
  try {
    return { state: 'read', value: await read };
  } catch (error) {
    if (NotFoundError.isInstance(error)) return { state: 'absent' };
    if (!PermissionError.isInstance(error)) throw error;
    leaveOut({ what, missing: error.missing });
    return { state: 'refused' };
  }
};

/** The data of a ConfigMap. */
export const readConfigMap = async ({ kubernetes, options }: ClusterReads, namespace: string, name: string): Promise<Readonly<Record<string, string>>> => {
  const core = await kubernetes.api((module) => module.CoreV1Api);
  const configMap = await kubernetes.call({ verb: 'get', resource: 'configmaps', object: `${namespace}/${name}` }, () => core.readNamespacedConfigMap({ namespace, name }), options);
  return configMap.data ?? {};
};

/** A kind of cluster-wide custom resource. */
export interface CustomKind {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

/** Every object of a custom resource, by pages; `view` keeps what matters of each. What isn't a list counts as an empty one. */
export const listCustom = async <View>({ kubernetes, options }: ClusterReads, call: CallWords, kind: CustomKind, view: (object: JsonObject) => View | undefined): Promise<readonly View[]> => {
  const custom = await kubernetes.api((module) => module.CustomObjectsApi);
  return listAll(
    async (page) => {
      const list = objectOf(await kubernetes.call(call, () => custom.listClusterCustomObject({ ...kind, ...page }) as Promise<unknown>, options));
      const token = objectOf(list['metadata'])['continue'];
      return { items: listOf(list['items']).map(objectOf), metadata: typeof token === 'string' ? { _continue: token } : {} };
    },
    view,
  );
};

