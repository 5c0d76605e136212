import { isEmptyTerm, type NodeAffinity, type NodeSelectorRequirement, type NodeSelectorTerm } from './node-affinity.ts';

/** A node's taint. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  /** `NoSchedule`, `PreferNoSchedule` or `NoExecute`. */
  readonly effect: string;
}

/** What placement depends on of a node. */
export interface NodeView {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** `<region>.<instance-id>` on ECS; absent or another form elsewhere. */
  readonly providerId?: string;
  /** Whether its condition `Ready` is `True`. */
  readonly ready: boolean;
}

/**
 * Whether a node fulfils the required node affinity, as the scheduler and the DaemonSet controller judge it: no
 * requirement at all matches every node; terms are alternatives; an empty term, and a term that Kubernetes can't
 * parse, matches none. Preferred terms don't count. (Source: k8s.io/component-helpers scheduling/corev1/nodeaffinity.)
 */
export const matchesNodeAffinity = (nodeAffinity: NodeAffinity | undefined, node: NodeView): boolean => {
  const required = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined || required === null) return true;
  return (required.nodeSelectorTerms ?? []).some((term) => matchesTerm(term, node));
};

/** Whether a node has every label of a pod's `nodeSelector`. */
export const matchesNodeSelector = (nodeSelector: Readonly<Record<string, string>> | undefined, node: NodeView): boolean =>
  Object.entries(nodeSelector ?? {}).every(([key, value]) => labelOf(node, key) === value);

const matchesTerm = (term: NodeSelectorTerm, node: NodeView): boolean =>
  !isEmptyTerm(term) &&
  (term.matchExpressions ?? []).every((expression) => matchesExpression(expression, labelOf(node, expression.key))) &&
  (term.matchFields ?? []).every((field) => matchesField(field, node));

const labelOf = (node: NodeView, key: string): string | undefined => (Object.hasOwn(node.labels, key) ? node.labels[key] : undefined);

const matchesExpression = (expression: NodeSelectorRequirement, label: string | undefined): boolean => {
  const values = expression.values ?? [];
  switch (expression.operator) {
    case 'In':
      return values.length > 0 && values.every(isLabelValue) && label !== undefined && values.includes(label);
    case 'NotIn':
      return values.length > 0 && values.every(isLabelValue) && (label === undefined || !values.includes(label));
    case 'Exists':
      return values.length === 0 && label !== undefined;
    case 'DoesNotExist':
      return values.length === 0 && label === undefined;
    case 'Gt':
      return compares(values, label, (have, bound) => have > bound);
    case 'Lt':
      return compares(values, label, (have, bound) => have < bound);
    default:
      return false;
  }
};

/** Kubernetes compares as 64-bit integers; a label that is none doesn't match, and a bound with a sign is no label value, so its term can't be parsed. */
const compares = (values: readonly string[], label: string | undefined, holds: (have: bigint, bound: bigint) => boolean): boolean => {
  const bound = values.length === 1 && values.every(isLabelValue) ? integerOf(values[0]) : undefined;
  const have = integerOf(label);
  return bound !== undefined && have !== undefined && holds(have, bound);
};

const integerOf = (text: string | undefined): bigint | undefined => {
  if (text === undefined || !/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
};

/** Fields take `In` and `NotIn` with exactly one value; `metadata.name` is the only field there is. */
const matchesField = (field: NodeSelectorRequirement, node: NodeView): boolean => {
  const [value, ...more] = field.values ?? [];
  if (value === undefined || more.length > 0) return false;
  const equal = field.key === 'metadata.name' && node.name === value;
  if (field.operator === 'In') return equal;
  return field.operator === 'NotIn' && !equal;
};

const isLabelValue = (value: string): boolean => value.length <= 63 && /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value);
