import { isJsonObject, readPath, type JsonObject } from '../json.ts';
import { appliersOf } from './applied-affinity.ts';
import { annotationOf } from './claim-marks.ts';
import { addonClaims, chartOf, helmClaims, helmHints, operatorClaims } from './cluster-claims.ts';
import { gitopsClaims, gitopsHints } from './gitops-claims.ts';
import type { OwnerClaim, Revert, WorkloadOwner } from './workload-owner.ts';

/**
 * Says who owns a workload, by what stands in its metadata alone, and who takes a change of its affinity back. Several can
 * hold at once (Helm through Flux): all are named, whoever reverts first at the front. Pure; reads nothing, throws nothing.
 *
 * Ask with the operator's own resource, too, where an operator owns the workload: it may belong to a chart or to GitOps.
 *
 * @param affinityPath where the pod affinity stands in the object; that of a DaemonSet, Deployment or StatefulSet by default
 * @example
 * const owner = describeOwner(daemonSet);
 * owner.reverting?.subject; // 'Flux HelmRelease flux-system/cilium'
 */
export const describeOwner = (object: JsonObject, affinityPath: readonly string[] = templateAffinityPath): WorkloadOwner => {
  const claims = [...operatorClaims(object), ...gitopsClaims(object), ...addonClaims(object), ...helmClaims(object)];
  const found = [...claims, ...applierClaims(object, affinityPath).filter((applier) => !isDisowned(applier, claims))];
  const [first = manifestClaim(object, affinityPath), ...others] = inOrderOfReverts(found);
  const chart = chartOf(object);
  return {
    claims: [first, ...others],
    ...(first.reverts === 'never' ? {} : { reverting: first }),
    ...(chart === undefined ? {} : { chart }),
    hints: [...helmHints(object), ...gitopsHints(object)],
  };
};

const templateAffinityPath = ['spec', 'template', 'spec', 'affinity'] as const;

const soonness: Readonly<Record<Revert, number>> = { 'at-once': 0, 'at-next-apply': 1, never: 2 };

// A sort is stable: among equals the order above stays.
const inOrderOfReverts = (claims: readonly OwnerClaim[]): readonly OwnerClaim[] => [...claims].sort((left, right) => soonness[left.reverts] - soonness[right.reverts]);

/** An object that Flux is told to leave alone keeps the entry of its last apply. */
const isDisowned = (applier: OwnerClaim, claims: readonly OwnerClaim[]): boolean =>
  applier.kind === 'applier' &&
  applier.manager === 'kustomize-controller' &&
  claims.some((claim) => claim.kind === 'gitops' && claim.tool === 'flux' && claim.reverts === 'never');

const applierClaims = (object: JsonObject, affinityPath: readonly string[]): readonly OwnerClaim[] =>
  appliersOf(object, affinityPath).map((manager) => ({
    kind: 'applier',
    manager,
    subject: `the server-side applier ${manager}`,
    reverts: 'at-next-apply',
    reason: 'its next apply is refused with a conflict, or takes our change back where it is forced',
    evidence: [`managedFields: ${manager} applies the required node affinity`],
  }));

const manifestClaim = (object: JsonObject, affinityPath: readonly string[]): OwnerClaim => {
  const subject = 'whoever applied the manifest';
  const last = annotationOf(object, 'kubectl.kubernetes.io/last-applied-configuration');
  if (last === undefined) {
    return { kind: 'manifest', subject, reverts: 'never', reason: 'nobody claims the object', evidence: ['no owner, no release and no applier is named'] };
  }
  const declared = declaresRequiredAffinity(last.value, affinityPath);
  return {
    kind: 'manifest',
    subject,
    reverts: declared ? 'at-next-apply' : 'never',
    reason: declared
      ? 'the manifest that kubectl applied last declares the required node affinity, and sets it again when it is applied again'
      : 'the manifest that kubectl applied last declares no required node affinity, so applying it again leaves ours',
    evidence: ['annotation kubectl.kubernetes.io/last-applied-configuration: kubectl applied it'],
  };
};

/** Whether an applied manifest declares the affinity; one that can't be read may. */
const declaresRequiredAffinity = (manifest: string, affinityPath: readonly string[]): boolean => {
  const applied = parseManifest(manifest);
  return !isJsonObject(applied) || readPath(applied, [...affinityPath, 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution']) !== undefined;
};

const parseManifest = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
