import { readObject } from '../json.ts';
import type { KubeObject, Pod, PodSpec } from '../kube-types.ts';
import { timeText } from '../names.ts';
import { isReady } from '../pod-state.ts';
import { store } from './control-plane.ts';
import type { ControlPlane } from './control-plane.ts';
import { createPod, podsOf } from './owned-pods.ts';

const jobsKey = { group: 'batch', plural: 'jobs' } as const;

/** Runs Jobs: as many pods at a time as `parallelism`, until `completions` have succeeded or `backoffLimit` is passed. Time-outs and indexes are not modelled. */
export function jobController(plane: ControlPlane): void {
  for (const job of plane.cluster.store.list(jobsKey)) {
    const isOver = ((readObject(job, 'status').conditions as unknown[] | undefined) ?? []).length > 0;
    if (isOver || job.metadata.deletionTimestamp !== undefined) continue;
    reconcile(plane, job);
  }
}

function reconcile(plane: ControlPlane, job: KubeObject): void {
  const { parallelism = 1, completions = 1, backoffLimit = 6, suspend } = job.spec as { parallelism?: number; completions?: number; backoffLimit?: number; suspend?: boolean };
  const pods = podsOf(plane, job);
  const inPhase = (phase: string): Pod[] => pods.filter((pod) => pod.status?.phase === phase);
  const succeeded = inPhase('Succeeded').length;
  const failed = inPhase('Failed').length;
  const active = pods.length - succeeded - failed;
  const time = timeText(plane.cluster.clock.now());
  const end =
    succeeded >= completions
      ? { completionTime: time, conditions: [{ type: 'Complete', status: 'True', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods', lastTransitionTime: time }] }
      : failed > backoffLimit
        ? { conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit', lastTransitionTime: time }] }
        : undefined;
  if (end === undefined && suspend !== true) {
    const template = readObject(job, 'spec', 'template');
    const labels = readObject(template, 'metadata', 'labels') as Record<string, string>;
    for (let missing = Math.min(parallelism, completions - succeeded) - active; missing > 0; missing -= 1) createPod(plane, job, { labels }, template.spec as PodSpec);
  }
  const startTime = readObject(job, 'status').startTime ?? time;
  const counts = { active: podsOf(plane, job).length - succeeded - failed, ready: pods.filter(isReady).length, succeeded, failed };
  const shown = Object.fromEntries(Object.entries(counts).filter(([name, value]) => value > 0 || name === 'ready'));
  store(plane, jobsKey, job, { ...job, status: { startTime, ...shown, ...end } });
}
