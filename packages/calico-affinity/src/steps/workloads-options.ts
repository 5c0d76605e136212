import { InvalidInputError } from '@ack-hybrid/core';
import { selectionIssues, type WorkloadSelection } from '../plan/workloads/workload-selection.ts';
import type { SiblingWorkload } from '../plan/placement-checks.ts';
import { nodeNameIssues, timingIssues, type CalicoAffinityOptions, type CalicoAffinityTiming } from './affinity-options.ts';
import { shapeIssues } from './option-shapes.ts';

/** Which workloads stay on premises, and how the step goes. */
export interface OnPremisesWorkloadsOptions {
  /** DaemonSets, Deployments and StatefulSets, by name or by labels. Of Calico's own, under the Tigera operator, the Installation is changed. */
  readonly workloads: readonly WorkloadSelection[];
  /** Also keep off nodes labelled `type=virtual-kubelet`. Default true. */
  readonly excludeVirtualKubelet?: boolean;
  /** On-premises nodes that may lose a DaemonSet's pod. */
  readonly waivedNodes?: readonly string[];
  /** Write even where the owner takes the change back at once, as GitOps does. Default false. */
  readonly overrideOwner?: boolean;
  readonly timing?: Pick<CalicoAffinityTiming, 'rolloutTimeoutMs' | 'intervalMs' | 'conflictDelayMs'>;
}

/**
 * Checks options at once.
 *
 * @throws {InvalidInputError} naming every bad field
 */
export const checkWorkloadsOptions = (options: OnPremisesWorkloadsOptions): void => {
  const shape = shapeIssues(options, { workloads: 'list', excludeVirtualKubelet: 'flag', waivedNodes: 'list', overrideOwner: 'flag', timing: 'object' });
  const issues = shape.length > 0 ? shape : [...selectionIssues(options.workloads), ...timingIssues(options.timing, ['rolloutTimeoutMs', 'intervalMs', 'conflictDelayMs']), ...nodeNameIssues(options.waivedNodes)];
  if (issues.length > 0) throw new InvalidInputError({ subject: 'on-premises-workloads', issues });
};

/** The options for the further components of a CNI, as the options of its own step have them. */
export const componentSettings = (siblings: readonly SiblingWorkload[], { excludeVirtualKubelet, waivedNodes, overrideOwner, timing }: CalicoAffinityOptions): OnPremisesWorkloadsOptions => ({
  workloads: siblings.map(({ reference }) => reference),
  ...(excludeVirtualKubelet === undefined ? {} : { excludeVirtualKubelet }),
  ...(waivedNodes === undefined ? {} : { waivedNodes }),
  ...(overrideOwner === undefined ? {} : { overrideOwner }),
  ...(timing === undefined ? {} : { timing }),
});
