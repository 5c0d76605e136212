import {
  isEmptyTerm,
  requirementsFor,
  type ExcludeOptions,
  type NodeAffinity,
  type NodeSelectorRequirement,
  type NodeSelectorTerm,
} from './node-affinity.ts';

/** What was noticed about an affinity while it was merged. */
export interface AffinityFinding {
  readonly code: 'term-selects-no-node' | 'empty-term' | 'selects-no-node';
  /** The index of the required term that it concerns; absent where it concerns the whole. */
  readonly term?: number;
  readonly message: string;
}

/** One required term that gets requirements it hasn't got. */
export interface TermChange {
  /** The index of the term. */
  readonly term: number;
  /** `create`: there was no required term, this one is made; `append`: the term was there. */
  readonly action: 'create' | 'append';
  readonly added: readonly NodeSelectorRequirement[];
}

/** A merge, before it is written. */
export interface AffinityPlan {
  /** The merged affinity; the input itself where nothing changes. */
  readonly after: NodeAffinity;
  readonly changed: boolean;
  readonly changes: readonly TermChange[];
  readonly findings: readonly AffinityFinding[];
}

/**
 * Merges "not on cloud nodes" into a node affinity: the result selects exactly the nodes that the input selects, less
 * those labelled `alibabacloud.com/external=true` (and `type=virtual-kubelet`, unless told otherwise). Every term,
 * expression, field and preferred term stays, in its order; nothing is added where it is implied already. Never changes its input.
 *
 * @example
 * excludeCloudNodes(undefined, { excludeVirtualKubelet: false });
 * // { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [
 * //   { matchExpressions: [{ key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] }] }] } }
 */
export const excludeCloudNodes = (nodeAffinity: NodeAffinity | undefined, options: ExcludeOptions = {}): NodeAffinity => planAffinity(nodeAffinity, options).after;

/**
 * What {@link excludeCloudNodes} would change, term by term, and what is odd about the affinity: a term that would
 * match nothing, an empty term, a selection that is empty already. Pure.
 */
export const planAffinity = (nodeAffinity: NodeAffinity | undefined, options: ExcludeOptions = {}): AffinityPlan => {
  const requirements = requirementsFor(options);
  const required = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined || required === null) {
    const term: NodeSelectorTerm = { matchExpressions: requirements.map(copyOf) };
    return {
      after: { ...nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } },
      changed: true,
      changes: [{ term: 0, action: 'create', added: requirements }],
      findings: [],
    };
  }
  const before = required.nodeSelectorTerms ?? [];
  const merged = before.map((term, index) => mergeTerm(term, index, requirements));
  const changes = merged.flatMap((each) => each.change);
  const findings = [...merged.flatMap((each) => each.findings), ...(before.every(isEmptyTerm) ? [selectsNothing] : [])];
  if (changes.length === 0) return { after: nodeAffinity ?? {}, changed: false, changes, findings };
  return {
    after: { ...nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { ...required, nodeSelectorTerms: merged.map((each) => each.term) } },
    changed: true,
    changes,
    findings,
  };
};

const selectsNothing: AffinityFinding = {
  code: 'selects-no-node',
  message: 'the required node affinity has no term that could match, so it selects no node at all; it is left as it is',
};

interface MergedTerm {
  readonly term: NodeSelectorTerm;
  readonly change: readonly TermChange[];
  readonly findings: readonly AffinityFinding[];
}

const mergeTerm = (term: NodeSelectorTerm, index: number, requirements: readonly NodeSelectorRequirement[]): MergedTerm => {
  // An expression in an empty term would make it match almost every node, where it matched none.
  if (isEmptyTerm(term)) {
    return { term, change: [], findings: [{ code: 'empty-term', term: index, message: `required term ${index} is empty and matches no node; it is left as it is` }] };
  }
  const expressions = term.matchExpressions ?? [];
  const added = requirements.filter((requirement) => !expressions.some((expression) => implies(expression, requirement)));
  const findings = requirements.filter((requirement) => contradicts(expressions, requirement)).map((requirement) => contradiction(index, requirement));
  if (added.length === 0) return { term, change: [], findings };
  return {
    term: { ...term, matchExpressions: [...expressions, ...added.map(copyOf)] },
    change: [{ term: index, action: 'append', added }],
    findings,
  };
};

const contradiction = (index: number, requirement: NodeSelectorRequirement): AffinityFinding => ({
  code: 'term-selects-no-node',
  term: index,
  message: `required term ${index} asks for ${requirement.key}=${requirement.values?.join(',')}, the very nodes that are to be kept out; it stays, and matches no node with our requirement`,
});

/**
 * Whether every node that an expression matches fulfils the `NotIn` requirement, too. `Gt` and `Lt` match integers
 * only, which no excluded value is.
 */
const implies = (expression: NodeSelectorRequirement, requirement: NodeSelectorRequirement): boolean => {
  if (expression.key !== requirement.key) return false;
  const values = expression.values ?? [];
  const excluded = requirement.values ?? [];
  switch (expression.operator) {
    case 'NotIn':
      return excluded.every((value) => values.includes(value));
    case 'In':
      return !excluded.some((value) => values.includes(value));
    case 'DoesNotExist':
    case 'Gt':
    case 'Lt':
      return true;
    default:
      return false;
  }
};

/** Whether the expressions ask for an excluded value and leave the key no other. */
const contradicts = (expressions: readonly NodeSelectorRequirement[], requirement: NodeSelectorRequirement): boolean => {
  const onKey = expressions.filter((expression) => expression.key === requirement.key);
  const listed = onKey.filter((expression) => expression.operator === 'In');
  const refused = onKey.filter((expression) => expression.operator === 'NotIn').flatMap((expression) => expression.values ?? []);
  const inEvery = (listed[0]?.values ?? []).filter((value) => listed.every((expression) => (expression.values ?? []).includes(value)));
  const excluded = requirement.values ?? [];
  return inEvery.some((value) => excluded.includes(value)) && inEvery.every((value) => excluded.includes(value) || refused.includes(value));
};

const copyOf = (requirement: NodeSelectorRequirement): NodeSelectorRequirement => ({ ...requirement, values: [...(requirement.values ?? [])] });
