import { readPath } from '../json.ts';
import type { ReadWorkload } from './workload.ts';

/** Where the rollout of a workload stands. */
export type WorkloadVerdict = { readonly done: true } | { readonly done: false; readonly state: string };

/**
 * Whether a workload has rolled out its template, by the counts in its status. With `OnDelete`, and for a StatefulSet with
 * a partition, pods keep the old template until somebody deletes them: only the controller's having seen it is awaited.
 * (Source: kubectl, pkg/polymorphichelpers/rollout_status.go.)
 */
export const judgeWorkload = ({ reference, object }: ReadWorkload): WorkloadVerdict => {
  const status = (field: string): number => numberAt(object, ['status', field]) ?? 0;
  if (status('observedGeneration') < (numberAt(object, ['metadata', 'generation']) ?? 0)) return { done: false, state: 'the controller has not seen the change yet' };
  if (replacesNothing(object)) return { done: true };
  if (reference.kind === 'DaemonSet') {
    const wanted = status('desiredNumberScheduled');
    return verdict(status('updatedNumberScheduled'), status('numberAvailable'), wanted);
  }
  const wanted = numberAt(object, ['spec', 'replicas']) ?? 1;
  const left = reference.kind === 'Deployment' ? Math.max(0, status('replicas') - status('updatedReplicas')) : 0;
  if (left > 0) return { done: false, state: `${left} pods of the old template are left` };
  return verdict(status('updatedReplicas'), status('availableReplicas'), wanted);
};

/** Whether a change of the template replaces no running pod by itself. */
export const replacesNothing = (object: ReadWorkload['object']): boolean =>
  readPath(object, ['spec', 'updateStrategy', 'type']) === 'OnDelete' || (numberAt(object, ['spec', 'updateStrategy', 'rollingUpdate', 'partition']) ?? 0) > 0;

const verdict = (updated: number, available: number, wanted: number): WorkloadVerdict =>
  updated >= wanted && available >= wanted ? { done: true } : { done: false, state: `${updated} of ${wanted} updated, ${available} available` };

const numberAt = (object: ReadWorkload['object'], path: readonly string[]): number | undefined => {
  const value = readPath(object, path);
  return typeof value === 'number' ? value : undefined;
};
