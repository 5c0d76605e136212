import type { PodRun } from '../../halves.ts';
import type { JsonObject } from '../json.ts';
import type { Condition, Container, KubeNode, Pod } from '../kube-types.ts';
import { timeText } from '../names.ts';
import { isReady, nodesKey, podsKey } from '../pod-state.ts';
import { store } from './control-plane.ts';
import type { Controller, ControlPlane } from './control-plane.ts';
import { nodeAddress, podAddress } from './pod-address.ts';

/**
 * Stands for the kubelets of all nodes: takes deleted pods away, starts bound pods, and has the pod runtime run those that do something.
 * A pod that is not on the host's network waits until its node is Ready and has an address for it.
 */
export function createKubelet(): Controller {
  /** When a pod was first seen on its node, by uid. */
  const seen = new Map<string, number>();
  return (plane) => {
    const pods = plane.cluster.store.list(podsKey) as Pod[];
    for (const uid of seen.keys()) if (!pods.some((pod) => pod.metadata.uid === uid)) seen.delete(uid);
    for (const pod of pods) {
      const node = plane.cluster.store.get(nodesKey, undefined, pod.spec.nodeName ?? '') as KubeNode | undefined;
      if (node === undefined) continue;
      if (pod.metadata.deletionTimestamp !== undefined) {
        if ((pod.metadata.finalizers ?? []).length === 0) plane.cluster.store.remove(podsKey, pod);
        plane.logs.delete(pod.metadata.uid ?? '');
      } else if ((pod.status?.phase ?? 'Pending') === 'Pending') start(plane, pod, node, seen);
    }
  };
}

function start(plane: ControlPlane, pod: Pod, node: KubeNode, seen: Map<string, number>): void {
  const uid = pod.metadata.uid ?? '';
  const now = plane.cluster.clock.now();
  const since = seen.get(uid) ?? now;
  seen.set(uid, since);
  const due = since + plane.timing.podReadyMs;
  if (now < due) {
    plane.wakeAt(due);
    return;
  }
  const isOnHost = pod.spec.hostNetwork === true;
  const podIP = !isOnHost && !isReady(node) ? undefined : podAddress(plane, pod, node);
  if (podIP === undefined) {
    const waiting = { waiting: { reason: 'ContainerCreating', message: isReady(node) ? 'the network plug-in has no address for the pod' : 'container runtime network not ready' } };
    store(plane, podsKey, pod, { ...pod, status: { ...pod.status, phase: 'Pending', containerStatuses: statuses(pod, waiting, false) } });
    return;
  }
  const hostIP = nodeAddress(node) ?? '';
  const time = timeText(now);
  const started = plane.cluster.store.put(podsKey, {
    ...pod,
    status: {
      ...pod.status,
      phase: 'Running',
      conditions: conditions(pod, 'True', time),
      hostIP,
      hostIPs: [{ ip: hostIP }],
      podIP,
      podIPs: [{ ip: podIP }],
      startTime: time,
      qosClass: 'BestEffort',
      containerStatuses: statuses(pod, { running: { startedAt: time } }, true),
    },
  });
  // What runs in the pod speaks from the pod's address: the runtime gets the pod that has one.
  const run = plane.runtime?.run(started, node.metadata.name);
  if (run !== undefined) void run.then((result) => finish(plane, uid, pod, result), (error: unknown) => finish(plane, uid, pod, { exitCode: 128, log: error instanceof Error ? error.message : String(error) }));
}

/** A container ended. With restartPolicy Always the pod stays Running and keeps the log: it is not started a second time. */
function finish(plane: ControlPlane, uid: string, started: Pod, { exitCode, log }: PodRun): void {
  const pod = plane.cluster.store.get(podsKey, started.metadata.namespace, started.metadata.name) as Pod | undefined;
  if (pod?.metadata.uid !== uid) return;
  plane.logs.set(uid, log);
  if ((pod.spec.restartPolicy ?? 'Always') === 'Always') return;
  const time = timeText(plane.cluster.clock.now());
  const terminated = { terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt: pod.status?.startTime, finishedAt: time } };
  plane.cluster.store.put(podsKey, {
    ...pod,
    status: {
      ...pod.status,
      phase: exitCode === 0 ? 'Succeeded' : 'Failed',
      conditions: conditions(pod, 'False', time).map((condition) => (condition.status === 'False' ? { ...condition, reason: exitCode === 0 ? 'PodCompleted' : 'PodFailed' } : condition)),
      containerStatuses: statuses(pod, terminated, false),
    },
  });
}

function conditions(pod: Pod, ready: string, time: string): Condition[] {
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled') ?? { type: 'PodScheduled', status: 'True', lastTransitionTime: time };
  const at = (type: string, status: string): Condition => ({ type, status, lastTransitionTime: time });
  return [at('PodReadyToStartContainers', 'True'), at('Initialized', 'True'), at('Ready', ready), at('ContainersReady', ready), scheduled];
}

function statuses(pod: Pod, state: JsonObject, ready: boolean): JsonObject[] {
  return (pod.spec.containers ?? []).map(({ name, image = '' }: Container) => ({ name, image, imageID: '', restartCount: 0, ready, started: ready, state, lastState: {} }));
}
