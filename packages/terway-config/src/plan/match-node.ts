/** A requirement of a node selector, as Kubernetes writes it. */
export interface NodeRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** A term: all its requirements hold; an empty one matches nothing. */
export interface NodeTerm {
  readonly matchExpressions?: readonly NodeRequirement[];
  readonly matchFields?: readonly NodeRequirement[];
}

/** What a pod template asks of its node. */
export interface NodePlacement {
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** `requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`, ORed; absent: no requirement. */
  readonly requiredTerms?: readonly NodeTerm[];
}

/** A node as the scheduler sees it here. */
export interface NodeLabels {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Whether a pod of this template may run on a node by nodeSelector and required node affinity, in the way of
 * k8s.io/component-helpers `nodeaffinity`: terms are ORed, expressions ANDed, an empty term matches nothing, `NotIn` and
 * `DoesNotExist` match a node without the label.
 */
export const matchesNode = (placement: NodePlacement, node: NodeLabels): boolean =>
  Object.entries(placement.nodeSelector).every(([key, value]) => node.labels[key] === value) &&
  (placement.requiredTerms === undefined || placement.requiredTerms.some((term) => matchesTerm(term, node)));

const matchesTerm = ({ matchExpressions = [], matchFields = [] }: NodeTerm, node: NodeLabels): boolean =>
  matchExpressions.length + matchFields.length > 0 &&
  matchExpressions.every((requirement) => matchesRequirement(requirement, node.labels[requirement.key])) &&
  // metadata.name is the only field that Kubernetes takes here.
  matchFields.every((requirement) => requirement.key === 'metadata.name' && matchesRequirement(requirement, node.name));

const matchesRequirement = ({ operator, values = [] }: NodeRequirement, label: string | undefined): boolean => {
  if (operator === 'In') return label !== undefined && values.includes(label);
  if (operator === 'NotIn') return label === undefined || !values.includes(label);
  if (operator === 'Exists') return label !== undefined;
  if (operator === 'DoesNotExist') return label === undefined;
  if (operator !== 'Gt' && operator !== 'Lt') return false;
  const [actual, bound] = [integerOf(label), integerOf(values.length === 1 ? values[0] : undefined)];
  if (actual === undefined || bound === undefined) return false;
  return operator === 'Gt' ? actual > bound : actual < bound;
};

const integerOf = (text: string | undefined): bigint | undefined => (text !== undefined && /^[+-]?\d+$/.test(text) ? BigInt(text) : undefined);
