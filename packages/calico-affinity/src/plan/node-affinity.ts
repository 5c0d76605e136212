/** One requirement of a node selector term. Compatible with the Kubernetes client's `V1NodeSelectorRequirement`. */
export interface NodeSelectorRequirement {
  key: string;
  /** `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`. */
  operator: string;
  values?: string[];
}

/** Requirements that must all hold. A term without any matches no node. */
export interface NodeSelectorTerm {
  matchExpressions?: NodeSelectorRequirement[];
  /** Over the node's fields; Kubernetes knows `metadata.name` only. */
  matchFields?: NodeSelectorRequirement[];
}

/** Terms of which one must hold. Without any, no node matches. */
export interface NodeSelector {
  nodeSelectorTerms: NodeSelectorTerm[];
}

/** A term that the scheduler prefers; it keeps no pod from a node. */
export interface PreferredSchedulingTerm {
  preference: NodeSelectorTerm;
  weight: number;
}

/** Node affinity as Kubernetes has it. Compatible both ways with the Kubernetes client's `V1NodeAffinity`. */
export interface NodeAffinity {
  preferredDuringSchedulingIgnoredDuringExecution?: PreferredSchedulingTerm[];
  requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector;
}

/** A pod's affinity. Everything beside `nodeAffinity` is carried along untouched. */
export interface PodAffinitySpec {
  nodeAffinity?: NodeAffinity;
  [part: string]: unknown;
}

/** The label that the registered cluster puts on every ECS node; its value is `true`. Source: the ACK guide for hybrid clusters. */
export const externalLabel = 'alibabacloud.com/external';

/** Keeps pods off the cloud nodes. `NotIn` also matches a node without the label (component-helpers, nodeaffinity). */
export const notExternal: NodeSelectorRequirement = { key: externalLabel, operator: 'NotIn', values: ['true'] };

/** Keeps pods off virtual nodes, as the guide's own patch does. */
export const notVirtualKubelet: NodeSelectorRequirement = { key: 'type', operator: 'NotIn', values: ['virtual-kubelet'] };

/** What is to be kept out. */
export interface ExcludeOptions {
  /** Also keep off nodes labelled `type=virtual-kubelet`. Default true. */
  readonly excludeVirtualKubelet?: boolean;
}

/** The requirements that these options ask for, in the order in which they are appended. */
export const requirementsFor = (options: ExcludeOptions = {}): readonly NodeSelectorRequirement[] =>
  options.excludeVirtualKubelet === false ? [notExternal] : [notExternal, notVirtualKubelet];

/** Whether a term has neither expressions nor fields: Kubernetes skips such a term, it matches no node. */
export const isEmptyTerm = (term: NodeSelectorTerm): boolean => (term.matchExpressions ?? []).length === 0 && (term.matchFields ?? []).length === 0;
