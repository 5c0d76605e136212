import type { AffinityHolder } from './affinity-write.ts';
import { isJsonObject, readPath, type JsonObject } from './json.ts';
import type { PodAffinitySpec } from './node-affinity.ts';

/** A DaemonSet's name. */
export interface DaemonSetReference {
  readonly namespace: string;
  readonly name: string;
}

/** Where the affinity of a DaemonSet of the CNI is to be changed, and how we know. */
export type CniTarget =
  /** Applied from a manifest or a chart: the DaemonSet itself. */
  | { readonly kind: 'daemonset'; readonly daemonSet: DaemonSetReference; readonly evidence: readonly string[] }
  /** Kept by the Tigera operator, which reverts the DaemonSet: its Installation. */
  | { readonly kind: 'operator-installation'; readonly daemonSet: DaemonSetReference; readonly installation: string; readonly evidence: readonly string[] };

/** No place to write to: not found, or not clear whose it is. */
export interface NoCniTarget {
  readonly kind: 'none';
  readonly reason: 'cni-not-found' | 'cni-ambiguous' | 'owner-unknown';
  readonly evidence: readonly string[];
}

/** What was read of one DaemonSet. */
export interface TargetObservation {
  readonly reference: DaemonSetReference;
  readonly object: JsonObject | undefined;
  /** The operator's Installation; absent where the DaemonSet gave no reason to look for it. */
  readonly installation?: { readonly name: string; readonly object: JsonObject | undefined };
}

/** Decides from what was read who owns a DaemonSet of the CNI and where its affinity is to be changed. Pure. */
export const decideTarget = ({ reference, object, installation }: TargetObservation): CniTarget | NoCniTarget => {
  const evidence = [
    `DaemonSet ${reference.namespace}/${reference.name} ${object === undefined ? 'is not there' : 'is there'}`,
    ...(installation === undefined ? [] : [`Installation ${installation.name} (operator.tigera.io/v1) ${installation.object === undefined ? 'is not there' : 'is there'}`]),
  ];
  if (object === undefined) return { kind: 'none', reason: 'cni-not-found', evidence };
  const owner = controllerOf(object);
  if (owner === undefined && installation?.object === undefined) {
    return { kind: 'daemonset', daemonSet: reference, evidence: [...evidence, 'no controller owns it', ...chartEvidence(object)] };
  }
  if (owner !== undefined && owner.kind !== 'Installation') {
    return { kind: 'none', reason: 'owner-unknown', evidence: [...evidence, `${owner.kind} ${owner.name} owns it and would revert a change`] };
  }
  if (installation?.object === undefined) {
    return { kind: 'none', reason: 'owner-unknown', evidence: [...evidence, `Installation ${owner?.name ?? ''} owns it, but was not found`] };
  }
  return {
    kind: 'operator-installation',
    daemonSet: reference,
    installation: installation.name,
    evidence: [...evidence, owner === undefined ? 'its namespace is the operator\'s' : `Installation ${owner.name} owns it`],
  };
};

/**
 * The Installation that may keep a DaemonSet: its owner, or `default` for one without owner in the operator's own namespace.
 * `undefined`: nothing speaks for the operator.
 */
export const installationNameOf = ({ namespace }: DaemonSetReference, object: JsonObject | undefined): string | undefined => {
  const owner = object === undefined ? undefined : controllerOf(object);
  if (owner !== undefined) return owner.kind === 'Installation' ? owner.name : undefined;
  return object !== undefined && namespace === 'calico-system' ? 'default' : undefined;
};

/** The pod affinity of a DaemonSet's template. */
export const templateAffinityOf = (daemonSet: JsonObject): PodAffinitySpec | undefined => {
  const value = readPath(daemonSet, daemonSetPath);
  return isJsonObject(value) ? (value) : undefined;
};

/** The object to patch, for a target that was found. */
export const holderOf = (target: CniTarget, daemonSet: JsonObject, installation: JsonObject | undefined): AffinityHolder =>
  target.kind === 'operator-installation' && installation !== undefined
    ? { subject: `Installation ${target.installation}`, object: installation, path: installationPath, inherited: templateAffinityOf(daemonSet) }
    : { subject: `DaemonSet ${target.daemonSet.namespace}/${target.daemonSet.name}`, object: daemonSet, path: daemonSetPath };

const daemonSetPath = ['spec', 'template', 'spec', 'affinity'] as const;

/** Overrides the affinity of calico-node as a whole, since operator v1.28 (tigera/operator, api/v1/installation_types.go). */
const installationPath = ['spec', 'calicoNodeDaemonSet', 'spec', 'template', 'spec', 'affinity'] as const;

const chartEvidence = (object: JsonObject): readonly string[] => {
  const release = readPath(object, ['metadata', 'annotations', 'meta.helm.sh/release-name']);
  return typeof release === 'string' ? [`Helm release ${release} installed it: set the same affinity in its values, or an upgrade may take it away`] : [];
};

const controllerOf = (object: JsonObject): { readonly kind: string; readonly name: string } | undefined => {
  const owners = readPath(object, ['metadata', 'ownerReferences']);
  const controller = (Array.isArray(owners) ? (owners as unknown[]) : []).find((owner) => isJsonObject(owner) && owner['controller'] === true);
  return isJsonObject(controller) ? { kind: String(controller['kind']), name: String(controller['name']) } : undefined;
};
