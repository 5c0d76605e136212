import type { Change, StepOptions } from '@ack-hybrid/core';
import type { CalicoPort } from '../api/port.ts';
import { planRestoringWrite, type RestoringWrite } from '../plan/affinity-write.ts';
import { sameJson } from '../plan/json.ts';
import type { PodAffinitySpec } from '../plan/node-affinity.ts';
import { assertNoneEndangered, countNodes, type PlacementPreview } from '../plan/preview-placement.ts';
import { namedDaemonSet, type CalicoAffinityOptions } from './affinity-options.ts';
import { observeCalico, refuseTarget, type FoundCalico } from './observe-calico.ts';
import { describeWrite, observeAndWrite, previewWrite, sendWrite } from './write-affinity.ts';
import { waitForRollout } from './wait-for-rollout.ts';

/**
 * Takes the affinity back: exactly what was there before where nobody changed it since, else only our requirements.
 * Gives no change where no record of ours is on the object.
 *
 * @throws {CalicoAffinityError} where an on-premises node would lose its CNI by it, the record can't be read, or the
 * owner of Calico isn't clear
 */
export const undoAffinity = async (port: CalicoPort, settings: CalicoAffinityOptions, options: StepOptions): Promise<readonly Change[]> => {
  // Outlives a lost answer: the next look finds the record gone, and the change was ours all the same.
  let mine: { readonly found: FoundCalico; readonly write: RestoringWrite; readonly change: Change } | undefined;
  await observeAndWrite(
    async () => {
      const found = await findForUndo(port, settings, options);
      if (found === undefined) return;
      const write = planRestoringWrite(found.holder);
      if (write.patch === undefined) return;
      const preview = previewWrite(found, write, await port.listNodes(options), settings);
      assertNoneEndangered(preview, `undo on ${write.subject}`);
      const change = describeWrite(write, describeRestore(write, preview));
      await sendWrite(port, found, write, options, (sent) => (mine = sent ? { found, write, change } : undefined));
    },
    settings,
    options,
  );
  if (mine === undefined) return [];
  await waitUntilRestored(port, mine.found, mine.write, settings, options);
  return [mine.change];
};

/** No Calico: nothing to take back. An unclear owner is another matter: our record may be on either object. */
const findForUndo = async (port: CalicoPort, settings: CalicoAffinityOptions, options: StepOptions): Promise<FoundCalico | undefined> => {
  const observed = await observeCalico(port, namedDaemonSet(settings), options);
  if (observed.found !== undefined) return observed.found;
  if (observed.target.reason === 'calico-not-found') return undefined;
  throw refuseTarget(observed.target);
};

const waitUntilRestored = async (port: CalicoPort, found: FoundCalico, write: RestoringWrite, settings: CalicoAffinityOptions, options: StepOptions): Promise<void> => {
  if (sameJson(write.before, write.after)) return;
  const byOperator = found.target.kind === 'operator-installation';
  const isRendered = (affinity: PodAffinitySpec | undefined): boolean =>
    !byOperator || (write.after === undefined ? !sameJson(affinity, write.applied) : sameJson(affinity, write.after));
  await waitForRollout(port, { reference: found.target.daemonSet, nodes: await port.listNodes(options), isRendered }, settings, options);
};

const describeRestore = (write: RestoringWrite, preview: PlacementPreview): string => {
  const how = write.kind === 'exact' ? 'set the affinity back to what it was' : ['take our requirements out of the affinity', ...write.notes].join('; ');
  return preview.gain.length === 0 ? how : `${how}; calico-node comes back to ${countNodes(preview.gain.length)}`;
};
