import { CalicoAffinityError } from '../errors.ts';
import { externalLabel, type NodeAffinity } from './node-affinity.ts';
import { matchesNodeAffinity, matchesNodeSelector, type NodeView } from './match-node.ts';
import { daemonTolerations, untoleratedTaint, type Toleration } from './tolerate-taints.ts';

/** What placement depends on of a DaemonSet's pod template (`.spec.template.spec`), its node affinity left aside. */
export interface DaemonPodSpec {
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  readonly hostNetwork?: boolean;
}

/** The question: who runs where, before and after. */
export interface PlacementQuestion {
  readonly podSpec: DaemonPodSpec;
  readonly nodes: readonly NodeView[];
  readonly before: NodeAffinity | undefined;
  readonly after: NodeAffinity | undefined;
  /** Nodes that may lose the pod though they look as if they needed it. */
  readonly waivedNodes?: readonly string[];
}

/** A node that would lose its CNI though nothing proves that it belongs to the cloud. */
export interface EndangeredNode {
  readonly name: string;
  readonly why: string;
}

/** Node names, each in one list at most, in the order of the nodes. */
export interface PlacementPreview {
  readonly keep: readonly string[];
  readonly lose: readonly string[];
  readonly gain: readonly string[];
  /** Those of `lose` that must not lose it. */
  readonly endangered: readonly EndangeredNode[];
}

/** Where a node stands: labelled as an ECS node, labelled as a virtual node, or on premises. */
export type NodeSite = 'cloud' | 'virtual' | 'on-premises';

/** Where a node stands, by its labels. */
export const siteOf = (node: NodeView): NodeSite => {
  if (node.labels[externalLabel] === 'true') return 'cloud';
  return node.labels['type'] === 'virtual-kubelet' ? 'virtual' : 'on-premises';
};

/**
 * Whether a DaemonSet's pod runs on a node, as its controller decides: the node is selected and no taint keeps the pod
 * off; an untolerated `NoSchedule` taint keeps new pods off and lets a running one stay.
 * (Source: Kubernetes, pkg/controller/daemon, NodeShouldRunDaemonPod.)
 */
export const judgeNode = (podSpec: DaemonPodSpec, nodeAffinity: NodeAffinity | undefined, node: NodeView): 'runs' | 'may-stay' | 'none' => {
  if ((podSpec.nodeName ?? '') !== '' && podSpec.nodeName !== node.name) return 'none';
  if (!matchesNodeSelector(podSpec.nodeSelector, node) || !matchesNodeAffinity(nodeAffinity, node)) return 'none';
  const tolerations = daemonTolerations(podSpec);
  if (untoleratedTaint(node.taints, tolerations, ['NoExecute']) !== undefined) return 'none';
  return untoleratedTaint(node.taints, tolerations, ['NoSchedule']) === undefined ? 'runs' : 'may-stay';
};

/**
 * Which nodes keep, lose and gain a DaemonSet's pod when its node affinity changes, and which of the losers are in
 * danger: on-premises nodes, and nodes whose label says cloud while nothing else does. Pure.
 */
export const previewPlacement = (question: PlacementQuestion): PlacementPreview => {
  const keep: string[] = [];
  const lose: string[] = [];
  const gain: string[] = [];
  const endangered: EndangeredNode[] = [];
  for (const node of question.nodes) {
    const had = judgeNode(question.podSpec, question.before, node) !== 'none';
    const has = judgeNode(question.podSpec, question.after, node) !== 'none';
    if (had && has) keep.push(node.name);
    if (!had && has) gain.push(node.name);
    if (!had || has) continue;
    lose.push(node.name);
    const why = dangerOf(node);
    if (why !== undefined && !(question.waivedNodes ?? []).includes(node.name)) endangered.push({ name: node.name, why });
  }
  return { keep, lose, gain, endangered };
};

/**
 * Refuses a change that would take the CNI from a node that needs it.
 *
 * @throws {CalicoAffinityError} with reason `on-premises-endangered`, naming the nodes
 */
export const assertNoneEndangered = (preview: PlacementPreview, subject: string): void => {
  if (preview.endangered.length === 0) return;
  throw new CalicoAffinityError({
    reason: 'on-premises-endangered',
    message: `${subject}: pods would lose their network on ${describeEndangered(preview)}`,
    remediation: endangeredRemediation,
    nodes: preview.endangered.map((node) => node.name),
  });
};

/** A count for people: `1 node`, `3 nodes`. */
export const countNodes = (count: number, kind = ''): string => `${count} ${kind === '' ? '' : `${kind} `}node${count === 1 ? '' : 's'}`;

/** The nodes in danger with the reasons, as a phrase; at most ten are named. */
export const describeEndangered = (preview: PlacementPreview): string => {
  const named = preview.endangered.slice(0, 10).map((node) => `${node.name} (${node.why})`);
  const rest = preview.endangered.length - named.length;
  return rest > 0 ? `${named.join(', ')} and ${rest} more` : named.join(', ');
};

/** How to mend what {@link assertNoneEndangered} refuses. */
export const endangeredRemediation =
  'Correct the labels of these nodes or the affinity; where a node may really lose it, name it in the option waivedNodes.';

/** An ECS node's provider id, with or without a scheme before it: `cn-hangzhou.i-bp1…` (cloud-provider-alibaba-cloud). */
const ecsProviderId = /(^|\/)[a-z0-9-]+\.i-[a-z0-9]+$/;

const dangerOf = (node: NodeView): string | undefined => {
  switch (siteOf(node)) {
    case 'on-premises':
      return 'an on-premises node';
    case 'cloud':
      return ecsProviderId.test(node.providerId ?? '') ? undefined : `labelled ${externalLabel}=true, but its provider id is no ECS instance's`;
    case 'virtual':
      return node.taints.some((taint) => taint.key === 'virtual-kubelet.io/provider') ? undefined : 'labelled type=virtual-kubelet, but without the taint virtual-kubelet.io/provider';
  }
};
