import { ConflictError, waitFor, type StepOptions } from '@ack-hybrid/core';
import type { WorkloadPort } from '../api/workload-port.ts';
import type { AffinityWrite } from '../plan/affinity-write.ts';
import { templateAffinityOf } from '../plan/cni-target.ts';
import type { PodAffinitySpec } from '../plan/node-affinity.ts';
import { judgeWorkload } from '../plan/workloads/judge-workload.ts';
import { subjectOf, type ReadWorkload, type WorkloadReference } from '../plan/workloads/workload.ts';
import { placeWorkload, refuseWorkloads, type PlacedWorkload } from './observe-workload.ts';
import type { OnPremisesWorkloadsOptions } from './workloads-options.ts';
import { observeAndWrite } from './write-affinity.ts';

/**
 * Reads a workload anew, plans and writes, and does all of it again where someone else was faster or an answer was lost.
 * Gives the write that this run made, if any.
 */
export const writeAnew = async <Write extends AffinityWrite>(
  port: WorkloadPort,
  { reference }: ReadWorkload,
  settings: OnPremisesWorkloadsOptions,
  options: StepOptions,
  plan: (each: PlacedWorkload) => Write,
): Promise<Write | undefined> => {
  let mine: Write | undefined;
  await observeAndWrite(
    async () => {
      const [workload] = await port.findWorkloads(reference, options);
      const each = workload === undefined ? undefined : await placeWorkload(port, workload, options);
      if (each === undefined) return;
      if ('status' in each) throw refuseWorkloads([each]);
      const write = plan(each);
      if (write.patch === undefined) return;
      options.onProgress?.(`writing the affinity of ${write.subject}`);
      mine = write;
      try {
        await port.patch(each.target, write.patch, { signal: options.signal });
      } catch (error) {
        // A lost answer may hide a write that was done; a conflict says that it wasn't.
        if (ConflictError.isInstance(error)) mine = undefined;
        throw error;
      }
    },
    settings,
    options,
  );
  return mine;
};

/**
 * Waits until a workload's template has the affinity and is rolled out.
 *
 * @throws {WaitTimeoutError} with the states seen
 */
export const waitForWorkload = (port: WorkloadPort, reference: WorkloadReference, isRendered: (affinity: PodAffinitySpec | undefined) => boolean, settings: OnPremisesWorkloadsOptions, options: StepOptions): Promise<true> =>
  waitFor(
    async () => {
      const [workload] = await port.findWorkloads(reference, options);
      if (workload === undefined) return { done: false, state: `${subjectOf(reference)} is not there` };
      if (!isRendered(templateAffinityOf(workload.object))) return { done: false, state: 'its owner has not rendered the affinity yet' };
      const verdict = judgeWorkload(workload);
      if (verdict.done) return { done: true, value: true as const };
      const unscheduled = (await port.listPods(workload, options)).find((pod) => pod.unscheduled !== undefined)?.unscheduled;
      return { done: false, state: unscheduled === undefined ? verdict.state : `${verdict.state}; no place for a pod: ${unscheduled}` };
    },
    {
      subject: `the rollout of ${subjectOf(reference)}`,
      timeoutMs: settings.timing?.rolloutTimeoutMs ?? 600_000,
      intervalMs: settings.timing?.intervalMs ?? 2_000,
      signal: options.signal,
      onState: (state) => options.onProgress?.(`${subjectOf(reference)}: ${state}`),
      remediation: `Look at the pods of ${subjectOf(reference)} that are not available; the step's undo takes the change back. Run again once they are well.`,
    },
  );
