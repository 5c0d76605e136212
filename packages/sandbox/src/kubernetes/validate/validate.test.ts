import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../kube-types.ts';
import { StatusError } from '../status-error.ts';
import { emptyCluster } from '../test-cluster.testing.ts';
import { validateObject } from './validate.ts';

const { registry } = emptyCluster();

function fields(apiVersion: string, kind: string, members: object, before?: object): string[] | string {
  const type = registry.byKind(apiVersion, kind);
  if (type === undefined) return 'no such kind';
  const complete = (part: object): KubeObject => ({ apiVersion, kind, metadata: { name: 'a' }, ...part });
  try {
    validateObject(type, complete(members), before === undefined ? undefined : complete(before));
    return [];
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (error.code !== 422) return error.message;
    return ((error.details?.causes ?? []) as { field: string }[]).map(({ field }) => field);
  }
}

const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
const selector = { matchLabels: { a: 'b' } };
const daemonSet = { spec: { selector, template } };

describe('validation', () => {
  it.each<[string, string, object, string[]]>([
    ['apps/v1', 'DaemonSet', daemonSet, []],
    ['apps/v1', 'DaemonSet', { spec: { template } }, ['spec.template.metadata.labels']],
    ['apps/v1', 'Deployment', { spec: { template } }, ['spec.selector']],
    ['apps/v1', 'DaemonSet', { spec: { selector: {}, template } }, ['spec.selector']],
    ['apps/v1', 'DaemonSet', { spec: { selector: { matchLabels: { a: 'c' } }, template } }, ['spec.template.metadata.labels']],
    ['apps/v1', 'DaemonSet', { spec: { selector } }, ['spec.template.metadata.labels', 'spec.template.spec.containers']],
    ['apps/v1', 'Deployment', { spec: { selector, template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } } }, ['spec.template.spec.restartPolicy']],
    ['v1', 'Pod', { spec: { containers: [{ name: 'A', image: '' }] } }, ['spec.containers[0].name', 'spec.containers[0].image']],
    ['v1', 'Pod', { spec: { ...template.spec, tolerations: [{ operator: 'Equal' }] } }, ['spec.tolerations[0].operator']],
    ['v1', 'Pod', { spec: { ...template.spec, tolerations: [{ key: 'a', effect: 'Never' }] } }, ['spec.tolerations[0].effect']],
    ['v1', 'ConfigMap', { metadata: { name: 'A' } }, ['metadata.name']],
    ['v1', 'ConfigMap', { metadata: { name: 'a', labels: { 'a b': '1', c: '-' } } }, ['metadata.labels', 'metadata.labels']],
    ['v1', 'ConfigMap', { metadata: { name: 'a', annotations: { 'a/b/c': '1' } } }, ['metadata.annotations']],
    ['v1', 'ConfigMap', { data: { a: '1' }, binaryData: { a: 'AA==' } }, ['data[a]']],
    ['v1', 'ConfigMap', { data: { a: 'x'.repeat(1_048_577) } }, ['[]']],
    ['v1', 'Secret', { type: 'kubernetes.io/tls' }, ['data[tls.crt]', 'data[tls.key]']],
    ['v1', 'Pod', { spec: { ...template.spec, restartPolicy: 'Perhaps', dnsPolicy: 'Mine' } }, ['spec.restartPolicy', 'spec.dnsPolicy']],
    ['v1', 'Pod', { spec: { containers: [{ name: 'c', image: 'i', volumeMounts: [{ name: 'v', mountPath: '/v' }] }], volumes: [{ name: 'w' }] } }, ['spec.volumes[0]', 'spec.containers[0].volumeMounts[0].name']],
    ['policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: 1, maxUnavailable: 1 } }, ['spec']],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', { rules: [{ resources: ['nodes'] }] }, ['rules[0].verbs', 'rules[0].apiGroups']],
    ['v1', 'ConfigMap', { data: { 'a b': 'x' } }, ['data[a b]']],
    ['v1', 'Namespace', { metadata: { name: 'a.b' } }, ['metadata.name']],
    ['v1', 'Node', { spec: { taints: [{ key: 'a', effect: 'No' }] } }, ['metadata.taints[0].effect']],
    ['v1', 'Node', { spec: { taints: [{ key: 'a', effect: 'NoExecute' }, { key: 'a', effect: 'NoExecute' }] } }, ['metadata.taints[1]']],
    ['batch/v1', 'Job', { spec: { template } }, ['spec.template.spec.restartPolicy']],
    ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', { metadata: { name: 'system:a' } }, ['roleRef.name']],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', { spec: { group: 'g', scope: 'Cluster', names: { plural: 'as', kind: 'A' }, versions: [] } }, ['spec.versions', 'metadata.name']],
  ])('of %s %s %j finds %j', (apiVersion, kind, members, expected) => {
    expect(fields(apiVersion, kind, members)).toEqual(expected);
  });

  it.each<[string, unknown, string[]]>([
    ['no term', { nodeSelectorTerms: [] }, ['.nodeSelectorTerms']],
    ['In without values', { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In' }] }] }, ['.nodeSelectorTerms[0].matchExpressions[0].values']],
    ['Exists with values', { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] }] }, ['.nodeSelectorTerms[0].matchExpressions[0].values']],
    ['Gt of two values', { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1', '2'] }] }] }, ['.nodeSelectorTerms[0].matchExpressions[0].values']],
    ['an unheard operator', { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Like' }] }] }, ['.nodeSelectorTerms[0].matchExpressions[0].operator']],
    ['a field that is no name', { nodeSelectorTerms: [{ matchFields: [{ key: 'b', operator: 'In', values: ['a'] }] }] }, ['.nodeSelectorTerms[0].matchFields[0].key']],
    ['an empty term', { nodeSelectorTerms: [{}] }, []],
  ])('of required node affinity judges %s', (_name, required, expected) => {
    const prefix = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution';
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
    expect(fields('v1', 'Pod', { spec: { ...template.spec, affinity } })).toEqual(expected.map((field) => `${prefix}${field}`));
  });

  it.each<[string, string, object, object, string[]]>([
    ['apps/v1', 'DaemonSet', daemonSet, { spec: { selector: { matchLabels: { a: 'b', c: 'd' } }, template: { ...template, metadata: { labels: { a: 'b', c: 'd' } } } } }, ['spec.selector']],
    ['v1', 'Node', { spec: { providerID: 'a' } }, { spec: { providerID: 'b' } }, ['spec.providerID']],
    ['v1', 'Node', { spec: {} }, { spec: { providerID: 'b' } }, []],
    ['v1', 'Secret', { immutable: true, data: { a: 'YQ==' } }, { immutable: false, data: {} }, ['immutable', 'data']],
    ['v1', 'Secret', { type: 'a' }, { type: 'b' }, ['type']],
    ['v1', 'Pod', { spec: template.spec }, { spec: { containers: [{ name: 'c', image: 'other' }] } }, []],
    ['v1', 'Pod', { spec: template.spec }, { spec: { ...template.spec, hostNetwork: true } }, ['spec']],
    ['rbac.authorization.k8s.io/v1', 'RoleBinding', { roleRef: { name: 'a' } }, { roleRef: { name: 'b' } }, ['roleRef']],
  ])('of a change to %s %s from %j to %j finds %j', (apiVersion, kind, before, after, expected) => {
    expect(fields(apiVersion, kind, after, before)).toEqual(expected);
  });
});
