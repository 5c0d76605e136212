import { ApiError, ConflictError, type Check, type StepOptions } from '@ack-hybrid/core';
import type { WorkloadPatchTarget, WorkloadPort } from '../api/workload-port.ts';
import type { AffinityHolder, AffinityWrite } from '../plan/affinity-write.ts';
import { readPath, sameJson } from '../plan/json.ts';

/** A write that isn't sent yet, and where it would go. */
export interface PlannedPatch {
  readonly holder: AffinityHolder;
  readonly target: WorkloadPatchTarget;
  readonly write: AffinityWrite;
}

/**
 * Asks the server whether it would take the patch, and whether it would store it unchanged. Stores nothing.
 *
 * @param name the name of the check
 * @throws {ConflictError} where somebody changed the object since it was read
 */
export const checkDryRun = async (port: WorkloadPort, { holder, target, write }: PlannedPatch, name: string, options: StepOptions): Promise<readonly Check[]> => {
  if (write.patch === undefined) return [];
  const remediation = 'Look for an admission webhook that changes or refuses it, or a CRD that does not know the field (the operator needs v1.28 or newer).';
  try {
    const result = await port.patch(target, write.patch, { signal: options.signal, dryRun: true });
    if (sameJson(readPath(result, holder.path), write.after)) return [{ name, status: 'pass', message: `the API server accepts the change of ${write.subject} as it is` }];
    return [{ name, status: 'fail', message: `the API server would store another affinity on ${write.subject} than the one that is sent`, remediation }];
  } catch (error) {
    if (!ApiError.isInstance(error) || ConflictError.isInstance(error) || (error.status !== 400 && error.status !== 422)) throw error;
    return [{ name, status: 'fail', message: error.message, remediation }];
  }
};
