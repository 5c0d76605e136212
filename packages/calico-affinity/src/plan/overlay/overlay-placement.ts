import { templateAffinityOf } from '../cni-target.ts';
import type { JsonObject } from '../json.ts';
import { matchesNodeAffinity, matchesNodeSelector, type NodeView } from '../match-node.ts';
import { externalLabel } from '../node-affinity.ts';
import { podSpecOf } from '../pod-spec.ts';
import { judgeNode } from '../preview-placement.ts';
import { daemonTolerations, untoleratedTaint } from '../tolerate-taints.ts';
import { subjectOfDaemonSet } from './overlay-images.ts';

/** Why a DaemonSet's pod doesn't come up on a node. */
export type KeptOff =
  /** Made for another operating system or processor, as one DaemonSet for each is. */
  | { readonly kind: 'other-system' }
  /** Its affinity or selector wants the node not to be a cloud node. */
  | { readonly kind: 'external' }
  | { readonly kind: 'node-name'; readonly wanted: string }
  | { readonly kind: 'selector'; readonly missing: readonly string[] }
  | { readonly kind: 'affinity' }
  | { readonly kind: 'taint'; readonly taint: string };

/** Where a DaemonSet's pods run. */
export interface OverlayPlacement {
  /** `DaemonSet kube-flannel/kube-flannel-ds`. */
  readonly daemonSet: string;
  /** The nodes that have its pods, or get them. */
  readonly runs: readonly string[];
  /** The nodes that it selects, but whose taint keeps new pods off; one that runs stays. */
  readonly mayStay: readonly string[];
  readonly keptOff: readonly { readonly node: string; readonly why: KeptOff }[];
}

/** Where each DaemonSet's pods run, as its controller decides. Pure. */
export const placeDaemonSets = (daemonSets: readonly JsonObject[], nodes: readonly NodeView[]): readonly OverlayPlacement[] =>
  daemonSets.map((daemonSet) => {
    const runs: string[] = [];
    const mayStay: string[] = [];
    const keptOff: { node: string; why: KeptOff }[] = [];
    for (const node of nodes) {
      const judged = judgeNode(podSpecOf(daemonSet), templateAffinityOf(daemonSet)?.nodeAffinity, node);
      if (judged === 'runs') runs.push(node.name);
      else if (judged === 'may-stay') mayStay.push(node.name);
      if (judged !== 'runs') keptOff.push({ node: node.name, why: whyKeptOff(daemonSet, node) });
    }
    return { daemonSet: subjectOfDaemonSet(daemonSet), runs, mayStay, keptOff };
  });

/** Why a DaemonSet's pod doesn't come up on a node that it doesn't run on. */
export const whyKeptOff = (daemonSet: JsonObject, node: NodeView): KeptOff => {
  const podSpec = podSpecOf(daemonSet);
  const affinity = templateAffinityOf(daemonSet)?.nodeAffinity;
  const selects = (other: NodeView): boolean => matchesNodeSelector(podSpec.nodeSelector, other) && matchesNodeAffinity(affinity, other);
  if ((podSpec.nodeName ?? '') !== '' && podSpec.nodeName !== node.name) return { kind: 'node-name', wanted: podSpec.nodeName ?? '' };
  if (!selects(node)) {
    if (asksForSystem(podSpec.nodeSelector, affinity) && otherSystems(node).some(selects)) return { kind: 'other-system' };
    if (selects(withoutLabel(node, externalLabel))) return { kind: 'external' };
    const missing = Object.entries(podSpec.nodeSelector ?? {}).filter(([key, value]) => !matchesNodeSelector({ [key]: value }, node));
    return missing.length > 0 ? { kind: 'selector', missing: missing.map(([key, value]) => `${key}=${value}`) } : { kind: 'affinity' };
  }
  const taint = untoleratedTaint(node.taints, daemonTolerations(podSpec), ['NoExecute', 'NoSchedule']);
  return { kind: 'taint', taint: taint === undefined ? '' : `${taint.key}${taint.value === undefined || taint.value === '' ? '' : `=${taint.value}`}:${taint.effect}` };
};

/** The reason as a phrase. */
export const describeKeptOff = (why: KeptOff): string => {
  switch (why.kind) {
    case 'other-system':
      return 'it is made for another operating system or processor';
    case 'external':
      return `its selection leaves out nodes with ${externalLabel}=true`;
    case 'node-name':
      return `it is bound to the node ${why.wanted}`;
    case 'selector':
      return `its nodeSelector wants ${why.missing.join(', ')}`;
    case 'affinity':
      return 'its node affinity does not match';
    case 'taint':
      return `it does not tolerate ${why.taint}`;
  }
};

/** What brings the pods to the node. */
export const remedyOf = (why: KeptOff): string => {
  switch (why.kind) {
    case 'other-system':
      return "Add a DaemonSet of the CNI for the cloud nodes' operating system and processor.";
    case 'external':
      return `Undo the step calico-affinity for it, or take the requirement on ${externalLabel} out where its owner configures it: an overlay must run on both sides.`;
    case 'node-name':
      return 'Take nodeName out of the pod template.';
    case 'selector':
      return `Give the node pool the labels ${why.missing.join(', ')}, or take them out of the nodeSelector.`;
    case 'affinity':
      return "Give the node pool labels that match the required node affinity, or add a term that matches the cloud nodes' labels.";
    case 'taint':
      return `Add a toleration for ${why.taint} to the pod template, or leave the taint out of the node pool.`;
  }
};

const systemLabels = ['os', 'arch'].flatMap((part) => [`kubernetes.io/${part}`, `beta.kubernetes.io/${part}`]);
const systems: Readonly<Record<string, readonly string[]>> = { os: ['linux', 'windows'], arch: ['amd64', 'arm64', 'arm', 'ppc64le', 's390x', 'riscv64'] };

/** Whether a selection says anything of the operating system or processor: a look at each other system for each of 5,000 nodes is spared. */
const asksForSystem = (...selection: readonly unknown[]): boolean => {
  const text = JSON.stringify(selection);
  return systemLabels.some((key) => text.includes(key));
};

/** The node as it would be with another operating system and processor. */
const otherSystems = (node: NodeView): readonly NodeView[] =>
  (systems['os'] ?? []).flatMap((os) =>
    (systems['arch'] ?? []).map((arch) => ({
      ...node,
      labels: { ...node.labels, ...Object.fromEntries(systemLabels.map((key) => [key, key.endsWith('/os') ? os : arch])) },
    })),
  );

const withoutLabel = (node: NodeView, label: string): NodeView => {
  const { [label]: _removed, ...labels } = node.labels;
  return { ...node, labels };
};
