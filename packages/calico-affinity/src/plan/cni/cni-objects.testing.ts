import type { JsonObject } from '../json.ts';

/** What a test says of a workload. */
export interface CniWorkloadFields {
  /** Image by container. */
  readonly containers?: Readonly<Record<string, string>>;
  readonly initContainers?: Readonly<Record<string, string>>;
  /** Of the pod template. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Host paths. */
  readonly paths?: readonly string[];
  /** Of the first container. */
  readonly env?: readonly JsonObject[];
  readonly args?: readonly string[];
  readonly owner?: { readonly kind: string; readonly name: string };
  /** Of the pod. */
  readonly spec?: JsonObject;
}

/** The CNI folders of a node, as most plug-ins mount them. */
export const cniFolders = ['/opt/cni/bin', '/etc/cni/net.d'] as const;

/** A workload as the API server lists it: `kube-system/calico-node`, without its kind. */
export const cniWorkload = (place: string, fields: CniWorkloadFields = {}): JsonObject => {
  const [namespace = '', name = ''] = place.split('/');
  const listed = (images: Readonly<Record<string, string>>): readonly JsonObject[] => Object.entries(images).map(([container, image]) => ({ name: container, image }));
  const [first, ...others] = listed(fields.containers ?? { main: 'registry.example.com/dc/main:1' });
  return {
    metadata: { namespace, name, ...(fields.owner === undefined ? {} : { ownerReferences: [{ apiVersion: 'operator.tigera.io/v1', ...fields.owner, controller: true }] }) },
    spec: {
      template: {
        metadata: { labels: fields.labels ?? {} },
        spec: {
          containers: [{ ...first, env: fields.env ?? [], args: fields.args ?? [] }, ...others],
          initContainers: listed(fields.initContainers ?? {}),
          volumes: (fields.paths ?? []).map((path, index) => ({ name: `volume-${index}`, hostPath: { path } })),
          ...fields.spec,
        },
      },
    },
  };
};

const backendFromConfig: JsonObject = { name: 'CALICO_NETWORKING_BACKEND', valueFrom: { configMapKeyRef: { name: 'calico-config', key: 'calico_backend' } } };

/** What matters of manifests/calico.yaml (projectcalico/calico). */
export const calicoNode = (place = 'kube-system/calico-node', fields: CniWorkloadFields = {}): JsonObject =>
  cniWorkload(place, {
    labels: { 'k8s-app': 'calico-node' },
    containers: { 'calico-node': 'quay.io/calico/node:v3.32.0' },
    initContainers: { 'install-cni': 'quay.io/calico/cni:v3.32.0' },
    paths: cniFolders,
    env: [backendFromConfig],
    spec: { nodeSelector: { 'kubernetes.io/os': 'linux' } },
    ...fields,
  });

/** As manifests/calico-policy-only.yaml has it. */
export const policyOnly: CniWorkloadFields = { env: [{ name: 'CALICO_NETWORKING_BACKEND', value: 'none' }] };

/** What matters of Documentation/kube-flannel.yml (flannel-io/flannel). */
export const flannel = (place = 'kube-flannel/kube-flannel-ds', fields: CniWorkloadFields = {}): JsonObject =>
  cniWorkload(place, {
    labels: { tier: 'node', app: 'flannel' },
    containers: { 'kube-flannel': 'ghcr.io/flannel-io/flannel:v0.28.10' },
    paths: cniFolders,
    spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] }] } } } },
    ...fields,
  });

/** What matters of Cilium's chart, v1.20.2: the agent. */
export const cilium = (place = 'kube-system/cilium', fields: CniWorkloadFields = {}): JsonObject =>
  cniWorkload(place, {
    labels: { 'k8s-app': 'cilium', 'app.kubernetes.io/name': 'cilium-agent' },
    containers: { 'cilium-agent': 'quay.io/cilium/cilium:v1.20.2' },
    paths: cniFolders,
    spec: { nodeSelector: { 'kubernetes.io/os': 'linux' } },
    ...fields,
  });

/** Its Envoy, whose init container has the agent's image. */
export const ciliumEnvoy = (place = 'kube-system/cilium-envoy'): JsonObject =>
  cniWorkload(place, {
    labels: { 'k8s-app': 'cilium-envoy' },
    containers: { 'cilium-envoy': 'quay.io/cilium/cilium-envoy:v1.37.6' },
    initContainers: { 'lookup-bootstrap-locality': 'quay.io/cilium/cilium:v1.20.2' },
  });

/** What matters of Terway's chart. */
export const terway = (): JsonObject =>
  cniWorkload('kube-system/terway-eniip', {
    labels: { app: 'terway-eniip' },
    containers: { terway: 'registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/terway:v1.14.0', policy: 'registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/terway:v1.14.0' },
    paths: cniFolders,
    spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'alibabacloud.com/external', operator: 'In', values: ['true'] }] }] } } } },
  });

/** A ConfigMap: `kube-system/calico-config`. */
export const configMap = (place: string, entries: Readonly<Record<string, string>>): JsonObject => {
  const [namespace = '', name = ''] = place.split('/');
  return { metadata: { namespace, name }, data: entries };
};

/** Required node affinity of one term. */
export const requires = (...matchExpressions: readonly JsonObject[]): JsonObject => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } } },
});
