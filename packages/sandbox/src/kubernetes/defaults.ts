import { isJsonObject, readList, readObject, readPath } from './json.ts';
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
  '/Pod': (pod) => ({ ...pod, spec: withRequests(podSpec(pod.spec, { enableServiceLinks: true })) }),
  '/Secret': secret,
  '/Node': (node) => {
    const { capacity, allocatable } = readObject(node, 'status');
    return capacity === undefined || allocatable !== undefined ? node : { ...node, status: { ...readObject(node, 'status'), allocatable: capacity } };
  },
  '/Namespace': (namespace) => ({ ...namespace, metadata: { ...namespace.metadata, labels: { ...namespace.metadata.labels, 'kubernetes.io/metadata.name': namespace.metadata.name } } }),
  '/Service': service,
  'apps/DaemonSet': (set) => workload(set, { revisionHistoryLimit: 10, updateStrategy: updateStrategy(readObject(set, 'spec', 'updateStrategy')) }),
  'apps/Deployment': (deployment) =>
    workload(deployment, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600, strategy: strategy(readObject(deployment, 'spec', 'strategy')) }),
  'apps/ReplicaSet': (set) => workload(set, { replicas: 1 }),
  'batch/Job': job,
  'rbac.authorization.k8s.io/RoleBinding': binding,
  'rbac.authorization.k8s.io/ClusterRoleBinding': binding,
  'apiextensions.k8s.io/CustomResourceDefinition': definition,
};

function workload(object: KubeObject, defaults: JsonObject): KubeObject {
  if (!isJsonObject(object.spec)) return object;
  const template = object.spec.template;
  const { updateStrategy: _update, strategy: _strategy, ...given } = object.spec;
  const spec: JsonObject = { ...defaults, ...given };
  return { ...object, spec: isJsonObject(template) ? { ...spec, template: { ...template, spec: podSpec(template.spec) } } : spec };
}

function updateStrategy(given: JsonObject): JsonObject {
  const type = given.type ?? 'RollingUpdate';
  return type === 'RollingUpdate' ? { type, rollingUpdate: { maxUnavailable: 1, maxSurge: 0, ...readObject(given, 'rollingUpdate') } } : { ...given, type };
}

function strategy(given: JsonObject): JsonObject {
  const type = given.type ?? 'RollingUpdate';
  return type === 'RollingUpdate' ? { type, rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%', ...readObject(given, 'rollingUpdate') } } : { ...given, type };
}

function podSpec(spec: unknown, extra: JsonObject = {}): unknown {
  if (!isJsonObject(spec)) return spec;
  const containers = (name: string): JsonObject => (Array.isArray(spec[name]) ? { [name]: readList(spec, name).map((one) => container(one, spec.hostNetwork === true)) } : {});
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
    ...(Array.isArray(spec.volumes) ? { volumes: readList(spec, 'volumes').map(volume) } : {}),
    ...containers('initContainers'),
    ...containers('containers'),
  };
}

/** A pod's containers request what they are limited to, where they say no other; a template's say it when its pods are made. */
function withRequests(spec: unknown): unknown {
  if (!isJsonObject(spec)) return spec;
  const own = (name: string): JsonObject =>
    Array.isArray(spec[name]) ? { [name]: readList(spec, name).map((one) => (isJsonObject(one) ? { ...one, resources: requested(readObject(one, 'resources')) } : one)) } : {};
  return { ...spec, ...own('containers'), ...own('initContainers') };
}

function requested(resources: JsonObject): JsonObject {
  return isJsonObject(resources.limits) ? { ...resources, requests: { ...resources.limits, ...readObject(resources, 'requests') } } : resources;
}

const modes = ['secret', 'configMap', 'downwardAPI', 'projected'];

function volume(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  const own: JsonObject = {};
  if (isJsonObject(value.hostPath)) own.hostPath = { type: '', ...value.hostPath };
  for (const name of modes) if (isJsonObject(value[name])) own[name] = { defaultMode: 0o644, ...value[name] };
  if (isJsonObject(own.projected) && Array.isArray(own.projected.sources)) own.projected = { ...own.projected, sources: readList(own.projected, 'sources').map(withTokenTime) };
  return { ...value, ...own };
}

/** A projected token is good for an hour. */
function withTokenTime(source: unknown): unknown {
  if (!isJsonObject(source) || !isJsonObject(source.serviceAccountToken)) return source;
  return { ...source, serviceAccountToken: { expirationSeconds: 3600, ...source.serviceAccountToken } };
}

function probe(value: JsonObject): JsonObject {
  const request = isJsonObject(value.httpGet) ? { httpGet: { path: '/', scheme: 'HTTP', ...value.httpGet } } : {};
  return { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3, ...value, ...request };
}

/** A reference to a field of the pod reads it in version v1. */
function variable(value: unknown): unknown {
  if (!isJsonObject(value) || !isJsonObject(value.valueFrom) || !isJsonObject(value.valueFrom.fieldRef)) return value;
  return { ...value, valueFrom: { ...value.valueFrom, fieldRef: { apiVersion: 'v1', ...value.valueFrom.fieldRef } } };
}

function container(value: unknown, isOnHost: boolean): unknown {
  if (!isJsonObject(value)) return value;
  const image = typeof value.image === 'string' ? value.image : '';
  const floating = !image.includes('@') && (!/:[^/]+$/.test(image) || image.endsWith(':latest'));
  const ports = Array.isArray(value.ports) ? { ports: readList(value, 'ports').map((port) => (isJsonObject(port) ? { protocol: 'TCP', ...(isOnHost ? { hostPort: port.containerPort } : {}), ...port } : port)) } : {};
  return {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: floating ? 'Always' : 'IfNotPresent',
    resources: {},
    ...value,
    ...ports,
    ...(Array.isArray(value.env) ? { env: readList(value, 'env').map(variable) } : {}),
    ...Object.fromEntries(['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((name) => (isJsonObject(value[name]) ? [[name, probe(value[name])]] : []))),
  };
}

function secret(object: KubeObject): KubeObject {
  const { stringData, ...rest } = object;
  const encoded = Object.entries(isJsonObject(stringData) ? stringData : {}).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')]);
  const merged = encoded.length === 0 ? {} : { data: { ...readObject(rest, 'data'), ...(Object.fromEntries(encoded) as JsonObject) } };
  return { ...rest, type: rest.type ?? 'Opaque', ...merged };
}

/** Addresses are given or `None`: the sandbox gives none out. */
function service(object: KubeObject): KubeObject {
  if (!isJsonObject(object.spec)) return object;
  const ports = readList(object.spec, 'ports').map((port) => (isJsonObject(port) ? { protocol: 'TCP', targetPort: port.port, ...port } : port));
  const policy = object.spec.type === 'ExternalName' ? {} : { internalTrafficPolicy: 'Cluster' };
  return { ...object, spec: { type: 'ClusterIP', sessionAffinity: 'None', ...policy, ...object.spec, ...(ports.length === 0 ? {} : { ports }) } };
}

function job(object: KubeObject): KubeObject {
  if (!isJsonObject(object.spec)) return object;
  const template = readObject(object.spec, 'template');
  const defaults = { parallelism: 1, completions: 1, backoffLimit: 6, suspend: false, completionMode: 'NonIndexed', manualSelector: false, podReplacementPolicy: 'TerminatingOrFailed' };
  const labels = readPath(template, 'metadata', 'labels');
  // The template's own labels, not a copy: what the server gives the pods beyond them is the job's then, too (SetDefaults_Job).
  const metadata = isJsonObject(labels) && Object.keys(object.metadata.labels ?? {}).length === 0 ? { ...object.metadata, labels: labels as Record<string, string> } : object.metadata;
  return { ...object, metadata, spec: { ...defaults, ...object.spec, template: { ...template, spec: podSpec(template.spec) } } };
}

function binding(object: KubeObject): KubeObject {
  const subjects = readList(object, 'subjects').map((subject) =>
    isJsonObject(subject) && (subject.kind === 'User' || subject.kind === 'Group') ? { apiGroup: 'rbac.authorization.k8s.io', ...subject } : subject,
  );
  const role = isJsonObject(object.roleRef) ? { roleRef: { ...object.roleRef, apiGroup: object.roleRef.apiGroup === undefined || object.roleRef.apiGroup === '' ? 'rbac.authorization.k8s.io' : object.roleRef.apiGroup } } : {};
  return { ...object, ...(subjects.length === 0 ? {} : { subjects }), ...role };
}

/** The controllers that accept a definition's names do so at once here. */
function definition(object: KubeObject, now: number): KubeObject {
  if (!isJsonObject(object.spec)) return object;
  const names = readObject(object.spec, 'names');
  const kind = typeof names.kind === 'string' ? names.kind : '';
  const accepted = { singular: kind.toLowerCase(), listKind: `${kind}List`, ...names };
  const stored = readList(object.spec, 'versions').flatMap((version) => (isJsonObject(version) && version.storage === true ? [version.name] : []));
  const condition = (type: string, reason: string, message: string): JsonObject => ({ type, status: 'True', reason, message, lastTransitionTime: timeText(now) });
  const conditions = readList(object, 'status', 'conditions');
  return {
    ...object,
    spec: { conversion: { strategy: 'None' }, ...object.spec, names: accepted },
    status: {
      conditions: conditions.length > 0 ? conditions : [condition('NamesAccepted', 'NoConflicts', 'no conflicts found'), condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted')],
      acceptedNames: accepted,
      storedVersions: stored,
    },
  };
}
