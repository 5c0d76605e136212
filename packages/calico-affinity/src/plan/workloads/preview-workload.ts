import { matchesNodeAffinity, matchesNodeSelector, type NodeView } from '../match-node.ts';
import type { NodeAffinity } from '../node-affinity.ts';
import { podSpecOf } from '../pod-spec.ts';
import { countNodes, previewPlacement, siteOf, type DaemonPodSpec, type NodeSite } from '../preview-placement.ts';
import { untoleratedTaint } from '../tolerate-taints.ts';
import { subjectOf, type ReadWorkload } from './workload.ts';

/** Who may run a workload before and after a change of its node affinity. */
export interface WorkloadPreview {
  /** Nodes that may run it afterwards; for a DaemonSet, those that do. */
  readonly keep: readonly string[];
  /** Nodes that may run it now and not afterwards. */
  readonly lose: readonly string[];
  /** Nodes of `lose` that are on premises, where nothing should be lost. */
  readonly losePremises: readonly string[];
  /** Why the change must not be made; undefined where it may. */
  readonly danger: string | undefined;
}

/** The question of one workload. */
export interface WorkloadQuestion {
  readonly workload: ReadWorkload;
  readonly nodes: readonly NodeView[];
  readonly before: NodeAffinity | undefined;
  readonly after: NodeAffinity | undefined;
  /** Nodes that may lose the pod though they look as if they were on premises. */
  readonly waivedNodes: readonly string[];
}

/**
 * Says who runs a workload before and after. A DaemonSet is judged as its controller does. The pods of a Deployment or
 * StatefulSet go where the scheduler finds room, so only the nodes that it may choose from are known: where none would be
 * left, the change is in danger. Pure.
 */
export const previewWorkload = (question: WorkloadQuestion): WorkloadPreview => {
  const { workload, nodes, before, after, waivedNodes } = question;
  const podSpec = podSpecOf(workload.object);
  if (workload.reference.kind === 'DaemonSet') {
    const { keep, lose, endangered } = previewPlacement({ podSpec, nodes, before, after, waivedNodes });
    const names = endangered.map((node) => node.name);
    return { keep, lose, losePremises: names, danger: names.length === 0 ? undefined : `it would leave ${describeNames(names)}, which ${names.length === 1 ? 'is' : 'are'} on premises as far as labels tell` };
  }
  const had = nodes.filter((node) => mayRun(podSpec, before, node));
  const has = new Set(nodes.filter((node) => mayRun(podSpec, after, node)).map((node) => node.name));
  const lose = had.filter((node) => !has.has(node.name)).map((node) => node.name);
  const losePremises = had.filter((node) => !has.has(node.name) && siteOf(node) === 'on-premises' && !waivedNodes.includes(node.name)).map((node) => node.name);
  const danger = had.length > 0 && has.size === 0 ? `no node would be left that may run it (now: ${countSites(had)})` : undefined;
  return { keep: [...has], lose, losePremises, danger };
};

/** Whether the scheduler may put a pod with this template on a node; room is another question. */
const mayRun = (podSpec: DaemonPodSpec, nodeAffinity: NodeAffinity | undefined, node: NodeView): boolean =>
  matchesNodeSelector(podSpec.nodeSelector, node) &&
  matchesNodeAffinity(nodeAffinity, node) &&
  untoleratedTaint(node.taints, podSpec.tolerations ?? [], ['NoSchedule', 'NoExecute']) === undefined;

/** One line for the plan. */
export const describePreview = ({ reference }: ReadWorkload, preview: WorkloadPreview): string =>
  reference.kind === 'DaemonSet'
    ? `it stays on ${countNodes(preview.keep.length)} and leaves ${preview.lose.length}`
    : `${countNodes(preview.keep.length)} may run it afterwards, ${preview.lose.length} no longer`;

/** The sentence that refuses. */
export const describeDanger = (workload: ReadWorkload, danger: string): string => `${subjectOf(workload.reference)}: ${danger}`;

const describeNames = (names: readonly string[]): string => (names.length > 10 ? `${names.slice(0, 10).join(', ')} and ${names.length - 10} more nodes` : names.join(', '));

const countSites = (nodes: readonly NodeView[]): string => {
  const of = (site: NodeSite): number => nodes.filter((node) => siteOf(node) === site).length;
  return [countNodes(of('on-premises'), 'on-premises'), countNodes(of('cloud'), 'cloud'), countNodes(of('virtual'), 'virtual')].filter((text) => !text.startsWith('0 ')).join(', ');
};
