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
 * k8s.io/component-helpers `scheduling/corev1/nodeaffinity`: terms are ORed, expressions ANDed, `NotIn` and `DoesNotExist`
 * match a node without the label; an empty term, and a term that Kubernetes can't parse, matches nothing.
 */
export const matchesNode = (placement: NodePlacement, node: NodeLabels): boolean =>
  Object.entries(placement.nodeSelector).every(([key, value]) => labelOf(node, key) === value) &&
  (placement.requiredTerms === undefined || placement.requiredTerms.some((term) => matchesTerm(term, node)));

const matchesTerm = ({ matchExpressions = [], matchFields = [] }: NodeTerm, node: NodeLabels): boolean =>
  matchExpressions.length + matchFields.length > 0 &&
  matchExpressions.every((requirement) => matchesRequirement(requirement, labelOf(node, requirement.key))) &&
  matchFields.every((requirement) => matchesField(requirement, node));

// A label is the node's own: every object has a `toString`.
const labelOf = ({ labels }: NodeLabels, key: string): string | undefined => (Object.hasOwn(labels, key) ? labels[key] : undefined);

const matchesRequirement = ({ operator, values = [] }: NodeRequirement, label: string | undefined): boolean => {
  if (operator === 'Exists') return values.length === 0 && label !== undefined;
  if (operator === 'DoesNotExist') return values.length === 0 && label === undefined;
  if (values.length === 0 || !values.every(isLabelValue)) return false;
  if (operator === 'In') return label !== undefined && values.includes(label);
  if (operator === 'NotIn') return label === undefined || !values.includes(label);
  if ((operator !== 'Gt' && operator !== 'Lt') || values.length > 1) return false;
  const [actual, bound] = [integerOf(label), integerOf(values[0])];
  if (actual === undefined || bound === undefined) return false;
  return operator === 'Gt' ? actual > bound : actual < bound;
};

/** Kubernetes compares as 64-bit integers; what doesn't fit is none. A bound with a sign is no label value, so it never gets here. */
const integerOf = (text: string | undefined): bigint | undefined => {
  if (text === undefined || !/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
};

/** Fields take `In` and `NotIn` with exactly one value; `metadata.name` is the only field there is, and any other is empty. */
const matchesField = ({ key, operator, values = [] }: NodeRequirement, node: NodeLabels): boolean => {
  if (values.length !== 1) return false;
  const isEqual = key === 'metadata.name' && node.name === values[0];
  return operator === 'In' ? isEqual : operator === 'NotIn' && !isEqual;
};

const isLabelValue = (value: string): boolean => value.length <= 63 && /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value);
