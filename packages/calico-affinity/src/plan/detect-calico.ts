import { isJsonObject, readPath, type JsonObject } from './json.ts';
import type { PodAffinitySpec } from './node-affinity.ts';
import type { AffinityHolder } from './affinity-write.ts';

/** A DaemonSet's name. */
export interface DaemonSetReference {
  readonly namespace: string;
  readonly name: string;
}

/** Where Calico's affinity is to be changed, and how we know. */
export type CalicoTarget =
  /** Applied from a manifest or a chart: the DaemonSet itself. */
  | { readonly kind: 'daemonset'; readonly daemonSet: DaemonSetReference; readonly evidence: readonly string[] }
  /** Kept by the Tigera operator, which reverts the DaemonSet: its Installation. */
  | { readonly kind: 'operator-installation'; readonly daemonSet: DaemonSetReference; readonly installation: string; readonly evidence: readonly string[] }
  /** Not found, or not clear whose it is. */
  | { readonly kind: 'none'; readonly reason: 'calico-not-found' | 'calico-ambiguous' | 'owner-unknown'; readonly evidence: readonly string[] };

/** Where Calico stands by default: by manifest, and by the operator (Calico v3.30 to v3.32). */
export const defaultDaemonSets: readonly DaemonSetReference[] = [
  { namespace: 'kube-system', name: 'calico-node' },
  { namespace: 'calico-system', name: 'calico-node' },
];

/** What was looked for and what was there. */
export interface CalicoObservation {
  readonly daemonSets: readonly { readonly reference: DaemonSetReference; readonly object: JsonObject | undefined }[];
  /** The operator's Installation; `read` is false where no DaemonSet gave a reason to look for it. */
  readonly installation: { readonly name: string; readonly read: boolean; readonly object: JsonObject | undefined };
}

/** Decides from what was read who owns Calico and where its affinity is to be changed. Pure. */
export const detectCalico = (observation: CalicoObservation): CalicoTarget => {
  const found = observation.daemonSets.filter((each) => each.object !== undefined);
  const evidence = [
    ...observation.daemonSets.map(({ reference, object }) => `DaemonSet ${reference.namespace}/${reference.name} ${object === undefined ? 'is not there' : 'is there'}`),
    ...installationEvidence(observation.installation),
  ];
  const [first, second] = found;
  if (first?.object === undefined) return { kind: 'none', reason: 'calico-not-found', evidence };
  if (second !== undefined) {
    return { kind: 'none', reason: 'calico-ambiguous', evidence: [...evidence, 'two Calico DaemonSets at once: a migration to the operator may be under way'] };
  }
  const owner = controllerOf(first.object);
  if (owner === undefined && observation.installation.object === undefined) {
    return { kind: 'daemonset', daemonSet: first.reference, evidence: [...evidence, 'no controller owns it', ...chartEvidence(first.object)] };
  }
  if (owner !== undefined && owner.kind !== 'Installation') {
    return { kind: 'none', reason: 'owner-unknown', evidence: [...evidence, `${owner.kind} ${owner.name} owns it and would revert a change`] };
  }
  if (observation.installation.object === undefined) {
    return { kind: 'none', reason: 'owner-unknown', evidence: [...evidence, `Installation ${owner?.name ?? ''} owns it, but was not found`] };
  }
  if (owner === undefined && first.reference.namespace !== 'calico-system') {
    return { kind: 'none', reason: 'calico-ambiguous', evidence: [...evidence, 'no controller owns the DaemonSet, but an Installation is there: a migration to the operator may be under way'] };
  }
  return {
    kind: 'operator-installation',
    daemonSet: first.reference,
    installation: observation.installation.name,
    evidence: [...evidence, owner === undefined ? 'its namespace is the operator\'s' : `Installation ${owner.name} owns it`],
  };
};

/**
 * Whether the DaemonSets that were found give a reason to look for the operator's Installation: one that a manifest
 * made, with no owner, in a namespace that isn't the operator's, gives none.
 */
export const mayBelongToOperator = (daemonSets: CalicoObservation['daemonSets']): boolean =>
  daemonSets.some(({ reference, object }) => object !== undefined && (reference.namespace === 'calico-system' || controllerOf(object)?.kind === 'Installation')) ||
  daemonSets.every(({ object }) => object === undefined);

/** The name of the Installation that owns a DaemonSet; `default` where none is named. */
export const installationNameOf = (daemonSets: CalicoObservation['daemonSets']): string => {
  const owner = daemonSets.map(({ object }) => (object === undefined ? undefined : controllerOf(object))).find((each) => each?.kind === 'Installation');
  return owner?.name ?? 'default';
};

/** The pod affinity of a DaemonSet's template. */
export const templateAffinityOf = (daemonSet: JsonObject): PodAffinitySpec | undefined => {
  const value = readPath(daemonSet, daemonSetPath);
  return isJsonObject(value) ? (value) : undefined;
};

/** The object to patch, for a target that was found. */
export const holderOf = (target: Exclude<CalicoTarget, { kind: 'none' }>, daemonSet: JsonObject, installation: JsonObject | undefined): AffinityHolder =>
  target.kind === 'operator-installation' && installation !== undefined
    ? { subject: `Installation ${target.installation}`, object: installation, path: installationPath, inherited: templateAffinityOf(daemonSet) }
    : { subject: `DaemonSet ${target.daemonSet.namespace}/${target.daemonSet.name}`, object: daemonSet, path: daemonSetPath };

const daemonSetPath = ['spec', 'template', 'spec', 'affinity'] as const;

/** Overrides the affinity of calico-node as a whole, since operator v1.28 (tigera/operator, api/v1/installation_types.go). */
const installationPath = ['spec', 'calicoNodeDaemonSet', 'spec', 'template', 'spec', 'affinity'] as const;

const installationEvidence = (installation: CalicoObservation['installation']): readonly string[] =>
  installation.read ? [`Installation ${installation.name} (operator.tigera.io/v1) ${installation.object === undefined ? 'is not there' : 'is there'}`] : [];

const chartEvidence = (object: JsonObject): readonly string[] => {
  const release = readPath(object, ['metadata', 'annotations', 'meta.helm.sh/release-name']);
  return typeof release === 'string' ? [`Helm release ${release} installed it: set the same affinity in its values, or an upgrade may take it away`] : [];
};

const controllerOf = (object: JsonObject): { readonly kind: string; readonly name: string } | undefined => {
  const owners = readPath(object, ['metadata', 'ownerReferences']);
  const controller = (Array.isArray(owners) ? (owners as unknown[]) : []).find((owner) => isJsonObject(owner) && owner['controller'] === true);
  return isJsonObject(controller) ? { kind: String(controller['kind']), name: String(controller['name']) } : undefined;
};
