import type { Change, StepOptions } from '@ack-hybrid/core';
import type { RestartPort, TerwayDaemonSet } from '../api/port.ts';
import { addonName, systemNamespace } from '../plan/names.ts';
import { decideRestart, describeStrategy } from '../plan/restart/plan-restart.ts';
import { restartReasonAnnotation } from '../plan/restart/restart-annotations.ts';
import { restartTerway, undoTerwayRestart, type RestartClocks, type RestartTiming } from './restart-terway.ts';
import type { RetryPatience } from './converge.ts';

const reasonPrefix = 'eni_conf changed at ';
const target = `DaemonSet ${systemNamespace}/${addonName}`;

/** What a plan says of pods that read the configuration before it changes; nothing where none runs. */
export const planRestartOf = (daemonSet: TerwayDaemonSet | undefined, wanted: { readonly changes: boolean; readonly changedAt?: string | undefined }): readonly Change[] => {
  const pods = daemonSet?.pods.filter(({ terminating }) => !terminating) ?? [];
  if (daemonSet === undefined || pods.length === 0 || !isWanted(daemonSet, wanted)) return [];
  return [{ action: 'update', target, summary: `restart ${pods.length} ${pods.length === 1 ? 'pod' : 'pods'}, since Terway reads its configuration at its start only (${describeStrategy(daemonSet.strategy)})` }];
};

const isWanted = (daemonSet: TerwayDaemonSet, { changes, changedAt }: { readonly changes: boolean; readonly changedAt?: string | undefined }): boolean => {
  if (changes) return true;
  if (changedAt === undefined) return false;
  const decision = decideRestart(daemonSet, { reason: '', since: changedAt });
  // A run that was killed while pods were replaced is to be gone on with.
  return decision.kind === 'begin' || (decision.kind === 'go-on' && daemonSet.pods.some((pod) => isLeft(pod.restartedAt, changedAt)));
};

const isLeft = (restartedAt: string | undefined, changedAt: string): boolean => restartedAt === undefined || Date.parse(restartedAt) < Date.parse(changedAt);

/** Restarts the pods that are older than the configuration. */
export const restartForConfiguration = async (port: RestartPort, changedAt: string, settings: { readonly timing?: RestartTiming | undefined; readonly retry?: RetryPatience | undefined; readonly clocks: RestartClocks }, options: StepOptions): Promise<void> => {
  const { clocks, ...patience } = settings;
  await restartTerway(port, { reason: `${reasonPrefix}${changedAt}`, since: changedAt, ...patience }, options, clocks);
};

/**
 * Takes the restart back without waiting: the access key may be gone already, and without it no Terway pod comes up. The
 * pods that the controller replaces read the configuration as it was put back.
 *
 * @param undone `isPutBack`: whether this run put the configuration back; else only a restart of this step is taken back,
 * which a run that died in between has left
 */
export const takeRestartBack = async (port: RestartPort, undone: { readonly isPutBack: boolean; readonly retry?: RetryPatience | undefined }, options: StepOptions): Promise<readonly Change[]> => {
  const before = await port.terway(options);
  const reason = before?.templateAnnotations[restartReasonAnnotation];
  const isHeld = reason !== undefined && (undone.isPutBack || reason.startsWith(reasonPrefix));
  const changes = isHeld ? await undoTerwayRestart(port, { wait: false, retry: undone.retry }, options) : [];
  const isReplaced = isHeld && before?.strategy.type === 'RollingUpdate';
  if ((undone.isPutBack || isHeld) && !isReplaced && (before?.pods.length ?? 0) > 0) options.onProgress?.(`${addonName}: its pods read what was put back at their next start only; kubectl -n ${systemNamespace} delete pod restarts one`);
  return changes;
};
