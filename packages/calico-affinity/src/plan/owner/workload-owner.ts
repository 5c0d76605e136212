/**
 * How soon a change of ours may be taken back:
 * `at-once` by a controller that watches or reconciles in a loop, `at-next-apply` when a person or a pipeline applies again, `never`.
 * What the object doesn't say (whether Argo CD heals itself) counts as the soonest that is possible.
 */
export type Revert = 'at-once' | 'at-next-apply' | 'never';

/** The object in the cluster from which an owner makes the workload. */
export interface OwnerResource {
  /** As the object names it; absent where it doesn't. `operator.tigera.io/v1`. */
  readonly apiVersion?: string;
  readonly kind: string;
  /** Absent for the owner's own namespace, and for what has none. */
  readonly namespace?: string;
  readonly name: string;
}

/** Who says that the workload is theirs. */
export type Claimant =
  /** Nobody: somebody applied a manifest. */
  | { readonly kind: 'manifest' }
  /** A controller that made it, by the controller's ownerReference. */
  | { readonly kind: 'operator'; readonly resource: OwnerResource }
  /** A release of Helm. */
  | { readonly kind: 'helm'; readonly release: string; readonly namespace: string }
  /** Argo CD's Application, or Flux's Kustomization or HelmRelease. */
  | { readonly kind: 'gitops'; readonly tool: 'argo-cd' | 'flux'; readonly resource: OwnerResource }
  /** What ships with the cluster: files of k3s and RKE2, a controller of Rancher, the addon manager, kubeadm. */
  | { readonly kind: 'addon'; readonly tool: 'k3s' | 'rancher' | 'addon-manager' | 'kubeadm'; readonly resource?: OwnerResource }
  /** Whoever declares the required node affinity by server-side apply. */
  | { readonly kind: 'applier'; readonly manager: string };

/** One claim on the workload. */
export type OwnerClaim = Claimant & {
  /** As the subject of a sentence: `Helm release cilium in kube-system`. */
  readonly subject: string;
  readonly reverts: Revert;
  /** Why it reverts so soon, or why it doesn't. A sentence without its full stop. */
  readonly reason: string;
  /** What on the object says so. */
  readonly evidence: readonly string[];
};

/** A chart's name and version, from the label `helm.sh/chart`. */
export interface ChartName {
  readonly name: string;
  /** As the label has it: `1.20.2`; a `+` of the version is a `_` there. */
  readonly version: string;
}

/** Who owns a workload. */
export interface WorkloadOwner {
  /** All claims, whoever reverts first at the front; never empty. */
  readonly claims: readonly [OwnerClaim, ...OwnerClaim[]];
  /** Whoever takes a change of ours back first; absent where nobody does. */
  readonly reverting?: OwnerClaim;
  /** The chart that the manifest was rendered from, also where no Helm release is there (Argo CD renders charts itself). */
  readonly chart?: ChartName;
  /** What looks like an owner and is none, each with the reason. */
  readonly hints: readonly string[];
}
