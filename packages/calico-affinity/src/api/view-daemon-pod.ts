import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { DaemonPodView } from '../plan/placement-checks.ts';

/**
 * What is kept of a pod of a DaemonSet; `undefined` for one that another controls, that has ended, or that the scheduler
 * hasn't looked at.
 *
 * @param ownerUid the uid of the DaemonSet
 */
export const viewDaemonPod = (pod: V1Pod, ownerUid: unknown): DaemonPodView | undefined => {
  const phase = pod.status?.phase;
  const ours = pod.metadata?.ownerReferences?.some((owner) => owner.controller === true && owner.uid === ownerUid) ?? false;
  const conditions = pod.status?.conditions ?? [];
  const unscheduled = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False')?.message;
  // A pod that the scheduler hasn't looked at yet is on no node and has nothing to say.
  if (!ours || (pod.spec?.nodeName === undefined && unscheduled === undefined) || phase === 'Failed' || phase === 'Succeeded') return undefined;
  const ready = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  const revision = pod.metadata?.labels?.['controller-revision-hash'];
  const templateGeneration = pod.metadata?.labels?.['pod-template-generation'];
  return {
    name: pod.metadata?.name ?? '',
    nodeName: pod.spec?.nodeName ?? '',
    ready,
    terminating: pod.metadata?.deletionTimestamp !== undefined,
    ...(unscheduled === undefined ? {} : { unscheduled }),
    ...(revision === undefined ? {} : { revision }),
    ...(templateGeneration === undefined ? {} : { templateGeneration }),
    ...(ready ? {} : troubleOf([...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])])),
  };
};

/** Reasons that say nothing but that the pod is on its way (Kubernetes v1.36, pkg/kubelet/kubelet_pods.go). */
const onTheWay = new Set(['PodInitializing', 'ContainerCreating']);

const troubleOf = (statuses: readonly V1ContainerStatus[]): Pick<DaemonPodView, 'reason' | 'container' | 'message' | 'restarts'> => {
  const troubled = statuses.find(({ state }) => state?.waiting?.reason !== undefined && !onTheWay.has(state.waiting.reason)) ?? statuses.find(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
  const restarts = troubled?.restartCount ?? Math.max(0, ...statuses.map(({ restartCount }) => restartCount));
  const counted = restarts === 0 ? {} : { restarts };
  if (troubled === undefined) return counted;
  const { waiting, terminated } = troubled.state ?? {};
  const ended = terminated ?? troubled.lastState?.terminated;
  const message = [...(ended === undefined ? [] : [`ended with exit code ${ended.exitCode}${ended.reason === undefined ? '' : ` (${ended.reason})`}`]), ...(waiting?.message === undefined ? [] : [waiting.message])].join('; ');
  return { reason: waiting?.reason ?? terminated?.reason ?? 'Error', container: troubled.name, ...(message === '' ? {} : { message: message.slice(0, 200) }), ...counted };
};
