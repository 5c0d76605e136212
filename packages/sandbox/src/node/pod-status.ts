import type { V1Pod } from '@kubernetes/client-node';
import type { PodRun } from '../halves.ts';

/** A status to be patched into a pod, in the shape of the API. */
export type PodStatusPatch = Readonly<Record<string, unknown>>;

const timeText = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** A pod whose network is not up: its containers wait, as the kubelet says it. */
export function waitingStatus(pod: V1Pod, message: string): PodStatusPatch {
  return { phase: 'Pending', containerStatuses: containers(pod, { waiting: { reason: 'ContainerCreating', message } }, false) };
}

/** Whether {@link waitingStatus} of this message is in the pod already. */
export function isWaiting(pod: V1Pod, message: string): boolean {
  return pod.status?.containerStatuses?.[0]?.state?.waiting?.message === message;
}

/** A pod that has started: every init container has ended well, every container runs and is ready. */
export function runningStatus(pod: V1Pod, addresses: { readonly hostIP: string; readonly podIP: string }, at: number): PodStatusPatch {
  const time = timeText(at);
  const done = { terminated: { exitCode: 0, reason: 'Completed', startedAt: time, finishedAt: time } };
  const initial = pod.spec?.initContainers ?? [];
  return {
    phase: 'Running',
    conditions: conditions('True', time),
    hostIP: addresses.hostIP,
    hostIPs: [{ ip: addresses.hostIP }],
    podIP: addresses.podIP,
    podIPs: [{ ip: addresses.podIP }],
    startTime: time,
    ...(initial.length === 0 ? {} : { initContainerStatuses: initial.map(({ name, image = '' }) => ({ name, image, imageID: '', restartCount: 0, ready: true, started: false, state: done })) }),
    containerStatuses: containers(pod, { running: { startedAt: time } }, true),
  };
}

/** A pod whose containers have ended for good. */
export function endedStatus(pod: V1Pod, { exitCode }: Pick<PodRun, 'exitCode'>, at: number): PodStatusPatch {
  const time = timeText(at);
  const well = exitCode === 0;
  const startedAt = pod.status?.startTime === undefined ? time : timeText(new Date(pod.status.startTime).getTime());
  return {
    phase: well ? 'Succeeded' : 'Failed',
    conditions: conditions('False', time).map((condition) => (condition['status'] === 'False' ? { ...condition, reason: well ? 'PodCompleted' : 'PodFailed' } : condition)),
    containerStatuses: containers(pod, { terminated: { exitCode, reason: well ? 'Completed' : 'Error', startedAt, finishedAt: time } }, false),
  };
}

function conditions(ready: string, lastTransitionTime: string): Record<string, string>[] {
  const condition = (type: string, status: string): Record<string, string> => ({ type, status, lastTransitionTime });
  return [condition('PodReadyToStartContainers', 'True'), condition('Initialized', 'True'), condition('Ready', ready), condition('ContainersReady', ready)];
}

function containers(pod: V1Pod, state: Readonly<Record<string, unknown>>, ready: boolean): Readonly<Record<string, unknown>>[] {
  return (pod.spec?.containers ?? []).map(({ name, image = '' }) => ({ name, image, imageID: '', restartCount: 0, ready, started: ready, state }));
}
