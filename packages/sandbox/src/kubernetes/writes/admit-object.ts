import { isSameJson, readList, readObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject, Pod, PodSpec, Taint, Toleration } from '../kube-types.ts';
import type { ResourceType } from '../resources.ts';
import { forbidden, notImplemented } from '../status-error.ts';

/**
 * What the server itself adds to a new object after it recorded who wrote it: the strategies' first state, and the admission plug-ins that
 * are on by default (ServiceAccount without its token volume, DefaultTolerationSeconds, Priority, TaintNodesByCondition).
 */
export function admitNew(type: Pick<ResourceType, 'group' | 'kind'>, object: KubeObject): KubeObject {
  switch (`${type.group}/${type.kind}`) {
    case '/Namespace':
      return { ...object, spec: { ...readObject(object, 'spec'), finalizers: [...new Set([...readList(object, 'spec', 'finalizers'), 'kubernetes'])] }, status: { phase: 'Active' } };
    case '/Node':
      return { ...object, spec: { ...readObject(object, 'spec'), taints: withNotReady(readList(object, 'spec', 'taints') as readonly Taint[]) } };
    case '/Pod':
      return admitPod(object as Pod);
    case '/Service':
      return admitService(object);
    case 'batch/Job':
      return withJobLabels(object);
    default:
      return object;
  }
}

/** A Service without a selector that has no address of its own may have endpoints of both families. */
function admitService(service: KubeObject): KubeObject {
  const spec = readObject(service, 'spec');
  if (spec.type === 'ExternalName') return service;
  if (spec.clusterIP === undefined || spec.clusterIP === '') throw notImplemented('giving out a cluster IP; set spec.clusterIP, or None');
  const isDual = spec.clusterIP === 'None' && spec.selector === undefined;
  const ipFamilyPolicy = spec.ipFamilyPolicy ?? (isDual ? 'RequireDualStack' : 'SingleStack');
  const given = readList(spec, 'ipFamilies');
  const ipFamilies = isDual && ipFamilyPolicy !== 'SingleStack' ? [...new Set([...given, 'IPv4', 'IPv6'])] : given.length > 0 ? given : ['IPv4'];
  return { ...service, spec: { clusterIPs: [spec.clusterIP], ...spec, ipFamilies, ipFamilyPolicy } };
}

const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** A node is tainted until its condition Ready is looked at. */
function withNotReady(taints: readonly Taint[]): readonly Taint[] {
  return taints.some(({ key, effect }) => key === notReady.key && effect === notReady.effect) ? taints : [...taints, notReady];
}

function admitPod(pod: Pod): KubeObject {
  const spec = pod.spec as PodSpec | undefined;
  if (spec === undefined) return pod;
  const account = typeof spec.serviceAccountName === 'string' ? spec.serviceAccountName : 'default';
  const given = spec.tolerations ?? [];
  const tolerations = [...given, ...['not-ready', 'unreachable'].map(secondsFor).filter((own) => !given.some((toleration) => tolerates(toleration, own)))];
  return {
    ...pod,
    spec: { ...spec, serviceAccountName: account, serviceAccount: account, tolerations, ...priorityOf(pod.metadata.name, spec) },
    status: { phase: 'Pending', qosClass: qosClass(spec) },
  };
}

/** The classes that every cluster has; the sandbox serves no others (k8s.io/kubernetes, pkg/apis/scheduling). */
const systemPriorities: Readonly<Record<string, number>> = { '': 0, 'system-cluster-critical': 2_000_000_000, 'system-node-critical': 2_000_001_000 };

/** What the class of a pod gives it; a value that the pod brings itself may say nothing else. */
function priorityOf(name: string, spec: PodSpec): JsonObject {
  const refuse = (text: string) => forbidden({ group: '', plural: 'pods', kind: 'Pod' }, name, text);
  const className = typeof spec.priorityClassName === 'string' ? spec.priorityClassName : '';
  const priority = Object.hasOwn(systemPriorities, className) ? systemPriorities[className] : undefined;
  if (priority === undefined) throw refuse(`no PriorityClass with name ${className} was found`);
  const preemptionPolicy = 'PreemptLowerPriority';
  const computed = (what: string, given: unknown, own: unknown) => refuse(`the ${what} (${String(given)}) must not be provided in pod spec; priority admission controller computed ${String(own)} from the given PriorityClass name`);
  if ((spec.priority ?? priority) !== priority) throw computed('integer value of priority', spec.priority, priority);
  if ((spec.preemptionPolicy ?? preemptionPolicy) !== preemptionPolicy) throw computed('string value of PreemptionPolicy', spec.preemptionPolicy, preemptionPolicy);
  return { priority, preemptionPolicy };
}

/** Five minutes on a node that is lost. */
function secondsFor(state: string): Toleration {
  return { key: `node.kubernetes.io/${state}`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
}

function tolerates({ key = '', effect = '' }: Toleration, own: Toleration): boolean {
  return (key === own.key || key === '') && (effect === own.effect || effect === '');
}

/** Guaranteed where every container has equal requests and limits of CPU and memory, Burstable where any has some, else BestEffort. */
function qosClass(spec: PodSpec): string {
  const resources = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((container) => {
    const limits = counted(readObject(container, 'resources', 'limits'));
    return { limits, requests: { ...limits, ...counted(readObject(container, 'resources', 'requests')) } };
  });
  if (resources.every(({ limits, requests }) => Object.keys(limits).length === 2 && isSameJson(limits, requests))) return 'Guaranteed';
  return resources.some(({ requests }) => Object.keys(requests).length > 0) ? 'Burstable' : 'BestEffort';
}

/** Of CPU and memory, what is more than nothing. */
function counted(quantities: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(quantities).filter(([name, quantity]) => (name === 'cpu' || name === 'memory') && quantity !== '0'));
}

/** A Job selects its pods by its own uid; the labels without a prefix are the old form, which is kept. */
function withJobLabels(job: KubeObject): KubeObject {
  const { uid = '', name } = job.metadata;
  const labels = { 'batch.kubernetes.io/controller-uid': uid, 'batch.kubernetes.io/job-name': name, 'controller-uid': uid, 'job-name': name };
  const spec = readObject(job, 'spec');
  const template = readObject(spec, 'template');
  const metadata = readObject(template, 'metadata');
  const isForeign = Object.entries(labels).some(([key, value]) => (readObject(metadata, 'labels')[key] ?? value) !== value);
  if (spec.manualSelector === true || spec.selector !== undefined || isForeign) throw notImplemented('a Job with a selector or controller labels of its own');
  const own = { ...template, metadata: { ...metadata, labels: { ...readObject(metadata, 'labels'), ...labels } } };
  // A job without labels has those of its template: the defaults gave it the very same object where there is one.
  const given = job.metadata.labels;
  const jobLabels = given === undefined || given === metadata.labels ? { ...(readObject(metadata, 'labels') as Record<string, string>), ...labels } : given;
  return { ...job, metadata: { ...job.metadata, labels: jobLabels }, spec: { ...spec, template: own, selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } } } };
}
