/** The API group of Calico's own custom resources. */
export const calicoGroup = 'crd.projectcalico.org';

/** A custom resource, or the definition of one, as the API server gives it. */
export type KubernetesObject = Readonly<Record<string, unknown>>;

/**
 * What Calico itself keeps: it changes with every pod and node, so that a change says nothing. Of these kinds only the
 * loss of all objects is an alarm (without its IPAM blocks Calico gives out addresses that pods have).
 */
const bookkeeping: ReadonlySet<string> = new Set(['blockaffinities', 'caliconodestatuses', 'clusterinformations', 'ipamblocks', 'ipamhandles'].map((plural) => `${plural}.${calicoGroup}`));

/** Whether the objects of a definition (`ipamblocks.crd.projectcalico.org`) are Calico's own bookkeeping and not configuration. */
export const isBookkeeping = (definition: string): boolean => bookkeeping.has(definition);

/** How the objects of one definition looked, small enough for a ConfigMap. */
export interface KindFingerprint {
  readonly count: number;
  /** Of all objects together; `''` for bookkeeping. */
  readonly digest: string;
  /** Of each object by `name` or `namespace/name`, where there are at most {@link mostNamed}. */
  readonly objects?: Readonly<Record<string, string>>;
}

/** Kinds with more objects than this are remembered by their number and digest alone: a ConfigMap holds 1 MiB. */
export const mostNamed = 100;

/** Fingerprints of kinds by the name of their definition. A kind that could not be read is absent. */
export type ResourceFingerprints = Readonly<Record<string, KindFingerprint>>;

/** How Calico looked at one moment. */
export interface CalicoFingerprints {
  /** The spec of each definition, by name. */
  readonly definitions: Readonly<Record<string, string>>;
  readonly resources: ResourceFingerprints;
}

/** The members of a value that is an object; none otherwise. */
export const membersOf = (value: unknown): KubernetesObject => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as KubernetesObject) : {});

/** What an object says to Calico: all but status and metadata, of which the labels count (policies select by them). */
export const meaningOf = (object: KubernetesObject): KubernetesObject => {
  const { apiVersion: _version, kind: _kind, metadata, status: _status, ...rest } = object;
  return { ...rest, labels: membersOf(membersOf(metadata)['labels']) };
};

/** `name`, or `namespace/name`. */
export const nameOf = (object: KubernetesObject): string => {
  const { namespace, name } = membersOf(object['metadata']);
  return typeof namespace === 'string' && namespace !== '' ? `${namespace}/${String(name)}` : String(name);
};
