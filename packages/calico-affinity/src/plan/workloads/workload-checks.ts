import type { Check } from '@ack-hybrid/core';
import { templateAffinityOf } from '../cni-target.ts';
import { planAffinity } from '../exclude-cloud-nodes.ts';
import type { NodeView } from '../match-node.ts';
import type { ExcludeOptions } from '../node-affinity.ts';
import { countNodes, siteOf } from '../preview-placement.ts';
import { replacesNothing } from './judge-workload.ts';
import { subjectOf, type ReadWorkload, type WorkloadReference } from './workload.ts';

/** A workload after the change, with its pods. */
export interface WorkloadOutcome {
  readonly reference: WorkloadReference;
  /** Absent where it isn't there any more. */
  readonly workload: ReadWorkload | undefined;
  readonly pods: readonly { readonly name: string; readonly nodeName: string; readonly terminating: boolean; readonly unscheduled?: string }[];
  readonly nodes: readonly NodeView[];
  readonly options: ExcludeOptions;
}

/** Judges a workload after the change: its template keeps off cloud nodes, no pod of it is on one, every pod has a place. */
export const checkWorkload = ({ reference, workload, pods, nodes, options }: WorkloadOutcome): readonly Check[] => {
  const subject = subjectOf(reference);
  if (workload === undefined) return [{ name: 'workload-in-place', status: 'fail', message: `${subject} is not there any more`, remediation: 'Install it again, then run the step again.' }];
  const open = planAffinity(templateAffinityOf(workload.object)?.nodeAffinity, options).changed;
  const excluded = new Map(nodes.filter((node) => isExcluded(node, options)).map((node) => [node.name, node]));
  // A pod on a node that is gone can't end before the node comes back.
  const astray = pods.filter((pod) => excluded.has(pod.nodeName) && (excluded.get(pod.nodeName)?.ready === true || !pod.terminating));
  const homeless = pods.find((pod) => pod.unscheduled !== undefined);
  return [
    open
      ? { name: 'workload-in-place', status: 'fail', message: `${subject} still selects cloud nodes`, remediation: 'Someone reverted the affinity: find out who owns the object (GitOps, Helm, an operator), then run the step again.' }
      : { name: 'workload-in-place', status: 'pass', message: `${subject} selects no cloud node` },
    astray.length === 0
      ? { name: 'workload-off-cloud-nodes', status: 'pass', message: `no pod of ${subject} on ${countNodes(excluded.size, 'cloud')}` }
      : {
          name: 'workload-off-cloud-nodes',
          status: 'fail',
          message: `${subject} runs on ${[...new Set(astray.map((pod) => pod.nodeName))].slice(0, 10).join(', ')}`,
          remediation: replacesNothing(workload.object)
            ? `Its update strategy replaces no pod by itself: delete ${astray.slice(0, 3).map((pod) => pod.name).join(', ')}.`
            : 'Look at the events of its pods: what already runs stays until it is replaced.',
        },
    ...(homeless === undefined
      ? []
      : [{ name: 'workload-scheduled', status: 'warn' as const, message: `the scheduler finds no place for ${homeless.name}: ${homeless.unscheduled ?? ''}`, remediation: 'Make room on the on-premises nodes, or undo the step.' }]),
  ];
};

const isExcluded = (node: NodeView, options: ExcludeOptions): boolean => siteOf(node) === 'cloud' || (siteOf(node) === 'virtual' && options.excludeVirtualKubelet !== false);
