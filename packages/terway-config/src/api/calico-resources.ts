import { createHash } from 'node:crypto';
import { ApiError, listAll, PermissionError, type Kubernetes } from '@ack-hybrid/core';
import { calicoGroup, isBookkeeping, meaningOf, membersOf, mostNamed, nameOf, type CalicoFingerprints, type KindFingerprint, type KubernetesObject } from '../plan/calico-backup/calico-resource.ts';
import { renderBackup } from '../plan/calico-backup/render-backup.ts';
import { canonicalJson } from '../plan/read-json.ts';
import type { CallContext } from './port.ts';

/** Takes a piece of the backup: YAML text that may be put behind the pieces before it. */
export type BackupSink = (text: string) => void | Promise<void>;

/** Reads Calico's definitions and custom resources. */
export interface CalicoResources {
  /**
   * Reads all of Calico page by page and keeps fingerprints only.
   *
   * @param onBackup gets each page as text before the next is read; without it, kinds of Calico's own bookkeeping are
   * only asked whether they have any object
   * @throws {PermissionError} where a kind may not be listed and a backup is wanted; without one the kind is left out
   */
  read(onBackup: BackupSink | undefined, context?: CallContext): Promise<CalicoFingerprints>;
}

interface Definition {
  readonly name: string;
  readonly plural: string;
  /** The stored version where it is served, another served one otherwise; absent: no version is served. */
  readonly version: string | undefined;
  readonly print: string;
}

// Definitions are large: hundreds of KiB each are common.
const definitionsAPage = 20;

/** Calico's objects as raw JSON: the typed client would rename fields of a definition's schema. */
export const createCalicoResources = (kubernetes: Kubernetes): CalicoResources => {
  const readPages = async <View>(kind: { readonly group: string; readonly version: string; readonly plural: string }, limit: number | undefined, view: (object: KubernetesObject) => View | undefined, onPage: (objects: readonly KubernetesObject[]) => Promise<void>, context: CallContext): Promise<readonly View[]> => {
    const custom = await kubernetes.api((sdk) => sdk.CustomObjectsApi);
    return listAll(async (page) => {
      const request = { ...kind, ...page, ...(limit === undefined ? {} : { limit }) };
      const list = membersOf(await kubernetes.call({ verb: 'list', resource: kind.plural }, () => custom.listClusterCustomObject(request) as Promise<unknown>, context));
      const items = Array.isArray(list['items']) ? list['items'].map(membersOf) : [];
      await onPage(items);
      const token = membersOf(list['metadata'])['continue'];
      // One object is enough to know that there is any.
      return { items, metadata: typeof token === 'string' && limit !== 1 ? { _continue: token } : {} };
    }, view);
  };

  const readKind = async ({ name, plural, version }: Definition & { readonly version: string }, onBackup: BackupSink | undefined, context: CallContext): Promise<KindFingerprint | undefined> => {
    const bookkeeping = isBookkeeping(name);
    // Items of a list of custom resources carry their own apiVersion and kind.
    const onPage = async (objects: readonly KubernetesObject[]): Promise<void> => {
      if (onBackup !== undefined && objects.length > 0) await onBackup(renderBackup(objects));
    };
    const view = (object: KubernetesObject): readonly [string, string] => (bookkeeping ? ['', ''] : [nameOf(object), digestOf(canonicalJson(meaningOf(object))).slice(0, 16)]);
    try {
      return fingerprintOf(bookkeeping, await readPages({ group: calicoGroup, version, plural }, bookkeeping && onBackup === undefined ? 1 : undefined, view, onPage, context));
    } catch (error) {
      // A definition may be gone, or not established, by the time that its objects are read: then none can be read.
      if (ApiError.isInstance(error) && error.status === 404) return { count: 0, digest: '' };
      if (onBackup === undefined && PermissionError.isInstance(error)) return undefined;
      throw error;
    }
  };

  return {
    read: async (onBackup, context = {}) => {
      const onPage = async (objects: readonly KubernetesObject[]): Promise<void> => {
        const ours = objects.filter(isCalicos);
        if (onBackup !== undefined && ours.length > 0) await onBackup(renderBackup(ours.map((object) => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', ...object }))));
      };
      const definitions = await readPages({ group: 'apiextensions.k8s.io', version: 'v1', plural: 'customresourcedefinitions' }, definitionsAPage, (object) => (isCalicos(object) ? definitionOf(object) : undefined), onPage, context);
      const resources: Record<string, KindFingerprint> = {};
      for (const definition of definitions) {
        const { version } = definition;
        const print = version === undefined ? undefined : await readKind({ ...definition, version }, onBackup, context);
        if (print !== undefined) resources[definition.name] = print;
      }
      return { definitions: Object.fromEntries(definitions.map(({ name, print }) => [name, print])), resources };
    },
  };
};

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

const isCalicos = (object: KubernetesObject): boolean => nameOf(object).endsWith(`.${calicoGroup}`);

const definitionOf = (object: KubernetesObject): Definition => {
  const spec = membersOf(object['spec']);
  const name = nameOf(object);
  const served = (Array.isArray(spec['versions']) ? spec['versions'].map(membersOf) : []).filter((version) => version['served'] === true);
  const version = (served.find((candidate) => candidate['storage'] === true) ?? served[0])?.['name'];
  return { name, plural: name.slice(0, -calicoGroup.length - 1), version: typeof version === 'string' ? version : undefined, print: digestOf(canonicalJson(spec)) };
};

const fingerprintOf = (bookkeeping: boolean, prints: readonly (readonly [string, string])[]): KindFingerprint => {
  if (bookkeeping) return { count: prints.length, digest: '' };
  const sorted = [...prints].sort(([left], [right]) => (left < right ? -1 : 1));
  return { count: prints.length, digest: digestOf(JSON.stringify(sorted)), ...(sorted.length > mostNamed ? {} : { objects: Object.fromEntries(sorted) }) };
};
