import type { NodeView } from '../match-node.ts';
import { siteOf, type NodeSite } from '../preview-placement.ts';
import type { WorkloadReference } from '../workloads/workload.ts';
import { groupNodes, type NodeGroup } from './group-nodes.ts';
import { judgePlacement, whatKeepsOff } from './judge-placement.ts';
import type { PlacementRecommendation } from './known-workload.ts';
import { plannedCloudNode, type PlannedPool } from './planned-node.ts';
import { recommendPlacement, type CniReach } from './recommend-placement.ts';
import { suggestAction } from './suggest-action.ts';
import { toleratesEverything, type WorkloadView } from './workload-view.ts';

/** Where a workload runs, would run and should run. */
export interface PlacementEntry {
  readonly workload: WorkloadReference;
  /** No taint keeps it off: only selector and affinity can. */
  readonly toleratesEverything: boolean;
  /**
   * Live nodes by site: for a DaemonSet those that get a pod, else those that the scheduler may choose. Pods that stay
   * on a node whose taint keeps new ones off aren't counted.
   */
  readonly runsOn: Readonly<Record<NodeSite, number>>;
  /** On a live cloud node, or on the one to come. */
  readonly wouldRunOnCloud: boolean;
  /** What keeps it off the node to come; absent where it would run there. */
  readonly keptOffBy?: string;
  readonly recommendation: PlacementRecommendation;
  /** What it was recognised as. */
  readonly software?: string;
  readonly reason: string;
  readonly evidence: readonly string[];
  /** What to do; absent where it is well as it is. */
  readonly action?: string;
}

/** The report of all workloads that would land on cloud nodes, and of those that should and wouldn't. */
export interface PlacementReport {
  /** Live nodes by site. */
  readonly nodes: Readonly<Record<NodeSite, number>>;
  /** The cloud node to come that was judged. */
  readonly plannedNode: NodeView;
  /** Those to act on come first; then by recommendation, namespace and name. */
  readonly entries: readonly PlacementEntry[];
}

/** What the report may be told. */
export interface PlacementReportOptions {
  /** Labels and taints of the node pool that is planned. */
  readonly plannedPool?: PlannedPool;
  /** `both-sides` where the on-premises CNI is an overlay that shall run in the cloud, too. Default `on-premises`. */
  readonly cni?: CniReach;
}

/**
 * Whether the report is about a workload: every DaemonSet; a Deployment or StatefulSet where it tolerates every taint, or
 * where it was recognised. Others go where there is room, which is what they are for. Pure.
 */
export const isReported = (view: WorkloadView): boolean =>
  view.reference.kind === 'DaemonSet' || toleratesEverything(view.podSpec) || recommendPlacement(view).recommendation !== 'unknown';

/**
 * Judges every workload on the live nodes and on the cloud node to come, and says where it belongs. Each is judged once for
 * a group of nodes that no workload tells apart, so 5,000 nodes cost what their groups cost. Pure; writes nothing.
 *
 * @throws {InvalidInputError} where the planned pool has a taint that Kubernetes doesn't know
 * @example
 * const report = planPlacementReport({ nodes, workloads }, { plannedPool: { labels: { tier: 'burst' } } });
 */
export const planPlacementReport = (observed: { readonly nodes: readonly NodeView[]; readonly workloads: readonly WorkloadView[] }, options: PlacementReportOptions = {}): PlacementReport => {
  const plannedNode = plannedCloudNode(options.plannedPool);
  const workloads = chooseWorkloads(observed.workloads.filter(isReported), observed.nodes, plannedNode);
  const groups = groupNodes(observed.nodes, workloads);
  const entries = workloads.map((workload) => judgeWorkloadPlacement(workload, groups, plannedNode, options.cni));
  return { nodes: countBySite(observed.nodes), plannedNode, entries: entries.sort(compareEntries) };
};

/**
 * Leaves out Deployments and StatefulSets that are kept off already, such as a thousand OSDs that are bound to their nodes:
 * they have nothing to say here, and the nodes that they name would each become a group.
 */
const chooseWorkloads = (workloads: readonly WorkloadView[], nodes: readonly NodeView[], plannedNode: NodeView): readonly WorkloadView[] => {
  const cloud = groupNodes(nodes.filter((node) => siteOf(node) === 'cloud'), workloads);
  return workloads.filter(
    (workload) =>
      workload.reference.kind === 'DaemonSet' ||
      toleratesEverything(workload.podSpec) ||
      [plannedNode, ...cloud.map(({ example }) => example)].some((node) => judgePlacement(workload, node) === 'runs'),
  );
};

const judgeWorkloadPlacement = (workload: WorkloadView, groups: readonly NodeGroup[], plannedNode: NodeView, cni: CniReach | undefined): PlacementEntry => {
  const runsOn: Record<NodeSite, number> = { 'on-premises': 0, cloud: 0, virtual: 0 };
  for (const { site, example, count } of groups) if (judgePlacement(workload, example) === 'runs') runsOn[site] += count;
  const keptOffBy = whatKeepsOff(workload, plannedNode);
  const wouldRunOnCloud = runsOn.cloud > 0 || keptOffBy === undefined;
  const { agent, ...advice } = recommendPlacement(workload, cni);
  const action = suggestAction({ workload, recommendation: advice.recommendation, agent, runsOn, wouldRunOnCloud, keptOffBy });
  return {
    workload: workload.reference,
    toleratesEverything: toleratesEverything(workload.podSpec),
    runsOn,
    wouldRunOnCloud,
    ...(keptOffBy === undefined ? {} : { keptOffBy }),
    ...advice,
    ...(action === undefined ? {} : { action }),
  };
};

const countBySite = (nodes: readonly NodeView[]): Readonly<Record<NodeSite, number>> => {
  const counts: Record<NodeSite, number> = { 'on-premises': 0, cloud: 0, virtual: 0 };
  for (const node of nodes) counts[siteOf(node)] += 1;
  return counts;
};

const order: readonly PlacementRecommendation[] = ['on-premises', 'cloud', 'both-sides', 'decide', 'unknown'];

const compareEntries = (left: PlacementEntry, right: PlacementEntry): number =>
  Number(left.action === undefined) - Number(right.action === undefined) ||
  order.indexOf(left.recommendation) - order.indexOf(right.recommendation) ||
  compareText(left.workload.namespace, right.workload.namespace) ||
  compareText(left.workload.name, right.workload.name) ||
  compareText(left.workload.kind, right.workload.kind);

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
