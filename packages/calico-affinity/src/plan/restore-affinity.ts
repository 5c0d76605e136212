import { sameJson } from './json.ts';
import { notExternal, notVirtualKubelet, type NodeAffinity, type NodeSelectorRequirement, type NodeSelectorTerm, type PodAffinitySpec } from './node-affinity.ts';

/** What there is to go by when an affinity is taken back. */
export interface RestoreInput {
  /** As it stands now. */
  readonly current: PodAffinitySpec | undefined;
  /** As it was before our first write. */
  readonly previous: PodAffinitySpec | undefined;
  /** As we wrote it. */
  readonly applied: PodAffinitySpec | undefined;
}

/** An affinity with our part taken out. */
export interface RestoredAffinity {
  /** What is to stand there from now on; `undefined`: nothing at all. */
  readonly affinity: PodAffinitySpec | undefined;
  /** `exact`: what was there before; `partial`: someone changed it since, so only our requirements were taken out. */
  readonly kind: 'exact' | 'partial';
  /** What was done, or left, and why; empty where it is exact. */
  readonly notes: readonly string[];
}

/**
 * Takes our requirements out of an affinity. Where it is still what we wrote, the previous one comes back exactly;
 * where someone changed it since, their part stays and only ours goes. Pure.
 */
export const restoreAffinity = (input: RestoreInput): RestoredAffinity => {
  const { current, previous, applied } = input;
  if (sameJson(current, applied) || sameJson(current, previous)) return { affinity: previous, kind: 'exact', notes: [] };
  if (current?.nodeAffinity === undefined) return { affinity: current, kind: 'partial', notes: ['the node affinity was removed by someone else; nothing of ours is left in it'] };
  const { required, notes } = restoreRequired(input, current.nodeAffinity);
  const { requiredDuringSchedulingIgnoredDuringExecution: _replaced, ...otherAffinity } = current.nodeAffinity;
  const nodeAffinity: NodeAffinity = required === undefined ? otherAffinity : { ...otherAffinity, requiredDuringSchedulingIgnoredDuringExecution: required };
  const keepNodeAffinity = Object.keys(nodeAffinity).length > 0 || previous?.nodeAffinity !== undefined;
  const { nodeAffinity: _rewritten, ...otherParts } = current;
  const affinity: PodAffinitySpec = keepNodeAffinity ? { ...otherParts, nodeAffinity } : otherParts;
  const keepAffinity = Object.keys(affinity).length > 0 || previous !== undefined;
  return { affinity: keepAffinity ? affinity : undefined, kind: 'partial', notes };
};

type Required = NodeAffinity['requiredDuringSchedulingIgnoredDuringExecution'];

const restoreRequired = (input: RestoreInput, nodeAffinity: NodeAffinity): { readonly required: Required; readonly notes: readonly string[] } => {
  const now = nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  const before = input.previous?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const ours = input.applied?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (sameJson(now, before)) return { required: now, notes: [] };
  if (sameJson(now, ours) && (before !== undefined || onlyOurs(ours?.nodeSelectorTerms))) {
    return { required: before, notes: ['other parts of the affinity were changed by someone else and stay; the required terms are as before'] };
  }
  const notes: string[] = [];
  const terms = (now?.nodeSelectorTerms ?? []).flatMap((term, index) => {
    const restored = restoreTerm(term, index, before?.nodeSelectorTerms ?? [], ours?.nodeSelectorTerms ?? []);
    notes.push(...(restored.note === undefined ? [] : [restored.note]));
    return restored.term === undefined ? [] : [restored.term];
  });
  const required = now === undefined || (terms.length === 0 && before === undefined) ? undefined : { ...now, nodeSelectorTerms: terms };
  return { required, notes };
};

const restoreTerm = (
  term: NodeSelectorTerm,
  index: number,
  before: readonly NodeSelectorTerm[],
  applied: readonly NodeSelectorTerm[],
): { readonly term: NodeSelectorTerm | undefined; readonly note?: string } => {
  if (before.some((was) => sameJson(was, term))) return { term };
  const writtenAs = applied.findIndex((wrote) => sameJson(wrote, term));
  const was = before[writtenAs];
  if (was !== undefined) return { term: was };
  const owned = before[index]?.matchExpressions ?? [];
  const expressions = term.matchExpressions ?? [];
  const left = expressions.filter((expression) => !isOurs(expression) || owned.some((own) => sameJson(own, expression)));
  if (left.length === expressions.length) return { term };
  if (left.length > 0) return { term: { ...term, matchExpressions: left }, note: `required term ${index} was changed by someone else: only our requirements were taken out` };
  const { matchExpressions: _emptied, ...fields } = term;
  if ((fields.matchFields ?? []).length > 0) return { term: fields };
  // The term that we made goes, also with one of our requirements left. Where there were terms before us, another one of
  // that shape isn't ours: emptied, it would match nothing instead.
  if (writtenAs >= 0) return { term: undefined };
  return before.length === 0 && (applied.length === 0 || onlyOurs(applied))
    ? { term: undefined }
    : { term, note: `required term ${index} holds nothing but a requirement like ours and was made by someone else: it stays` };
};

const onlyOurs = (terms: readonly NodeSelectorTerm[] | undefined): boolean =>
  terms?.length === 1 && (terms[0]?.matchFields ?? []).length === 0 && (terms[0]?.matchExpressions ?? []).every(isOurs);

const isOurs = (expression: NodeSelectorRequirement): boolean => sameJson(expression, notExternal) || sameJson(expression, notVirtualKubelet);
