import type { Check } from '@ack-hybrid/core';
import type { DaemonSetReference } from '../cni-target.ts';
import { subjectOf, type WorkloadReference } from '../workloads/workload.ts';
import type { CniDetection, CniFinding, CniWorkload } from './cni-detection.ts';

/** What of the plug-ins of a cluster is to be kept on premises. */
export interface AgentsToPlace {
  /** The DaemonSets of which each on-premises node needs a pod, in the order in which they leave the cloud. */
  readonly agents: readonly { readonly reference: DaemonSetReference; readonly evidence: readonly string[] }[];
  /** What belongs on premises besides: Typha, kube-controllers, csi-node-driver, Antrea's controller. */
  readonly siblings: readonly CniWorkload[];
  /** Why it isn't clear which plug-in is meant; empty where it is. */
  readonly conflicts: readonly string[];
  /** What else writes CNI configurations, and isn't touched. */
  readonly checks: readonly Check[];
}

/**
 * Selects what is to be kept on premises, on Linux. Of Canal and of a chained plug-in both DaemonSets are meant. A DaemonSet
 * that wants another's pod beside it, as Cilium's Envoy wants the agent, comes before that one: it would have no place else
 * as long as the other is gone and it isn't. Two plug-ins that do the same are a conflict, save Terway, which this is for.
 * Pure.
 */
export const selectAgents = ({ found, relations }: CniDetection): AgentsToPlace => {
  const placed = found.filter(({ part, plugin }) => part !== 'meta' && plugin !== 'unknown' && plugin !== 'terway');
  const workloads = placed.flatMap((finding) => finding.workloads.map((workload) => ({ finding, workload })));
  const agents = workloads.filter(({ workload }) => isAgentOnLinux(workload));
  const ordered = [...agents.filter(({ workload }) => workload.component !== 'node-agent'), ...agents.filter(({ workload }) => workload.component === 'node-agent')];
  const subjects = new Set(agents.map(({ workload }) => subjectOf(workload.reference)));
  const isMeant = (reference: WorkloadReference): boolean => subjects.has(subjectOf(reference));
  return {
    agents: ordered.map(({ finding, workload }) => ({ reference: { namespace: workload.reference.namespace, name: workload.reference.name }, evidence: evidenceOf(finding, workload) })),
    siblings: workloads.map(({ workload }) => workload).filter(({ role }) => role === 'on-premises'),
    conflicts: relations.filter((relation) => relation.kind !== 'layered' && relation.workloads.every(isMeant)).map(({ message }) => message),
    checks: found.flatMap((finding) => checkUntouched(finding)),
  };
};

const isAgentOnLinux = ({ component, role }: CniWorkload): boolean => role === 'each-on-premises-node' && component !== 'node-agent-windows';

const evidenceOf = ({ plugin }: CniFinding, { reference, component, evidence }: CniWorkload): readonly string[] => [`${subjectOf(reference)} is ${component} of ${plugin}: ${evidence.join(', ')}`];

/** Plug-ins that this step leaves alone, though a file of theirs on a cloud node may win against Terway's. */
const checkUntouched = ({ plugin, part, workloads }: CniFinding): readonly Check[] => {
  if (part !== 'meta' && plugin !== 'unknown') return [];
  const names = workloads.map(({ reference }) => subjectOf(reference)).join(', ');
  const what = plugin === 'unknown' ? 'mounts the CNI folders of the node, and is no plug-in that is known' : `is ${plugin}, which calls other plug-ins`;
  return [
    {
      name: 'calico-other-cni',
      status: 'warn',
      message: `${names} ${what}; on a cloud node its configuration may be read before Terway's`,
      remediation: 'Look whether it selects cloud nodes, and keep it on premises with createOnPremisesWorkloadsStep where it must not run there.',
    },
  ];
};
