import { isEmptyTerm, type NodeSelectorRequirement } from '../node-affinity.ts';
import type { WorkloadView } from '../report/workload-view.ts';

/**
 * Whether a node can exist that both pod templates select by nodeSelector and required node affinity. It is decided without nodes, so
 * that nodes to come count: `false` is proven; `true` may mean that no such node is there today (`Gt` and `Lt` are taken for
 * fulfillable). Taints don't count. Pure.
 */
export const maySelectSameNode = (left: Selecting, right: Selecting): boolean => {
  const [mine, theirs] = [alternativesOf(left), alternativesOf(right)];
  return mine.some((one) => theirs.some((other) => isFulfillable([...one, ...other])));
};

type Selecting = Pick<WorkloadView, 'podSpec' | 'nodeAffinity'>;

/** The name of a node can't be told from a label's key: keys of labels have no space. */
const fieldKey = (key: string): string => `field ${key}`;

const alternativesOf = ({ podSpec, nodeAffinity }: Selecting): readonly (readonly NodeSelectorRequirement[])[] => {
  const always = Object.entries(podSpec.nodeSelector ?? {}).map(([key, value]): NodeSelectorRequirement => ({ key, operator: 'In', values: [value] }));
  const required = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined || required === null) return [always];
  return (required.nodeSelectorTerms ?? [])
    .filter((term) => !isEmptyTerm(term))
    .map((term) => [...always, ...(term.matchExpressions ?? []), ...(term.matchFields ?? []).map((field) => ({ ...field, key: fieldKey(field.key) }))]);
};

const isFulfillable = (requirements: readonly NodeSelectorRequirement[]): boolean =>
  [...new Set(requirements.map(({ key }) => key))].every((key) => keyIsFulfillable(requirements.filter((requirement) => requirement.key === key)));

const keyIsFulfillable = (requirements: readonly NodeSelectorRequirement[]): boolean => {
  const allowed = valuesOf(requirements, 'In');
  const forbidden = new Set(valuesOf(requirements, 'NotIn').flat());
  const operators = new Set(requirements.map(({ operator }) => operator));
  const mustExist = ['In', 'Exists', 'Gt', 'Lt'].some((operator) => operators.has(operator));
  if (mustExist && operators.has('DoesNotExist')) return false;
  const [first, ...others] = allowed;
  return first === undefined || first.some((value) => !forbidden.has(value) && others.every((values) => values.includes(value)));
};

const valuesOf = (requirements: readonly NodeSelectorRequirement[], operator: string): readonly (readonly string[])[] =>
  requirements.filter((requirement) => requirement.operator === operator).map(({ values }) => values ?? []);
