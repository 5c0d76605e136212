import { checkAppliers, type Change, type Check, type StepOptions } from '@ack-hybrid/core';
import type { CniPort } from '../api/port.ts';
import { planExcludingWrite, type ExcludingWrite } from '../plan/affinity-write.ts';
import { templateAffinityOf, type CniTarget } from '../plan/cni-target.ts';
import { readPath } from '../plan/json.ts';
import type { NodeView } from '../plan/match-node.ts';
import type { PodAffinitySpec } from '../plan/node-affinity.ts';
import { checkNodesToCome, judgeNodesToCome, type NodesToCome } from '../plan/nodes-to-come.ts';
import { componentOf } from '../plan/owner/chart-components.ts';
import { judgeOwner } from '../plan/owner/judge-owner.ts';
import { checkChange, checkTarget } from '../plan/placement-checks.ts';
import { assertNoneEndangered, countNodes, type PlacementPreview } from '../plan/preview-placement.ts';
import type { CalicoAffinityOptions } from './affinity-options.ts';
import { checkDryRun } from './check-dry-run.ts';
import type { FoundAgent } from './observe-cni.ts';
import { overrideOwners, refuseReverted } from './refuse-reverted.ts';
import { describeWrite, patchTargetOf, previewWrite } from './write-affinity.ts';

/** What the step wants of one DaemonSet. */
export interface DesiredAgent {
  readonly target: CniTarget;
  /** The pod affinity as it shall stand at the target. */
  readonly affinity: PodAffinitySpec | undefined;
  /** Who keeps, loses and gains the pod. */
  readonly preview: PlacementPreview;
  /** Who gets one that joins later. */
  readonly nodesToCome: NodesToCome;
}

/** One DaemonSet, planned. */
export interface PlannedAgent {
  readonly desired: DesiredAgent;
  readonly changes: readonly Change[];
  readonly checks: readonly Check[];
}

/** Plans the change of one DaemonSet of the CNI, and asks the server whether it takes it. Writes nothing. */
export const planAgent = async (port: CniPort, found: FoundAgent, nodes: readonly NodeView[], settings: CalicoAffinityOptions, options: StepOptions): Promise<PlannedAgent> => {
  const write = planExcludingWrite(found.holder, settings);
  const preview = previewWrite(found, write, nodes, settings);
  const live = templateAffinityOf(found.daemonSet)?.nodeAffinity;
  const nodesToCome = judgeNodesToCome(found.daemonSet, write.patch === undefined ? live : write.after?.nodeAffinity);
  return {
    desired: { target: found.target, affinity: write.after, preview, nodesToCome },
    changes: write.patch === undefined ? [] : [describeWrite(write, describeExclusion(found, write, preview))],
    checks: [
      checkTarget(found.target),
      ...checkChange({ target: found.target, daemonSet: found.daemonSet, preview, findings: write.plan.findings, changed: write.patch !== undefined }),
      checkNodesToCome(found.target.daemonSet.name, nodesToCome),
      ...nameAppliers(found, write),
      ...judgeAgentOwner(found, write, settings),
      ...(await checkDryRun(port, { holder: found.holder, target: patchTargetOf(found), write }, 'calico-dry-run', options)),
    ],
  };
};

/**
 * Plans the write to one DaemonSet, and refuses what must not be.
 *
 * @throws {CalicoAffinityError} `on-premises-endangered`, `owner-reverts`, `record-unreadable`
 */
export const requireSafeWrite = (found: FoundAgent, nodes: readonly NodeView[], settings: CalicoAffinityOptions): { readonly write: ExcludingWrite; readonly preview: PlacementPreview } => {
  const write = planExcludingWrite(found.holder, settings);
  const preview = previewWrite(found, write, nodes, settings);
  assertNoneEndangered(preview, write.subject);
  refuseReverted(judgeAgentOwner(found, write, settings));
  return { write, preview };
};

/** Who would take the change back; a failure becomes a warning where the options override the owner. */
const judgeAgentOwner = ({ holder, daemonSet }: FoundAgent, write: ExcludingWrite, settings: CalicoAffinityOptions): readonly Check[] =>
  overrideOwners(judgeOwner({ holder, component: componentOf(daemonSet), after: write.patch === undefined ? undefined : write.after, name: 'calico-owner' }), settings);

const nameAppliers = ({ holder }: FoundAgent, write: ExcludingWrite): readonly Check[] => {
  const managedFields = readPath(holder.object, ['metadata', 'managedFields']);
  if (write.patch === undefined || !Array.isArray(managedFields)) return [];
  return checkAppliers({ name: 'calico-affinity-applied', subject: `the affinity of ${write.subject}`, path: holder.path, managedFields });
};

const describeExclusion = ({ target }: FoundAgent, { plan }: ExcludingWrite, preview: PlacementPreview): string => {
  const keys = [...new Set(plan.changes.flatMap((change) => change.added.map((added) => `${added.key} NotIn [${(added.values ?? []).join(', ')}]`)))];
  const where = plan.changes.some((change) => change.action === 'create') ? 'in a new term' : `in ${plan.changes.length === 1 ? 'the existing term' : `${plan.changes.length} existing terms`}`;
  return `require ${keys.join(' and ')} ${where}; ${target.daemonSet.name} stays on ${countNodes(preview.keep.length)} and leaves ${preview.lose.length}`;
};
