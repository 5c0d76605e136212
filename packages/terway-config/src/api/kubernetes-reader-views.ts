import type { V1ContainerStatus, V1DaemonSet, V1Node, V1Pod, V1PodSpec } from '@kubernetes/client-node';
import type { NodePlacement, NodeRequirement } from '../plan/match-node.ts';
import { restartedAtAnnotation } from '../plan/restart/restart-annotations.ts';
import type { NodeState, TerwayDaemonSet, TerwayPod, UpdateStrategy } from '../plan/restart/terway-workload.ts';

/** What is kept of the DaemonSet. */
export const viewDaemonSet = (daemonSet: V1DaemonSet, pods: readonly TerwayPod[]): TerwayDaemonSet => {
  const template = daemonSet.spec?.template;
  return {
    resourceVersion: daemonSet.metadata?.resourceVersion ?? '',
    placement: placementOf(template?.spec),
    tolerations: (template?.spec?.tolerations ?? []).map(({ key, operator, value, effect }) => ({ ...some({ key }), ...some({ operator }), ...some({ value }), ...some({ effect }) })),
    hostNetwork: template?.spec?.hostNetwork === true,
    strategy: strategyOf(daemonSet),
    templateAnnotations: template?.metadata?.annotations ?? {},
    images: Object.fromEntries((template?.spec?.containers ?? []).map(({ name, image = '' }) => [name, image])),
    mountedSecrets: (template?.spec?.volumes ?? []).flatMap(({ secret }) => (secret?.secretName === undefined ? [] : [secret.secretName])),
    pods,
  };
};

// The client's classes say `undefined` where a field is missing.
const some = <Name extends string, Value>(field: Readonly<Record<Name, Value | undefined>>): Partial<Record<Name, Value>> =>
  Object.fromEntries(Object.entries(field).filter(([, value]) => value !== undefined)) as Partial<Record<Name, Value>>;

// As the API server fills it in: maxUnavailable 1, maxSurge 0 (k8s.io/kubernetes v1.36, pkg/apis/apps/v1/defaults.go).
const strategyOf = ({ spec }: V1DaemonSet): UpdateStrategy =>
  spec?.updateStrategy?.type === 'OnDelete'
    ? { type: 'OnDelete' }
    : { type: 'RollingUpdate', maxUnavailable: String(spec?.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1), maxSurge: String(spec?.updateStrategy?.rollingUpdate?.maxSurge ?? 0) };

const placementOf = (template: V1PodSpec | undefined): NodePlacement => {
  const required = template?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const terms = required?.nodeSelectorTerms.map((term) => ({ matchExpressions: requirements(term.matchExpressions), matchFields: requirements(term.matchFields) }));
  return { nodeSelector: template?.nodeSelector ?? {}, ...(terms === undefined ? {} : { requiredTerms: terms }) };
};

const requirements = (list: readonly { key: string; operator: string; values?: string[] }[] = []): readonly NodeRequirement[] =>
  list.map(({ key, operator, values }) => ({ key, operator, ...some({ values }) }));

/** What is kept of a node. */
export const viewNode = (node: V1Node): NodeState => ({
  name: node.metadata?.name ?? '',
  labels: node.metadata?.labels ?? {},
  ready: node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false,
  taints: (node.spec?.taints ?? []).map(({ key, value, effect }) => ({ key, effect, ...some({ value }) })),
  kernelVersion: node.status?.nodeInfo?.kernelVersion ?? '',
});

/** Whether a pod is one of the DaemonSet's, or of one of its name that was deleted before it. */
export const isOwnedBy = (pod: V1Pod, daemonSet: V1DaemonSet): boolean =>
  (pod.metadata?.ownerReferences ?? []).some((owner) => owner.kind === 'DaemonSet' && (owner.uid === daemonSet.metadata?.uid || owner.name === daemonSet.metadata?.name));

/** What is kept of a pod; `undefined` for one that has ended. */
export const viewPod = (pod: V1Pod): TerwayPod | undefined => {
  const { metadata, spec, status } = pod;
  if (status?.phase === 'Failed' || status?.phase === 'Succeeded') return undefined;
  const ready = status?.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True') ?? false;
  return {
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    nodeName: spec?.nodeName ?? '',
    // The client gives dates of its own class where it parses them.
    ...(status?.startTime === undefined ? {} : { startedAt: new Date(status.startTime).toISOString() }),
    ready,
    terminating: metadata?.deletionTimestamp !== undefined,
    ...some({ restartedAt: metadata?.annotations?.[restartedAtAnnotation] }),
    ...(ready ? {} : troubleOf([...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])])),
  };
};

/** Reasons that say nothing but that the pod is on its way (Kubernetes v1.36, pkg/kubelet/kubelet_pods.go). */
const onTheWay = new Set(['PodInitializing', 'ContainerCreating']);

const troubleOf = (statuses: readonly V1ContainerStatus[]): Pick<TerwayPod, 'reason' | 'container' | 'message' | 'restarts'> => {
  const troubled = statuses.find(({ state }) => state?.waiting?.reason !== undefined && !onTheWay.has(state.waiting.reason)) ?? statuses.find(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
  if (troubled === undefined) return {};
  const { waiting, terminated } = troubled.state ?? {};
  const ended = terminated ?? troubled.lastState?.terminated;
  const message = [...(ended === undefined ? [] : [`ended with exit code ${ended.exitCode}${ended.reason === undefined ? '' : ` (${ended.reason})`}`]), ...(waiting?.message === undefined ? [] : [waiting.message])].join('; ');
  return { reason: waiting?.reason ?? terminated?.reason ?? 'Error', container: troubled.name, ...(message === '' ? {} : { message: message.slice(0, 200) }), ...(troubled.restartCount === 0 ? {} : { restarts: troubled.restartCount }) };
};
