import { ApiError, ConflictError, withRetry, type Change, type StepOptions } from '@ack-hybrid/core';
import type { CniPort } from '../api/port.ts';
import type { WorkloadPatchTarget } from '../api/workload-port.ts';
import type { AffinityWrite } from '../plan/affinity-write.ts';
import { templateAffinityOf } from '../plan/cni-target.ts';
import type { NodeView } from '../plan/match-node.ts';
import { previewPlacement, type PlacementPreview } from '../plan/preview-placement.ts';
import { podSpecOf } from '../plan/pod-spec.ts';
import type { CalicoAffinityOptions } from './affinity-options.ts';
import type { FoundAgent } from './observe-cni.ts';

/** The object to patch, as the port names it. */
export const patchTargetOf = (found: FoundAgent): WorkloadPatchTarget =>
  found.target.kind === 'operator-installation' ? { kind: 'installation', name: found.target.installation } : { kind: 'workload', reference: { kind: 'DaemonSet', ...found.target.daemonSet } };

/** Who keeps, loses and gains the DaemonSet's pod by a write; what runs now is judged by the live DaemonSet. */
export const previewWrite = (found: FoundAgent, write: AffinityWrite, nodes: readonly NodeView[], settings: CalicoAffinityOptions): PlacementPreview => {
  const live = templateAffinityOf(found.daemonSet)?.nodeAffinity;
  return previewPlacement({
    podSpec: podSpecOf(found.daemonSet),
    nodes,
    before: live,
    after: write.patch === undefined ? live : write.after?.nodeAffinity,
    waivedNodes: settings.waivedNodes ?? [],
  });
};

/**
 * Observes and writes, and does both anew where someone else was faster or an answer was lost; five times at most.
 * `attempt` must look before it writes.
 */
export const observeAndWrite = <Value>(attempt: () => Promise<Value>, settings: { readonly timing?: { readonly conflictDelayMs?: number } }, options: StepOptions): Promise<Value> =>
  withRetry(attempt, {
    attempts: 5,
    minDelayMs: settings.timing?.conflictDelayMs ?? 250,
    maxDelayMs: 10_000,
    signal: options.signal,
    retryIf: (error) => ConflictError.isInstance(error) || (ApiError.isInstance(error) && error.retryable && error.outcome === 'unknown'),
    onRetry: (error) => options.onProgress?.(ConflictError.isInstance(error) ? 'someone else changed the object: planning anew' : 'the answer was lost: looking again'),
  });

/**
 * Sends a planned write. `onSent` hears `true` before it goes out, since its answer may be lost, and `false` where the
 * server refused it because someone else was faster.
 */
export const sendWrite = async (port: CniPort, found: FoundAgent, write: AffinityWrite, options: StepOptions, onSent: (sent: boolean) => void): Promise<void> => {
  if (write.patch === undefined) return;
  options.onProgress?.(`writing the affinity of ${write.subject}`);
  onSent(true);
  try {
    await port.patch(patchTargetOf(found), write.patch, { signal: options.signal });
  } catch (error) {
    if (ConflictError.isInstance(error)) onSent(false);
    throw error;
  }
};

/** A write as one line for people. */
export const describeWrite = (write: AffinityWrite, summary: string): Change => ({
  action: 'update',
  target: write.subject,
  summary,
  before: write.before ?? null,
  after: write.after ?? null,
});
