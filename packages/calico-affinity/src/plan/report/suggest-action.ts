import { externalLabel } from '../node-affinity.ts';
import type { NodeSite } from '../preview-placement.ts';
import type { PlacementRecommendation } from './known-workload.ts';
import type { WorkloadView } from './workload-view.ts';

/** What an action depends on. */
export interface ActionQuestion {
  readonly workload: WorkloadView;
  readonly recommendation: PlacementRecommendation;
  /** Whether it is the agent of a CNI. */
  readonly agent: boolean;
  /** Live nodes that run it, by site. */
  readonly runsOn: Readonly<Record<NodeSite, number>>;
  readonly wouldRunOnCloud: boolean;
  /** What keeps it off the cloud node to come. */
  readonly keptOffBy: string | undefined;
}

/** What to do about a workload, in sentences; `undefined` where it is well as it is. Pure. */
export const suggestAction = ({ workload, recommendation, agent, runsOn, wouldRunOnCloud, keptOffBy }: ActionQuestion): string | undefined => {
  const letIn = keptOffBy === undefined ? [] : [`Let it onto the cloud nodes: ${keptOffBy} keeps it off.`];
  switch (recommendation) {
    case 'on-premises':
      return wouldRunOnCloud ? keepOff(workload, agent) : undefined;
    case 'both-sides':
      return join(letIn);
    case 'cloud':
      return join([...letIn, ...(runsOn['on-premises'] > 0 ? [`Keep it to the cloud: require ${externalLabel} In ["true"] in its node affinity.`] : [])]);
    case 'decide':
      return wouldRunOnCloud ? `Decide. To keep it on premises: ${keepOff(workload, agent)}` : undefined;
    case 'unknown':
      return wouldRunOnCloud ? `Look. To keep it on premises: ${keepOff(workload, agent)}` : undefined;
  }
};

const keepOff = ({ reference: { kind, namespace, name }, place, reverting }: WorkloadView, agent: boolean): string => {
  if (place.kind === 'refused') return `${place.remediation} (${place.why}.)`;
  const workloadsStep = `createOnPremisesWorkloadsStep with { kind: '${kind}', namespace: '${namespace}', name: '${name}' }`;
  if (place.kind === 'installation') {
    return place.part === 'calicoNodeDaemonSet' ? `createAffinityStep, which changes Installation ${place.installation}.` : `${workloadsStep}, which changes ${place.part} of Installation ${place.installation}.`;
  }
  const step = agent ? 'createAffinityStep' : workloadsStep;
  if (reverting === undefined) return `${step}.`;
  return reverting.reverts === 'at-once'
    ? `Declare it at its owner, ${reverting.subject}, which would take a change back at once: the plan of ${step} prints what.`
    : `${step}. Declare the same at its owner, ${reverting.subject}, whose next apply takes it away else: the plan prints what.`;
};

const join = (sentences: readonly string[]): string | undefined => (sentences.length === 0 ? undefined : sentences.join(' '));
