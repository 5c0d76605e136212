import { chartComponentOf, type ComponentName } from './chart-components.ts';
import type { OwnerClaim, OwnerResource, WorkloadOwner } from './workload-owner.ts';

/** Where the affinity is to be written. */
export type AffinityWritePlace =
  /** The object itself. */
  | { readonly kind: 'object' }
  /** The operator's resource, at this path. Describe its owner, too: a chart or GitOps may own it. */
  | { readonly kind: 'operator-resource'; readonly resource: OwnerResource; readonly path: readonly string[] }
  /** Nowhere: it would be taken back at once. */
  | { readonly kind: 'nowhere' };

/** Where the same affinity is to be declared by hand, so that the owner's next apply keeps it. */
export interface AffinityDeclaration {
  /** As an object of a sentence: `the values of Helm release cilium in kube-system`. */
  readonly where: string;
  /** What is to be printed: values for `renderHelmValues`, a patch for `renderManifestPatch`, or nothing that we know how to render. */
  readonly form: 'helm-values' | 'manifest' | 'unknown';
}

/** Where a change of the affinity belongs. */
export interface PlaceAtOwner {
  readonly write: AffinityWritePlace;
  /** One for each owner that would take the change back; empty where none does. */
  readonly declare: readonly AffinityDeclaration[];
  /** Why, as sentences for the user. */
  readonly why: readonly string[];
}

/**
 * Decides where a change of a workload's affinity belongs. What is taken back at once isn't written, but printed for the owner's
 * place; what is taken back at the next apply is written, and printed as well, so that it lasts. The Tigera operator has a place for it
 * in its Installation. Pure.
 *
 * @param component as `componentOf` says; `undefined` for a workload whose chart we don't know
 * @example
 * const owner = describeOwner(daemonSet);
 * const { write, declare } = placeAtOwner(owner, componentOf(daemonSet));
 */
export const placeAtOwner = (owner: WorkloadOwner, component: ComponentName | undefined): PlaceAtOwner => {
  const reverting = owner.claims.filter(({ reverts }) => reverts !== 'never');
  const why = owner.claims.map(({ subject, reason }) => `${subject}: ${reason}`);
  const operated = reverting.find((claim) => claim.kind === 'operator');
  const path = operated === undefined ? undefined : operatorPathOf(operated.resource, component);
  if (operated !== undefined && path !== undefined) return { write: { kind: 'operator-resource', resource: operated.resource, path }, declare: [], why };
  const atOnce = reverting.some(({ reverts }) => reverts === 'at-once');
  return {
    write: { kind: atOnce ? 'nowhere' : 'object' },
    declare: reverting.map((claim) => declarationOf(claim, owner, component)),
    why: [...why, ...chartMismatch(owner, component)],
  };
};

/** The path in the Tigera operator's Installation; `undefined` for another operator, or a workload that it has no part for. */
const operatorPathOf = (resource: OwnerResource, component: ComponentName | undefined): readonly string[] | undefined => {
  const isInstallation = resource.kind === 'Installation' && (resource.apiVersion === undefined || resource.apiVersion.startsWith('operator.tigera.io/'));
  const part = component === undefined ? undefined : chartComponentOf(component).installationPart;
  return isInstallation && part !== undefined ? ['spec', part, 'spec', 'template', 'spec', 'affinity'] : undefined;
};

const declarationOf = (claim: OwnerClaim, owner: WorkloadOwner, component: ComponentName | undefined): AffinityDeclaration => {
  const values = component !== undefined && chartComponentOf(component).values !== undefined ? 'helm-values' : 'manifest';
  switch (claim.kind) {
    case 'helm':
      return { where: `the values of ${claim.subject}`, form: values };
    case 'gitops':
      if (claim.resource.kind === 'HelmRelease') return { where: `.spec.values of ${claim.subject}`, form: values };
      return { where: `the source of ${claim.subject}`, form: owner.chart === undefined ? 'manifest' : values };
    case 'operator':
      // A chart may configure the operator, as Rook's does.
      return { where: `what ${claim.subject} is configured by`, form: values === 'helm-values' ? 'helm-values' : 'unknown' };
    case 'addon':
      return claim.tool === 'kubeadm' || claim.tool === 'rancher'
        ? { where: claim.tool === 'kubeadm' ? 'the cluster once more after kubeadm upgrade' : `what ${claim.subject} applies`, form: 'unknown' }
        : { where: claim.tool === 'k3s' ? `the file of ${claim.subject} on each control plane node` : `the template of ${claim.subject} on each control plane node`, form: 'manifest' };
    case 'applier':
      return { where: `what ${claim.subject} applies`, form: 'manifest' };
    case 'manifest':
      return { where: 'the manifest that was applied', form: 'manifest' };
  }
};

const chartMismatch = ({ chart }: WorkloadOwner, component: ComponentName | undefined): readonly string[] => {
  if (chart === undefined || component === undefined) return [];
  const known = chartComponentOf(component).chart;
  return chart.name === known ? [] : [`the object comes from the chart ${chart.name} ${chart.version}, and the values are those of ${known}: look whether that chart takes them at the same path`];
};

