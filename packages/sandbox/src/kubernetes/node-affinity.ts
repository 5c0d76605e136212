import type { KubeNode, NodeSelector, NodeSelectorTerm, PodSpec } from './kube-types.ts';
import { meetsRequirement } from './selectors.ts';

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

/** Requirements of a term are ANDed; a term without any matches no node. The one field that nodes can be matched by is metadata.name. */
function meetsTerm(term: NodeSelectorTerm, node: KubeNode): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return false;
  const labels = node.metadata.labels ?? {};
  return (
    expressions.every((requirement) => meetsRequirement(labels, requirement)) &&
    fields.every((requirement) => requirement.key === 'metadata.name' && meetsRequirement({ 'metadata.name': node.metadata.name }, requirement))
  );
}
