import { isJsonObject, readList, readObject } from './json.ts';
import type { JsonObject } from './json.ts';
import type { KubeObject } from './kube-types.ts';
import { timeText } from './names.ts';
import type { ResourceType } from './resources.ts';

/** Fills in what the API server fills in on a write (the defaults that readers can notice; not every one there is). */
export function withDefaults(type: Pick<ResourceType, 'group' | 'kind'>, object: KubeObject, now: number): KubeObject {
  const fill = fillers[`${type.group}/${type.kind}`];
  return fill === undefined ? object : fill(object, now);
}

type Filler = (object: KubeObject, now: number) => KubeObject;

const fillers: Readonly<Record<string, Filler>> = {
  '/Pod': (pod) => ({ ...pod, spec: podSpec(pod.spec, { enableServiceLinks: true }) }),
  '/Secret': secret,
  '/Namespace': (namespace) => ({ ...namespace, spec: { finalizers: ['kubernetes'], ...readObject(namespace, 'spec') }, status: { phase: 'Active', ...readObject(namespace, 'status') } }),
  '/Service': service,
  'apps/DaemonSet': (set) => workload(set, { revisionHistoryLimit: 10, updateStrategy: updateStrategy(readObject(set, 'spec', 'updateStrategy')) }),
  'apps/Deployment': (deployment) =>
    workload(deployment, {
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
    }),
  'apps/ReplicaSet': (set) => workload(set, { replicas: 1 }),
  'batch/Job': job,
  'rbac.authorization.k8s.io/RoleBinding': binding,
  'rbac.authorization.k8s.io/ClusterRoleBinding': binding,
  'apiextensions.k8s.io/CustomResourceDefinition': definition,
};

function workload(object: KubeObject, defaults: JsonObject): KubeObject {
  if (!isJsonObject(object.spec)) return object;
  const template = object.spec.template;
  const spec = { ...defaults, ...object.spec, ...('updateStrategy' in defaults ? { updateStrategy: defaults.updateStrategy } : {}) };
  return { ...object, spec: isJsonObject(template) ? { ...spec, template: { ...template, spec: podSpec(template.spec) } } : spec };
}

function updateStrategy(given: JsonObject): JsonObject {
  const type = given.type ?? 'RollingUpdate';
  return type === 'RollingUpdate' ? { type, rollingUpdate: { maxUnavailable: 1, maxSurge: 0, ...readObject(given, 'rollingUpdate') } } : { ...given, type };
}

function podSpec(spec: unknown, extra: JsonObject = {}): unknown {
  if (!isJsonObject(spec)) return spec;
  const containers = (name: string): JsonObject => (Array.isArray(spec[name]) ? { [name]: readList(spec, name).map(container) } : {});
  const account = spec.serviceAccountName ?? spec.serviceAccount;
  return {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    ...extra,
    ...spec,
    ...(account === undefined ? {} : { serviceAccountName: account, serviceAccount: account }),
    ...containers('initContainers'),
    ...containers('containers'),
  };
}

function container(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  const image = typeof value.image === 'string' ? value.image : '';
  const floating = !image.includes('@') && (!/:[^/]+$/.test(image) || image.endsWith(':latest'));
  const ports = Array.isArray(value.ports) ? { ports: readList(value, 'ports').map((port) => (isJsonObject(port) ? { protocol: 'TCP', ...port } : port)) } : {};
  return {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: floating ? 'Always' : 'IfNotPresent',
    resources: {},
    ...value,
    ...ports,
  };
}

function secret(object: KubeObject): KubeObject {
  const { stringData, ...rest } = object;
  const encoded = Object.entries(isJsonObject(stringData) ? stringData : {}).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')]);
  const merged = encoded.length === 0 ? {} : { data: { ...readObject(rest, 'data'), ...(Object.fromEntries(encoded) as JsonObject) } };
  return { ...rest, type: rest.type ?? 'Opaque', ...merged };
}

function service(object: KubeObject): KubeObject {
  if (!isJsonObject(object.spec)) return object;
  const ports = readList(object.spec, 'ports').map((port) => (isJsonObject(port) ? { protocol: 'TCP', targetPort: port.port, ...port } : port));
  return { ...object, spec: { type: 'ClusterIP', sessionAffinity: 'None', ...object.spec, ...(ports.length === 0 ? {} : { ports }) } };
}

function job(object: KubeObject): KubeObject {
  if (!isJsonObject(object.spec)) return object;
  const labels = { 'batch.kubernetes.io/controller-uid': object.metadata.uid ?? '', 'batch.kubernetes.io/job-name': object.metadata.name };
  const template = readObject(object.spec, 'template');
  const metadata = readObject(template, 'metadata');
  return {
    ...object,
    spec: {
      parallelism: 1,
      completions: 1,
      backoffLimit: 6,
      suspend: false,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': object.metadata.uid ?? '' } },
      ...object.spec,
      template: { ...template, metadata: { ...metadata, labels: { ...readObject(metadata, 'labels'), ...labels } }, spec: podSpec(template.spec) },
    },
  };
}

function binding(object: KubeObject): KubeObject {
  const subjects = readList(object, 'subjects').map((subject) =>
    isJsonObject(subject) && (subject.kind === 'User' || subject.kind === 'Group') ? { apiGroup: 'rbac.authorization.k8s.io', ...subject } : subject,
  );
  const role = isJsonObject(object.roleRef) ? { roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...object.roleRef } } : {};
  return { ...object, ...(subjects.length === 0 ? {} : { subjects }), ...role };
}

/** The controllers that accept a definition's names do so at once here. */
function definition(object: KubeObject, now: number): KubeObject {
  if (!isJsonObject(object.spec)) return object;
  const names = readObject(object.spec, 'names');
  const kind = typeof names.kind === 'string' ? names.kind : '';
  const accepted = { singular: kind.toLowerCase(), listKind: `${kind}List`, ...names };
  const stored = readList(object.spec, 'versions').flatMap((version) => (isJsonObject(version) && version.storage === true ? [version.name] : []));
  const condition = (type: string, reason: string): JsonObject => ({ type, status: 'True', reason, message: '', lastTransitionTime: timeText(now) });
  const conditions = readList(object, 'status', 'conditions');
  return {
    ...object,
    spec: { conversion: { strategy: 'None' }, ...object.spec, names: accepted },
    status: {
      conditions: conditions.length > 0 ? conditions : [condition('NamesAccepted', 'NoConflicts'), condition('Established', 'InitialNamesAccepted')],
      acceptedNames: accepted,
      storedVersions: stored,
    },
  };
}
