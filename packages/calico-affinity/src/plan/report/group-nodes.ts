import type { NodeView } from '../match-node.ts';
import type { NodeSelectorTerm } from '../node-affinity.ts';
import { siteOf, type NodeSite } from '../preview-placement.ts';
import type { WorkloadView } from './workload-view.ts';

/** Nodes that no workload of the question can tell apart. */
export interface NodeGroup {
  readonly site: NodeSite;
  /** Judged for all of them. */
  readonly example: NodeView;
  readonly count: number;
}

/** What the workloads read of a node's labels and name. */
interface Reads {
  /** By label: the values that are named. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
  /** Labels that are compared as numbers: each value counts. */
  readonly compared: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

/**
 * Puts together the nodes that differ in nothing which a selector, an affinity or a toleration of these workloads reads: a
 * label's value counts only where a workload names it, a node's name only where one names that. So 5,000 nodes are a
 * handful of groups, and each workload is judged once for a group. Pure; the order is that of the nodes.
 */
export const groupNodes = (nodes: readonly NodeView[], workloads: readonly WorkloadView[]): readonly NodeGroup[] => {
  const reads = collectReads(workloads);
  const groups = new Map<string, { site: NodeSite; example: NodeView; count: number }>();
  for (const node of nodes) {
    const key = keyOf(node, reads);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { site: siteOf(node), example: node, count: 1 });
    else group.count += 1;
  }
  return [...groups.values()];
};

const collectReads = (workloads: readonly WorkloadView[]): Reads => {
  const labels = new Map<string, Set<string>>();
  const compared = new Set<string>();
  const names = new Set<string>();
  const note = (key: string, values: readonly string[]): void => {
    const known = labels.get(key) ?? new Set<string>();
    for (const value of values) known.add(value);
    labels.set(key, known);
  };
  const readTerm = (term: NodeSelectorTerm): void => {
    for (const { key, operator, values } of term.matchExpressions ?? []) {
      note(key, values ?? []);
      if (operator === 'Gt' || operator === 'Lt') compared.add(key);
    }
    for (const { values } of term.matchFields ?? []) for (const value of values ?? []) names.add(value);
  };
  for (const { podSpec, nodeAffinity } of workloads) {
    for (const [key, value] of Object.entries(podSpec.nodeSelector ?? {})) note(key, [value]);
    if ((podSpec.nodeName ?? '') !== '') names.add(podSpec.nodeName ?? '');
    for (const term of nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []) readTerm(term);
  }
  return { labels, compared, names };
};

const keyOf = (node: NodeView, { labels, compared, names }: Reads): string => {
  const read = [...labels].map(([key, values]) => {
    const value = Object.hasOwn(node.labels, key) ? node.labels[key] : undefined;
    if (value === undefined) return null;
    return compared.has(key) || values.has(value) ? [value] : [];
  });
  return JSON.stringify([siteOf(node), names.has(node.name) ? node.name : null, read, node.taints.map(({ key, value, effect }) => [key, value ?? '', effect])]);
};
