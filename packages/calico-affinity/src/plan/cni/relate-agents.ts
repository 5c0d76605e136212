import { subjectOf } from '../workloads/workload.ts';
import type { CniPart, CniPlugin, CniRelation } from './cni-detection.ts';
import { maySelectSameNode } from './compare-selections.ts';
import type { CniWorkloadView } from './view-cni-workload.ts';

/** A node agent, with what its plug-in is. */
export interface PlacedAgent {
  readonly plugin: CniPlugin;
  readonly part: CniPart;
  readonly view: CniWorkloadView;
}

/** How node agents stand to each other, pair by pair. Multus and what is unknown are left out: they replace nobody. Pure. */
export const relateAgents = (agents: readonly PlacedAgent[]): readonly CniRelation[] => {
  const networks = agents.filter(({ plugin }) => plugin !== 'unknown' && plugin !== 'multus');
  return networks.flatMap((one, index) => networks.slice(index + 1).flatMap((other) => relate(one, other) ?? []));
};

const relate = (one: PlacedAgent, other: PlacedAgent): CniRelation | undefined => {
  const pair = { plugins: [one.plugin, other.plugin], workloads: [one.view.reference, other.view.reference] } as const;
  const both = `${subjectOf(one.view.reference)} (${one.plugin}) and ${subjectOf(other.view.reference)} (${other.plugin})`;
  if (!maySelectSameNode(one.view, other.view)) {
    // One for each architecture or operating system: nothing to tell.
    return one.plugin === other.plugin ? undefined : { kind: 'divided', ...pair, message: `${both} never select the same node: a migration node by node, or a cluster of two parts.` };
  }
  if ([one.part, other.part].some((part) => part === 'chained' || part === 'policy-only')) {
    return { kind: 'layered', ...pair, message: `${both} share nodes on purpose: one of them doesn't give pods their network.` };
  }
  const why = [one.plugin, other.plugin].includes('terway') && one.plugin !== other.plugin
    ? 'without a node affinity of its own the on-premises plug-in comes to cloud nodes, where Terway is.'
    : 'a migration is under way, or one of them was left over; the lexically first configuration on a node wins.';
  return { kind: 'overlap', ...pair, message: `${both} can select the same nodes: ${why}` };
};
