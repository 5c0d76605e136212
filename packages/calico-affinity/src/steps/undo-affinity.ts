import type { Change, StepOptions } from '@ack-hybrid/core';
import type { CniPort } from '../api/port.ts';
import { planRestoringWrite, type RestoringWrite } from '../plan/affinity-write.ts';
import type { DaemonSetReference } from '../plan/cni-target.ts';
import { sameJson } from '../plan/json.ts';
import type { PodAffinitySpec } from '../plan/node-affinity.ts';
import type { DaemonPodView } from '../plan/placement-checks.ts';
import { assertNoneEndangered, countNodes, type PlacementPreview } from '../plan/preview-placement.ts';
import { namedDaemonSet, type CalicoAffinityOptions } from './affinity-options.ts';
import { observeCni, refuseTarget, requireAgent, type FoundAgent, type FoundCni } from './observe-cni.ts';
import { waitForRollout } from './wait-for-rollout.ts';
import { componentSettings } from './workloads-options.ts';
import { undoWorkloads } from './workloads-step.ts';
import { describeWrite, observeAndWrite, previewWrite, sendWrite } from './write-affinity.ts';

/**
 * Takes the affinity back, in the opposite order: exactly what was there before where nobody changed it since, else only
 * our requirements. Gives no change where no record of ours is on an object.
 *
 * @throws {CalicoAffinityError} where an on-premises node would lose its CNI by it, the record can't be read, or the
 * owner of the CNI isn't clear
 */
export const undoAffinity = async (port: CniPort, settings: CalicoAffinityOptions, options: StepOptions): Promise<readonly Change[]> => {
  const found = await findForUndo(port, settings, options);
  if (found === undefined) return [];
  const changes: Change[] = [];
  if (settings.allComponents === true) changes.push(...(await undoWorkloads(port, componentSettings(found.siblings, settings), options)));
  for (const { target } of [...found.agents].reverse()) changes.push(...(await undoAgent(port, target.daemonSet, settings, options)));
  return changes;
};

/** No CNI: nothing to take back. An unclear owner is another matter: our record may be on either object. */
const findForUndo = async (port: CniPort, settings: CalicoAffinityOptions, options: StepOptions): Promise<FoundCni | undefined> => {
  const observed = await observeCni(port, namedDaemonSet(settings), options);
  if (observed.found !== undefined) return observed.found;
  if (observed.target.reason === 'cni-not-found') return undefined;
  throw refuseTarget(observed.target);
};

const undoAgent = async (port: CniPort, reference: DaemonSetReference, settings: CalicoAffinityOptions, options: StepOptions): Promise<readonly Change[]> => {
  // Outlives a lost answer: the next look finds the record gone, and the change was ours all the same.
  let mine: { readonly found: FoundAgent; readonly write: RestoringWrite; readonly change: Change } | undefined;
  let podsBefore: readonly DaemonPodView[] | undefined;
  await observeAndWrite(
    async () => {
      const found = await requireAgent(port, reference, options);
      const write = planRestoringWrite(found.holder);
      if (write.patch === undefined) return;
      const preview = previewWrite(found, write, await port.listNodes(options), settings);
      assertNoneEndangered(preview, `undo on ${write.subject}`);
      const change = describeWrite(write, describeRestore(found, write, preview));
      podsBefore ??= await port.listDaemonPods(found.daemonSet, options);
      await sendWrite(port, found, write, options, (sent) => (mine = sent ? { found, write, change } : undefined));
    },
    settings,
    options,
  );
  if (mine === undefined) return [];
  await waitUntilRestored(port, mine.found, mine.write, podsBefore ?? [], settings, options);
  return [mine.change];
};

const waitUntilRestored = async (port: CniPort, found: FoundAgent, write: RestoringWrite, podsBefore: readonly DaemonPodView[], settings: CalicoAffinityOptions, options: StepOptions): Promise<void> => {
  if (sameJson(write.before, write.after)) return;
  const byOperator = found.target.kind === 'operator-installation';
  const isRendered = (affinity: PodAffinitySpec | undefined): boolean =>
    !byOperator || (write.after === undefined ? !sameJson(affinity, write.applied) : sameJson(affinity, write.after));
  await waitForRollout(port, { reference: found.target.daemonSet, nodes: await port.listNodes(options), isRendered, podsBefore, isUndo: true }, settings, options);
};

const describeRestore = ({ target }: FoundAgent, write: RestoringWrite, preview: PlacementPreview): string => {
  const how = write.kind === 'exact' ? 'set the affinity back to what it was' : ['take our requirements out of the affinity', ...write.notes].join('; ');
  return preview.gain.length === 0 ? how : `${how}; ${target.daemonSet.name} comes back to ${countNodes(preview.gain.length)}`;
};
