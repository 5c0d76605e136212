import type { Check } from '@ack-hybrid/core';
import { planAffinity, type AffinityFinding } from './exclude-cloud-nodes.ts';
import { readPath, type JsonObject } from './json.ts';
import type { NodeView } from './match-node.ts';
import { externalLabel, type ExcludeOptions, type NodeAffinity } from './node-affinity.ts';
import { countNodes, describeEndangered, endangeredRemediation, judgeNode, siteOf, type PlacementPreview } from './preview-placement.ts';
import { templateAffinityOf, type CniTarget, type NoCniTarget } from './cni-target.ts';
import { recogniseComponent } from './cni/recognise-component.ts';
import { viewCniWorkload } from './cni/view-cni-workload.ts';
import { isOnDelete } from './judge-rollout.ts';
import { podSpecOf } from './pod-spec.ts';
import { plannedCloudNode } from './report/planned-node.ts';
import { subjectOf, type WorkloadReference } from './workloads/workload.ts';

/** A pod of the DaemonSet, as far as its place matters. Ended pods aren't listed. */
export interface DaemonPodView {
  readonly name: string;
  /** Empty where the scheduler finds no place for it. */
  readonly nodeName: string;
  readonly ready: boolean;
  /** Whether it is being deleted. */
  readonly terminating: boolean;
  /** The scheduler's words where it finds no place for it. */
  readonly unscheduled?: string;
  /** The label `controller-revision-hash`: which content of the template it was made of. */
  readonly revision?: string;
  /** The label `pod-template-generation`: which change of the template it was made after. */
  readonly templateGeneration?: string;
  /** Where it isn't Ready: the kubelet's word for what its container waits for, or ended with, as `CrashLoopBackOff`. */
  readonly reason?: string;
  /** The container that `reason` is about. */
  readonly container?: string;
  /** What the kubelet says of it, 200 characters at most. */
  readonly message?: string;
  /** How often that container, or the one that was restarted most, was restarted; absent: never. */
  readonly restarts?: number;
}

/** A workload beside the node agents that belongs on premises, too. */
export interface SiblingWorkload {
  readonly reference: WorkloadReference;
  /** What it is to its plug-in: `typha`. */
  readonly component: string;
  readonly object: JsonObject;
}

/** Says what was found, DaemonSet by DaemonSet. */
export const checkTarget = (target: CniTarget): Check => ({ name: 'calico-found', status: 'pass', message: target.evidence.join('; ') });

/** Says what was looked for in vain, or why it isn't clear. */
export const checkNoTarget = ({ reason, evidence }: NoCniTarget): Check => ({ name: 'calico-found', status: 'fail', message: evidence.join('; '), remediation: targetRemediation(reason) });

/** What to do where the CNI, or its owner, isn't clear. */
export const targetRemediation = (reason: NoCniTarget['reason']): string => {
  switch (reason) {
    case 'cni-not-found':
      return 'Name the DaemonSet by the options namespace and name. Where no DaemonSet of this cluster is a CNI, leave this step out.';
    case 'cni-ambiguous':
      return 'Let the migration end, remove the old DaemonSet, or name the one that is meant by the options namespace and name.';
    case 'owner-unknown':
      return 'Set the affinity where the owner of the DaemonSet is configured; a change to the DaemonSet would not last.';
  }
};

/** What a plan says of the change before it is made. */
export const checkChange = (input: {
  readonly target: CniTarget;
  readonly daemonSet: JsonObject;
  readonly preview: PlacementPreview;
  readonly findings: readonly AffinityFinding[];
  readonly changed: boolean;
}): readonly Check[] => {
  const { preview, daemonSet, findings } = input;
  const { name } = input.target.daemonSet;
  const checks: Check[] = [
    preview.endangered.length === 0
      ? { name: 'calico-keeps-premises', status: 'pass', message: `${name} stays on ${countNodes(preview.keep.length)} and leaves ${preview.lose.length}, none of them on premises` }
      : { name: 'calico-keeps-premises', status: 'fail', message: `without ${name} pods would lose their network on ${describeEndangered(preview)}`, remediation: endangeredRemediation },
  ];
  if (findings.length > 0) {
    const remediation = 'Look whether these terms are meant; they stay as they are.';
    checks.push({ name: 'calico-affinity-terms', status: 'warn', message: `${name}: ${findings.map((finding) => finding.message).join('; ')}`, remediation });
  }
  if (!input.changed) return checks;
  if (isOnDelete(daemonSet)) {
    checks.push({
      name: 'calico-rollout-strategy',
      status: 'warn',
      message: `${name} has the update strategy OnDelete: pods leave the excluded nodes at once, the others keep the old template until they are deleted`,
      remediation: 'Nothing is needed for the placement; delete the remaining pods one node at a time to bring them to the new template.',
    });
  }
  const [desired, ready] = [readPath(daemonSet, ['status', 'desiredNumberScheduled']), readPath(daemonSet, ['status', 'numberReady'])];
  if (typeof desired === 'number' && desired > Number(ready ?? 0)) {
    checks.push({
      name: 'calico-ready-before',
      status: 'warn',
      message: `only ${Number(ready ?? 0)} of ${desired} pods of ${name} are ready before the change, which rolls every pod`,
      remediation: 'Bring the CNI to health first: pods that do not come back use up maxUnavailable and hold up the rollout.',
    });
  }
  if (input.target.kind === 'daemonset' && recogniseComponent(viewCniWorkload('DaemonSet', daemonSet))?.software === 'calico') {
    checks.push({
      name: 'calico-operator-migration',
      status: 'warn',
      message: 'an affinity on the DaemonSet itself blocks a later migration to the Tigera operator',
      remediation: 'Undo this step before such a migration, then run it again: it will write to the Installation.',
    });
  }
  return checks;
};

/**
 * Warns of a workload beside the node agents that may land on a cloud node: Typha, which listens on the host network there
 * while the on-premises nodes depend on it, kube-controllers, csi-node-driver.
 */
export const checkSibling = ({ reference, component, object }: SiblingWorkload): Check => {
  const name = `${component}-placement`;
  const podSpec = podSpecOf(object);
  const subject = subjectOf(reference);
  if (judgeNode(podSpec, templateAffinityOf(object)?.nodeAffinity, plannedCloudNode()) === 'none') {
    return { name, status: 'pass', message: `${subject} does not select cloud nodes` };
  }
  const tolerant = (podSpec.tolerations ?? []).some((toleration) => (toleration.key ?? '') === '' && toleration.operator === 'Exists');
  return {
    name,
    status: 'warn',
    message: `${subject} may be scheduled to a cloud node${tolerant ? ', it tolerates every taint' : ''}`,
    remediation: `Give it the requirement ${externalLabel} NotIn ["true"], too: by the option allComponents, or by createOnPremisesWorkloadsStep.`,
  };
};

/** Judges the world after the change: no pod on a cloud node, exactly one Ready on each on-premises node that is selected. */
export const checkPlacement = (input: {
  readonly daemonSet: JsonObject;
  readonly effective: NodeAffinity | undefined;
  readonly nodes: readonly NodeView[];
  readonly pods: readonly DaemonPodView[];
  /** Nodes that had to keep the pod when the change was made. */
  readonly expected: readonly string[];
  readonly options: ExcludeOptions;
}): readonly Check[] => {
  const { nodes, pods, effective } = input;
  const podSpec = podSpecOf(input.daemonSet);
  const agent = String(readPath(input.daemonSet, ['metadata', 'name']));
  const byNode = new Map<string, DaemonPodView[]>();
  for (const pod of pods) byNode.set(pod.nodeName, [...(byNode.get(pod.nodeName) ?? []), pod]);
  const excluded = nodes.filter((node) => siteOf(node) === 'cloud' || (siteOf(node) === 'virtual' && input.options.excludeVirtualKubelet !== false));
  const astray = excluded.filter((node) => (byNode.get(node.name) ?? []).some((pod) => node.ready || !pod.terminating));
  const expected = new Set(input.expected);
  const wanted = nodes.filter((node) => siteOf(node) === 'on-premises' && (expected.has(node.name) || judgeNode(podSpec, effective, node) === 'runs'));
  const broken = wanted.filter((node) => node.ready && (byNode.get(node.name) ?? []).filter((pod) => pod.ready && !pod.terminating).length !== 1);
  const unreachable = wanted.filter((node) => !node.ready);
  const open = planAffinity(effective, input.options).changed;
  return [
    open
      ? { name: 'calico-affinity-in-place', status: 'fail', message: `${agent} still selects cloud nodes`, remediation: 'Someone reverted the affinity: find out who owns the object (GitOps, Helm, an operator), then run the step again.' }
      : { name: 'calico-affinity-in-place', status: 'pass', message: `${agent} selects no cloud node` },
    astray.length > 0
      ? { name: 'calico-off-cloud-nodes', status: 'fail', message: `${agent} runs on ${list(astray)}`, remediation: 'Look why the DaemonSet controller leaves these pods; remove the configuration of their CNI (of Calico /etc/cni/net.d/10-calico.conflist) from these nodes once they are gone.' }
      : { name: 'calico-off-cloud-nodes', status: 'pass', message: `no ${agent} pod on ${countNodes(excluded.length, 'cloud')}` },
    broken.length > 0
      ? { name: 'calico-on-premises', status: 'fail', message: `not exactly one Ready ${agent} pod on ${list(broken)}`, remediation: 'Look at the events and logs of the pods on these nodes; undo the step if pods there have no network.' }
      : { name: 'calico-on-premises', status: 'pass', message: `one Ready ${agent} pod on each of ${countNodes(wanted.length - unreachable.length, 'on-premises')}` },
    ...(unreachable.length === 0
      ? []
      : [{ name: 'calico-unreachable-nodes', status: 'warn' as const, message: `not judged, since the node is not Ready: ${list(unreachable)}`, remediation: 'Bring these nodes back and verify again.' }]),
  ];
};

const list = (nodes: readonly NodeView[]): string => {
  const named = nodes.slice(0, 10).map((node) => node.name);
  return nodes.length > named.length ? `${named.join(', ')} and ${nodes.length - named.length} more nodes` : named.join(', ');
};
