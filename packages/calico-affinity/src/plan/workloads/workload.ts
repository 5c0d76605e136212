import type { AffinityHolder } from '../affinity-write.ts';
import { templateAffinityOf } from '../cni-target.ts';
import { isJsonObject, readPath, type JsonObject } from '../json.ts';

/** The kinds whose pods can be kept on premises. All of them have their pod template at `.spec.template`. */
export const workloadKinds = ['DaemonSet', 'Deployment', 'StatefulSet'] as const;

/** A kind of workload, as Kubernetes writes it. */
export type WorkloadKind = (typeof workloadKinds)[number];

/** A workload's name. */
export interface WorkloadReference {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
}

/** A workload as it was read. */
export interface ReadWorkload {
  readonly reference: WorkloadReference;
  readonly object: JsonObject;
}

/** `Deployment calico-system/calico-typha`. */
export const subjectOf = ({ kind, namespace, name }: WorkloadReference): string => `${kind} ${namespace}/${name}`;

/** Where the affinity of a workload is to be changed, or why we must not. */
export type WorkloadPlace =
  | { readonly kind: 'itself'; readonly holder: AffinityHolder }
  | { readonly kind: 'installation'; readonly installation: string; readonly part: string }
  | { readonly kind: 'refused'; readonly why: string; readonly remediation: string };

/**
 * The parts of the operator's Installation that override the affinity of a workload of Calico, by the workload's name.
 * (Source: tigera/operator, api/v1/installation_types.go and its sibling files.)
 */
const installationParts: Readonly<Record<string, string>> = {
  'calico-node': 'calicoNodeDaemonSet',
  'csi-node-driver': 'csiNodeDriverDaemonSet',
  'calico-typha': 'typhaDeployment',
  'calico-kube-controllers': 'calicoKubeControllersDeployment',
};

/** Decides where the affinity of a workload is to be changed: what a controller owns would be reverted at once. Pure. */
export const placeOf = ({ reference, object }: ReadWorkload): WorkloadPlace => {
  const owner = controllerOf(object);
  if (owner === undefined) return { kind: 'itself', holder: { subject: subjectOf(reference), object, path: affinityPath } };
  const part = owner.kind === 'Installation' ? installationParts[reference.name] : undefined;
  if (part !== undefined) return { kind: 'installation', installation: owner.name, part };
  return {
    kind: 'refused',
    why: `${owner.kind} ${owner.name} owns it and would revert a change`,
    remediation: `Set the affinity where ${owner.kind} ${owner.name} configures it, and leave ${subjectOf(reference)} out here.`,
  };
};

/** The holder of a workload's affinity in the operator's Installation; what runs now is what the override replaces. */
export const installationHolder = (place: Extract<WorkloadPlace, { kind: 'installation' }>, workload: ReadWorkload, installation: JsonObject): AffinityHolder => ({
  subject: `Installation ${place.installation}, ${place.part}`,
  object: installation,
  path: ['spec', place.part, ...affinityPath],
  inherited: templateAffinityOf(workload.object),
  // The record of calico-node has had the plain names from the beginning.
  ...(place.part === 'calicoNodeDaemonSet' ? {} : { part: place.part }),
});

/** Where the pod affinity stands in a workload. */
const affinityPath = ['spec', 'template', 'spec', 'affinity'] as const;

const controllerOf = (object: JsonObject): { readonly kind: string; readonly name: string } | undefined => {
  const owners = readPath(object, ['metadata', 'ownerReferences']);
  const owner = (Array.isArray(owners) ? (owners as unknown[]) : []).filter(isJsonObject).find((each) => each['controller'] === true);
  return owner === undefined ? undefined : { kind: String(owner['kind']), name: String(owner['name']) };
};
