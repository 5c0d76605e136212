/** The namespace in which every case works. */
export const namespace = 'contract';

/** Paths of the collections that the cases work on. */
export const paths = {
  configMaps: `/api/v1/namespaces/${namespace}/configmaps`,
  secrets: `/api/v1/namespaces/${namespace}/secrets`,
  pods: `/api/v1/namespaces/${namespace}/pods`,
  services: `/api/v1/namespaces/${namespace}/services`,
  nodes: '/api/v1/nodes',
  namespaces: '/api/v1/namespaces',
  daemonSets: `/apis/apps/v1/namespaces/${namespace}/daemonsets`,
  deployments: `/apis/apps/v1/namespaces/${namespace}/deployments`,
  jobs: `/apis/batch/v1/namespaces/${namespace}/jobs`,
  budgets: `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`,
  leases: `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`,
  clusterRoles: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  definitions: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
} as const;

interface Extra {
  readonly [key: string]: unknown;
}

export const configMap = (name: string, data: Readonly<Record<string, unknown>> = { a: '1' }, metadata: Extra = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  data,
});

/** A pod that no controller of either API touches: it has no node. */
export const pod = (name: string, spec: Extra = {}, metadata: Extra = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, ...metadata },
  spec: { automountServiceAccountToken: false, containers: [{ name: 'main', image: 'example.com/main:v1' }], ...spec },
});

/** The shape of Calico's own DaemonSet, as far as the packages patch it. */
export const daemonSet = (name: string, podSpec: Extra = {}, spec: Extra = {}): object => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
        containers: [{ name: 'main', image: 'example.com/main:v1', env: [{ name: 'A', value: '1' }] }],
        ...podSpec,
      },
    },
    ...spec,
  },
});

export const deployment = (name: string, spec: Extra = {}): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: { replicas: 0, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'example.com/main:v1' }] } }, ...spec },
});

export const node = (name: string, spec: Extra = {}, labels: Readonly<Record<string, string>> = {}): object => ({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec });

/** Required node affinity with one term a list of requirements. */
export const affinity = (...terms: readonly (readonly Extra[])[]): Extra => ({
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms.map((matchExpressions) => ({ matchExpressions })) } },
});

/** The requirement that keeps a workload off the cloud nodes. */
export const onPremises = { key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] } as const;
