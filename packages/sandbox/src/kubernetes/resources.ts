import type { JsonObject } from './json.ts';
import { builtInShape } from './types/kind-shapes.ts';
import type { StructShape } from './types/shape.ts';

/** One resource as the API serves it. */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly categories: readonly string[];
  /** Beside the resource itself: `status`, `log`, `eviction`. */
  readonly subresources: readonly string[];
  /** The fields of its objects, and how they are merged. */
  readonly shape: StructShape;
  /** The structural schema of a custom resource. */
  readonly schema?: JsonObject;
  /** Whether metadata.generation counts the changes of the spec. */
  readonly counted: boolean;
  /** Defined by a CustomResourceDefinition. */
  readonly custom: boolean;
  /** Answers to `create` only and is stored nowhere (access reviews). */
  readonly virtual: boolean;
}

interface Row {
  readonly kind: string;
  readonly plural: string;
  readonly short?: readonly string[];
  readonly cluster?: boolean;
  readonly sub?: readonly string[];
  /** The minor version since which metadata.generation counts the changes of the spec. */
  readonly countedSince?: number;
  readonly categories?: readonly string[];
  readonly virtual?: boolean;
}

const groups: readonly (readonly [group: string, version: string, rows: readonly Row[]])[] = [
  ['', 'v1', [
    { kind: 'Namespace', plural: 'namespaces', short: ['ns'], cluster: true, sub: ['status'] },
    { kind: 'Node', plural: 'nodes', short: ['no'], cluster: true, sub: ['status'] },
    { kind: 'Pod', plural: 'pods', short: ['po'], sub: ['status', 'log', 'eviction'], countedSince: 33, categories: ['all'] },
    { kind: 'ConfigMap', plural: 'configmaps', short: ['cm'] },
    { kind: 'Secret', plural: 'secrets' },
    { kind: 'ServiceAccount', plural: 'serviceaccounts', short: ['sa'] },
    { kind: 'Service', plural: 'services', short: ['svc'], sub: ['status'], categories: ['all'] },
    { kind: 'Event', plural: 'events', short: ['ev'] },
  ]],
  ['apps', 'v1', [
    { kind: 'DaemonSet', plural: 'daemonsets', short: ['ds'], sub: ['status'], countedSince: 0, categories: ['all'] },
    { kind: 'Deployment', plural: 'deployments', short: ['deploy'], sub: ['status'], countedSince: 0, categories: ['all'] },
    { kind: 'ReplicaSet', plural: 'replicasets', short: ['rs'], sub: ['status'], countedSince: 0, categories: ['all'] },
  ]],
  ['batch', 'v1', [
    { kind: 'Job', plural: 'jobs', sub: ['status'], countedSince: 0, categories: ['all'] },
  ]],
  ['policy', 'v1', [
    { kind: 'PodDisruptionBudget', plural: 'poddisruptionbudgets', short: ['pdb'], sub: ['status'], countedSince: 0 },
  ]],
  ['rbac.authorization.k8s.io', 'v1', [
    { kind: 'Role', plural: 'roles' },
    { kind: 'RoleBinding', plural: 'rolebindings' },
    { kind: 'ClusterRole', plural: 'clusterroles', cluster: true },
    { kind: 'ClusterRoleBinding', plural: 'clusterrolebindings', cluster: true },
  ]],
  ['apiextensions.k8s.io', 'v1', [
    { kind: 'CustomResourceDefinition', plural: 'customresourcedefinitions', short: ['crd', 'crds'], cluster: true, sub: ['status'], countedSince: 0, categories: ['api-extensions'] },
  ]],
  ['coordination.k8s.io', 'v1', [{ kind: 'Lease', plural: 'leases' }]],
  ['authorization.k8s.io', 'v1', [
    { kind: 'SelfSubjectAccessReview', plural: 'selfsubjectaccessreviews', cluster: true, virtual: true },
  ]],
];

const known = new Map<number, readonly ResourceType[]>();

/** The resources that are always there, in the order of discovery, with the types of a minor version of Kubernetes 1. */
export function builtInResources(minor: number): readonly ResourceType[] {
  const resources = known.get(minor) ?? groups.flatMap(([group, version, rows]) => rows.map((row) => describeRow(group, version, row, minor)));
  known.set(minor, resources);
  return resources;
}

function describeRow(group: string, version: string, row: Row, minor: number): ResourceType {
  return {
    group,
    version,
    plural: row.plural,
    singular: row.kind.toLowerCase(),
    kind: row.kind,
    shortNames: row.short ?? [],
    namespaced: row.cluster !== true,
    categories: row.categories ?? [],
    subresources: row.sub ?? [],
    shape: builtInShape(row.kind, minor),
    counted: (row.countedSince ?? Number.POSITIVE_INFINITY) <= minor,
    custom: false,
    virtual: row.virtual ?? false,
  };
}

/** Resources of a real server that this one knows by name and does not serve, by `group/version`. */
export const unsupportedResources: Readonly<Record<string, readonly string[]>> = {
  '/v1': ['bindings', 'componentstatuses', 'endpoints', 'limitranges', 'persistentvolumeclaims', 'persistentvolumes', 'podtemplates', 'replicationcontrollers', 'resourcequotas'],
  'apps/v1': ['statefulsets', 'controllerrevisions'],
  'batch/v1': ['cronjobs'],
  'authorization.k8s.io/v1': ['localsubjectaccessreviews', 'selfsubjectrulesreviews', 'subjectaccessreviews'],
  'authentication.k8s.io/v1': ['selfsubjectreviews', 'tokenreviews'],
  // servicecidrs answers 404, as a server before 1.33 does: clients that ask for the Service ranges take that for an answer.
  'networking.k8s.io/v1': ['ingresses', 'ingressclasses', 'networkpolicies', 'ipaddresses'],
  'storage.k8s.io/v1': ['csidrivers', 'csinodes', 'csistoragecapacities', 'storageclasses', 'volumeattachments'],
  'scheduling.k8s.io/v1': ['priorityclasses'],
  'discovery.k8s.io/v1': ['endpointslices'],
  'autoscaling/v2': ['horizontalpodautoscalers'],
  'autoscaling/v1': ['horizontalpodautoscalers'],
  'admissionregistration.k8s.io/v1': ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations', 'validatingadmissionpolicies', 'validatingadmissionpolicybindings'],
  'apiregistration.k8s.io/v1': ['apiservices'],
  'certificates.k8s.io/v1': ['certificatesigningrequests'],
  'events.k8s.io/v1': ['events'],
  'flowcontrol.apiserver.k8s.io/v1': ['flowschemas', 'prioritylevelconfigurations'],
  'node.k8s.io/v1': ['runtimeclasses'],
};

/** `group/plural`: under which the store keeps the objects of a resource, whatever the version. */
export function resourceKey(type: Pick<ResourceType, 'group' | 'plural'>): string {
  return `${type.group}/${type.plural}`;
}

/** `v1` or `apps/v1`. */
export function apiVersionOf(type: Pick<ResourceType, 'group' | 'version'>): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}
