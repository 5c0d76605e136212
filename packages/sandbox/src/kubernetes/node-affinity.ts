import type { KubeNode, NodeSelector, NodeSelectorTerm, PodSpec, Requirement } from './kube-types.ts';
import { meetsRequirement } from './selectors.ts';
import { labelValueProblems, qualifiedNameProblems } from './validate/syntax.ts';

/**
 * Whether a node meets a pod's nodeSelector and its required node affinity (component-helpers, nodeaffinity).
 * Preferred affinity never excludes a node.
 */
export function nodeMatchesPod(spec: PodSpec, node: KubeNode): boolean {
  const labels = node.metadata.labels ?? {};
  const selected = Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return selected && (required === undefined || meetsNodeSelector(required, node));
}

/** Terms are ORed; a selector without terms matches no node. */
export function meetsNodeSelector(selector: NodeSelector, node: KubeNode): boolean {
  return (selector.nodeSelectorTerms ?? []).some((term) => meetsTerm(term, node));
}

/**
 * Requirements of a term are ANDed; a term without any matches no node, nor does one with a requirement that Kubernetes
 * can't parse. The one field that nodes can be matched by is metadata.name.
 */
function meetsTerm(term: NodeSelectorTerm, node: KubeNode): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return false;
  const labels = node.metadata.labels ?? {};
  return (
    expressions.every((requirement) => isParsable(requirement) && meetsRequirement(labels, requirement)) &&
    fields.every((requirement) => isParsableField(requirement) && meetsRequirement({ 'metadata.name': node.metadata.name }, requirement))
  );
}

/**
 * Whether labels.NewRequirement of k8s.io/apimachinery takes an expression: every value must be a label value, whatever the
 * operator. So the bound of `Gt` and `Lt` has no sign (`-4` and `+4` are no label values).
 */
function isParsable({ key, operator, values = [] }: Requirement): boolean {
  if (qualifiedNameProblems(key).length > 0 || values.some((value) => labelValueProblems(value).length > 0)) return false;
  if (operator === 'In' || operator === 'NotIn') return values.length > 0;
  if (operator === 'Exists' || operator === 'DoesNotExist') return values.length === 0;
  return values.length === 1;
}

/** Fields take `In` and `NotIn` with one value and nothing else (nodeSelectorRequirementsAsFieldSelector of k8s.io/component-helpers). */
function isParsableField({ key, operator, values = [] }: Requirement): boolean {
  return key === 'metadata.name' && (operator === 'In' || operator === 'NotIn') && values.length === 1;
}
