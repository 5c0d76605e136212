import { templateAffinityOf } from '../cni-target.ts';
import { isJsonObject, readPath, type JsonObject } from '../json.ts';
import type { NodeAffinity } from '../node-affinity.ts';
import { describeOwner } from '../owner/describe-owner.ts';
import type { OwnerClaim } from '../owner/workload-owner.ts';
import { podSpecOf } from '../pod-spec.ts';
import type { DaemonPodSpec } from '../preview-placement.ts';
import { placeOf, type WorkloadKind, type WorkloadReference } from '../workloads/workload.ts';

/** A container of a pod template, as far as it tells what the workload is. */
export interface ContainerView {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly hostPorts: readonly number[];
}

/** Where a change of the affinity belongs; the object itself isn't kept. */
export type ChangePlace = { readonly kind: 'itself' } | { readonly kind: 'installation'; readonly installation: string; readonly part: string } | { readonly kind: 'refused'; readonly why: string; readonly remediation: string };

/** What the report keeps of a workload: what its placement depends on, and what it is recognised by. */
export interface WorkloadView {
  readonly reference: WorkloadReference;
  /** Of the pod template. */
  readonly labels: Readonly<Record<string, string>>;
  readonly podSpec: DaemonPodSpec;
  readonly nodeAffinity: NodeAffinity | undefined;
  /** Init containers come last. */
  readonly containers: readonly ContainerView[];
  readonly place: ChangePlace;
  /** Who would take a change back, as its metadata says: a Helm release, Argo CD, an addon manager; whoever is first. */
  readonly reverting?: Pick<OwnerClaim, 'subject' | 'reverts'>;
}

/**
 * Takes from a workload what the report needs, so that the object can be dropped. Odd shapes (no template, containers that
 * are no list) give a view with nothing in it: the API server doesn't let them in. Pure.
 *
 * @param kind the items of a list come without it
 * @example
 * const view = viewWorkload('DaemonSet', object);
 */
export const viewWorkload = (kind: WorkloadKind, object: JsonObject): WorkloadView => {
  const reference: WorkloadReference = { kind, namespace: textAt(object, ['metadata', 'namespace']) ?? '', name: textAt(object, ['metadata', 'name']) ?? '' };
  const place = placeOf({ reference, object });
  // Who applies by server-side apply is named by the plan: it meets a conflict, and takes nothing back by itself.
  const reverting = describeOwner(object).claims.find((claim) => claim.kind !== 'applier' && claim.reverts !== 'never');
  const { nodeName, nodeSelector, tolerations, hostNetwork } = podSpecOf(object);
  return {
    reference,
    labels: labelsOf(readPath(object, ['spec', 'template', 'metadata', 'labels'])),
    podSpec: {
      ...(nodeName === undefined ? {} : { nodeName }),
      ...(nodeSelector === undefined ? {} : { nodeSelector }),
      ...(tolerations === undefined ? {} : { tolerations }),
      ...(hostNetwork === undefined ? {} : { hostNetwork }),
    },
    nodeAffinity: templateAffinityOf(object)?.nodeAffinity,
    containers: [...containersAt(object, 'containers'), ...containersAt(object, 'initContainers')],
    place: place.kind === 'itself' ? { kind: 'itself' } : place,
    ...(reverting === undefined ? {} : { reverting: { subject: reverting.subject, reverts: reverting.reverts } }),
  };
};

/**
 * Whether a pod template tolerates every taint that keeps pods off: by one toleration without key and effect, or by one for
 * each of `NoSchedule` and `NoExecute`. (`PreferNoSchedule` keeps nothing off.)
 */
export const toleratesEverything = ({ tolerations }: DaemonPodSpec): boolean =>
  ['NoSchedule', 'NoExecute'].every((effect) =>
    (tolerations ?? []).some((toleration) => (toleration.key ?? '') === '' && toleration.operator === 'Exists' && ['', effect].includes(toleration.effect ?? '')),
  );

const containersAt = (object: JsonObject, field: 'containers' | 'initContainers'): readonly ContainerView[] =>
  listAt(object, ['spec', 'template', 'spec', field]).filter(isJsonObject).map((container) => ({
    name: textAt(container, ['name']) ?? '',
    image: textAt(container, ['image']) ?? '',
    args: [...listAt(container, ['command']), ...listAt(container, ['args'])].filter(isText),
    hostPorts: listAt(container, ['ports']).filter(isJsonObject).map((port) => port['hostPort']).filter((port): port is number => typeof port === 'number' && port > 0),
  }));

const labelsOf = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(isJsonObject(value) ? value : {}).filter((entry): entry is [string, string] => isText(entry[1])));

const listAt = (object: JsonObject, path: readonly string[]): readonly unknown[] => {
  const value = readPath(object, path);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
};

const textAt = (object: JsonObject, path: readonly string[]): string | undefined => {
  const value = readPath(object, path);
  return isText(value) ? value : undefined;
};

const isText = (value: unknown): value is string => typeof value === 'string';
