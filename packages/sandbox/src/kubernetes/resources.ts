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
  /** Members of the object beside apiVersion, kind and metadata; absent: any (custom resources). */
  readonly fields?: readonly string[];
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
  readonly fields: readonly string[];
  readonly counted?: boolean;
  readonly categories?: readonly string[];
  readonly virtual?: boolean;
}

const specAndStatus = ['spec', 'status'];

const groups: readonly (readonly [group: string, version: string, rows: readonly Row[]])[] = [
  ['', 'v1', [
    { kind: 'Namespace', plural: 'namespaces', short: ['ns'], cluster: true, sub: ['status'], fields: specAndStatus },
    { kind: 'Node', plural: 'nodes', short: ['no'], cluster: true, sub: ['status'], fields: specAndStatus },
    { kind: 'Pod', plural: 'pods', short: ['po'], sub: ['status', 'log', 'eviction'], fields: specAndStatus, categories: ['all'] },
    { kind: 'ConfigMap', plural: 'configmaps', short: ['cm'], fields: ['data', 'binaryData', 'immutable'] },
    { kind: 'Secret', plural: 'secrets', fields: ['data', 'stringData', 'immutable', 'type'] },
    { kind: 'ServiceAccount', plural: 'serviceaccounts', short: ['sa'], fields: ['secrets', 'imagePullSecrets', 'automountServiceAccountToken'] },
    { kind: 'Service', plural: 'services', short: ['svc'], sub: ['status'], fields: specAndStatus, categories: ['all'] },
    {
      kind: 'Event', plural: 'events', short: ['ev'],
      fields: ['involvedObject', 'reason', 'message', 'source', 'firstTimestamp', 'lastTimestamp', 'count', 'type', 'eventTime', 'series', 'action', 'related', 'reportingComponent', 'reportingInstance'],
    },
  ]],
  ['apps', 'v1', [
    { kind: 'DaemonSet', plural: 'daemonsets', short: ['ds'], sub: ['status'], fields: specAndStatus, counted: true, categories: ['all'] },
    { kind: 'Deployment', plural: 'deployments', short: ['deploy'], sub: ['status'], fields: specAndStatus, counted: true, categories: ['all'] },
    { kind: 'ReplicaSet', plural: 'replicasets', short: ['rs'], sub: ['status'], fields: specAndStatus, counted: true, categories: ['all'] },
  ]],
  ['batch', 'v1', [
    { kind: 'Job', plural: 'jobs', sub: ['status'], fields: specAndStatus, counted: true, categories: ['all'] },
  ]],
  ['policy', 'v1', [
    { kind: 'PodDisruptionBudget', plural: 'poddisruptionbudgets', short: ['pdb'], sub: ['status'], fields: specAndStatus, counted: true },
  ]],
  ['rbac.authorization.k8s.io', 'v1', [
    { kind: 'Role', plural: 'roles', fields: ['rules'] },
    { kind: 'RoleBinding', plural: 'rolebindings', fields: ['subjects', 'roleRef'] },
    { kind: 'ClusterRole', plural: 'clusterroles', cluster: true, fields: ['rules', 'aggregationRule'] },
    { kind: 'ClusterRoleBinding', plural: 'clusterrolebindings', cluster: true, fields: ['subjects', 'roleRef'] },
  ]],
  ['apiextensions.k8s.io', 'v1', [
    {
      kind: 'CustomResourceDefinition', plural: 'customresourcedefinitions', short: ['crd', 'crds'], cluster: true,
      sub: ['status'], fields: specAndStatus, counted: true, categories: ['api-extensions'],
    },
  ]],
  ['coordination.k8s.io', 'v1', [{ kind: 'Lease', plural: 'leases', fields: ['spec'] }]],
  ['authorization.k8s.io', 'v1', [
    { kind: 'SelfSubjectAccessReview', plural: 'selfsubjectaccessreviews', cluster: true, fields: specAndStatus, virtual: true },
  ]],
];

/** The resources that are always there, in the order of discovery. */
export const builtInResources: readonly ResourceType[] = groups.flatMap(([group, version, rows]) =>
  rows.map((row) => ({
    group,
    version,
    plural: row.plural,
    singular: row.kind.toLowerCase(),
    kind: row.kind,
    shortNames: row.short ?? [],
    namespaced: row.cluster !== true,
    categories: row.categories ?? [],
    subresources: row.sub ?? [],
    fields: row.fields,
    counted: row.counted ?? false,
    custom: false,
    virtual: row.virtual ?? false,
  })),
);

/** Resources of a real server that this one knows by name and does not serve, by `group/version`. */
export const unsupportedResources: Readonly<Record<string, readonly string[]>> = {
  '/v1': ['bindings', 'componentstatuses', 'endpoints', 'limitranges', 'persistentvolumeclaims', 'persistentvolumes', 'podtemplates', 'replicationcontrollers', 'resourcequotas'],
  'apps/v1': ['statefulsets', 'controllerrevisions'],
  'batch/v1': ['cronjobs'],
  'authorization.k8s.io/v1': ['localsubjectaccessreviews', 'selfsubjectrulesreviews', 'subjectaccessreviews'],
  'authentication.k8s.io/v1': ['selfsubjectreviews', 'tokenreviews'],
  'networking.k8s.io/v1': ['ingresses', 'ingressclasses', 'networkpolicies', 'ipaddresses', 'servicecidrs'],
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
