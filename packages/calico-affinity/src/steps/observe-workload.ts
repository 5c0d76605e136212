import type { Check } from '@ack-hybrid/core';
import type { WorkloadPatchTarget, WorkloadPort } from '../api/workload-port.ts';
import { CalicoAffinityError } from '../errors.ts';
import type { AffinityHolder } from '../plan/affinity-write.ts';
import { installationHolder, placeOf, subjectOf, type ReadWorkload } from '../plan/workloads/workload.ts';
import { describeSelection, isNamed, type WorkloadSelection } from '../plan/workloads/workload-selection.ts';
import type { CniCallOptions } from '../api/call-options.ts';

/** A workload with the place where its affinity is changed. */
export interface PlacedWorkload {
  readonly workload: ReadWorkload;
  readonly holder: AffinityHolder;
  readonly target: WorkloadPatchTarget;
}

/** What the selections mean now. */
export interface ObservedWorkloads {
  readonly placed: readonly PlacedWorkload[];
  /** What wasn't found, and what we must not write to. */
  readonly problems: readonly Check[];
}

/** Reads what the selections mean, each workload once, and where the affinity of each is to be changed. */
export const observeWorkloads = async (port: WorkloadPort, selections: readonly WorkloadSelection[], options: CniCallOptions): Promise<ObservedWorkloads> => {
  const placed = new Map<string, PlacedWorkload>();
  const problems: Check[] = [];
  for (const selection of selections) {
    const found = await port.findWorkloads(selection, options);
    if (found.length === 0) problems.push(notFound(selection));
    for (const workload of found) {
      const subject = subjectOf(workload.reference);
      if (placed.has(subject)) continue;
      const place = await placeWorkload(port, workload, options);
      if ('status' in place) problems.push(place);
      else placed.set(subject, place);
    }
  }
  return { placed: [...placed.values()], problems };
};

/** Reads a workload's place anew, as it is written to one after the other: two of them may stand in one Installation. */
export const placeWorkload = async (port: WorkloadPort, workload: ReadWorkload, options: CniCallOptions): Promise<PlacedWorkload | Check> => {
  const place = placeOf(workload);
  if (place.kind === 'itself') return { workload, holder: place.holder, target: { kind: 'workload', reference: workload.reference } };
  if (place.kind === 'installation') {
    const installation = await port.readInstallation(place.installation, options);
    if (installation !== undefined) return { workload, holder: installationHolder(place, workload, installation), target: { kind: 'installation', name: place.installation } };
  }
  const why = place.kind === 'refused' ? place.why : `Installation ${place.installation} owns it, but was not found`;
  const remediation = place.kind === 'refused' ? place.remediation : 'Look who made it, and set the affinity there.';
  return { name: 'workload-owner', status: 'fail', message: `${subjectOf(workload.reference)}: ${why}`, remediation };
};

/** The error for what a plan shows as a failed check. */
export const refuseWorkloads = (problems: readonly Check[]): CalicoAffinityError =>
  new CalicoAffinityError({
    reason: problems.some((problem) => problem.name === 'workload-owner') ? 'owner-unknown' : 'workload-not-found',
    message: problems.map((problem) => problem.message).join('; '),
    remediation: [...new Set(problems.map((problem) => problem.remediation ?? ''))].join(' '),
  });

const notFound = (selection: WorkloadSelection): Check => ({
  name: 'workload-found',
  status: 'fail',
  message: `${describeSelection(selection)} is not there`,
  remediation: isNamed(selection) ? 'Correct kind, namespace and name, or leave it out.' : 'Correct the selector (kubectl get with -l shows what it selects), or leave it out.',
});
