import { type ContractCase } from '../contract-case.ts';
import { affinity, configMap, daemonSet, deployment, namespace, node, onPremises, paths, pod } from '../objects.ts';

const { configMaps, secrets, pods, services, nodes, daemonSets, deployments, jobs, budgets, clusterRoles } = paths;

export const createCases: readonly ContractCase[] = [
  ['a ConfigMap is created and not twice', '201 409', async (api) => {
    await api.post(`${configMaps}?fieldManager=tester`, configMap('create-once'));
    await api.post(configMaps, configMap('create-once'));
  }],
  ['kind and apiVersion may be left out of the body', '201', (api) => api.post(configMaps, { metadata: { name: 'create-untyped' }, data: { a: '1' } })],
  ['a body of another kind is refused', '400', (api) => api.post(configMaps, { ...configMap('create-kind'), kind: 'Secret' })],
  ['a body of another version is refused', '400', (api) => api.post(configMaps, { ...configMap('create-version'), apiVersion: 'v2' })],
  ['a body of an unknown kind is refused', '400', (api) => api.post(configMaps, { ...configMap('create-kind'), kind: 'Nothing' })],
  ['a body without a name is refused', '422', (api) => api.post(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} })],
  ['a name that is no DNS subdomain is refused', '422', (api) => api.post(configMaps, configMap('Not_A_Name'))],
  ['a name that is too long is refused', '422', (api) => api.post(configMaps, configMap('n'.repeat(254)))],
  ['a namespace that differs from the path is refused', '400', (api) => api.post(configMaps, configMap('create-elsewhere', {}, { namespace: 'default' }))],
  ['a namespace that is not there is refused', '404', (api) => api.post('/api/v1/namespaces/contract-missing/configmaps', configMap('create-nowhere'))],
  ['an object with a resourceVersion is refused', '500', (api) => api.post(configMaps, configMap('create-versioned', {}, { resourceVersion: '5' }))],
  ['the server\'s own fields in the body are replaced', '201', (api) =>
    api.post(configMaps, configMap('create-own', {}, { uid: '11111111-2222-3333-4444-555555555555', creationTimestamp: '2001-01-01T00:00:00Z', generation: 7, selfLink: '/x' }))],
  ['labels and annotations that break the rules are refused', '422', (api) =>
    api.post(configMaps, configMap('create-labels', {}, { labels: { 'bad key!': 'x', good: 'not a value!' }, annotations: { 'a/b/c': '1' } }))],
  ['a label value that is too long is refused', '422', (api) => api.post(configMaps, configMap('create-long', {}, { labels: { good: 'v'.repeat(64), [`${'k'.repeat(64)}`]: 'x' } }))],
  ['a label key with an empty prefix or name is refused', '422', (api) => api.post(configMaps, configMap('create-empty', {}, { labels: { '/name': 'x', 'prefix/': 'x', 'Pre_fix/a': 'x' } }))],
  ['a label value that is no string is refused', '400', (api) => api.post(configMaps, configMap('create-number', {}, { labels: { a: 1 } }))],
  ['annotations may be as large as 256 KiB and no larger', '201 422', async (api) => {
    await api.post(configMaps, configMap('create-annotated', {}, { annotations: { a: 'x'.repeat(262_143) } }));
    await api.post(configMaps, configMap('create-annotated-2', {}, { annotations: { a: 'x'.repeat(262_144) } }));
  }],
  ['an unknown field is refused under fieldValidation=Strict', '400', (api) => api.post(`${configMaps}?fieldValidation=Strict`, { ...configMap('create-strict'), date: {} })],
  ['an unknown field is dropped with a warning by default', '201', (api) => api.post(configMaps, { ...configMap('create-warn'), date: {} })],
  ['an unknown field is dropped in silence under fieldValidation=Ignore', '201', (api) => api.post(`${configMaps}?fieldValidation=Ignore`, { ...configMap('create-ignore'), date: {} })],
  ['an unknown field deep in a pod template is refused under Strict', '400', (api) =>
    api.post(`${daemonSets}?fieldValidation=Strict`, daemonSet('create-deep', { affinty: {}, containers: [{ name: 'main', image: 'i:v1', imagePolicy: 'x', env: [{ name: 'A', valu: '1' }] }] }))],
  ['an unknown field deep in a pod template is dropped with a warning', '201', (api) =>
    api.post(daemonSets, daemonSet('create-deep-warn', { affinty: {}, containers: [{ name: 'main', image: 'i:v1', imagePolicy: 'x' }] }))],
  ['an unknown field of metadata is refused under Strict', '400', (api) => api.post(`${configMaps}?fieldValidation=Strict`, configMap('create-meta', {}, { label: {}, clusterName: 'x' }))],
  ['a field in another case is unknown under Strict', '400', (api) => api.post(`${configMaps}?fieldValidation=Strict`, { ...configMap('create-case'), Data: {} })],
  ['a duplicate key is refused under Strict', '400', (api) =>
    api.post(`${configMaps}?fieldValidation=Strict`, '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"create-twice"},"data":{"a":"1","a":"2"}}')],
  ['the last of duplicate keys holds by default, with a warning', '201', (api) =>
    api.post(configMaps, '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"create-last"},"data":{"a":"1","a":"2"}}')],
  ['another fieldValidation is refused', '422', (api) => api.post(`${configMaps}?fieldValidation=Sometimes`, configMap('create-validation'))],
  ['another dryRun is refused', '422', (api) => api.post(`${configMaps}?dryRun=Some`, configMap('create-dry'))],
  ['a dry run answers as the create would and stores nothing', '201 404', async (api) => {
    await api.post(`${configMaps}?dryRun=All`, configMap('create-dry-run'));
    await api.get(`${configMaps}/create-dry-run`);
  }],
  ['a dry run refuses what the create would refuse', '422', (api) => api.post(`${configMaps}?dryRun=All`, configMap('Wrong!'))],
  ['a field manager with a bad name is refused', '422', (api) => api.post(`${configMaps}?fieldManager=${'x'.repeat(129)}`, configMap('create-manager'))],
  ['a value of a wrong type is refused', '400', (api) => api.post(configMaps, { ...configMap('create-type'), data: { a: 1 } })],
  ['data that is no object is refused', '400', (api) => api.post(configMaps, { ...configMap('create-data'), data: 'text' })],
  ['metadata that is no object is refused', '400', (api) => api.post(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: 'text' })],
  ['a key of data that breaks the rule is refused', '422', (api) => api.post(configMaps, configMap('create-key', { 'a/b': '1', '..': '2' }))],
  ['binaryData that is no base64 is refused', '400', (api) => api.post(configMaps, { ...configMap('create-binary'), binaryData: { b: '***' } })],
  ['the same key in data and binaryData is refused', '422', (api) => api.post(configMaps, { ...configMap('create-both'), binaryData: { a: 'AAAA' } })],
  ['null members are absent ones', '201', (api) => api.post(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'create-null', labels: null }, data: null })],
  ['a Secret takes stringData over data', '201', (api) =>
    api.post(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'create-secret' }, data: { a: 'b2xk', b: 'Yg==' }, stringData: { a: 'new' } })],
  ['a Secret refuses what is no base64', '400', (api) => api.post(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'create-secret-2' }, data: { a: 'no base64' } })],
  ['a Secret of a known type needs its keys', '422', (api) => api.post(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'create-tls' }, type: 'kubernetes.io/tls', data: {} })],
  ['a DaemonSet gets its defaults', '201', (api) => api.post(`${daemonSets}?fieldManager=tester&fieldValidation=Strict`, daemonSet('create-set', { affinity: affinity([onPremises]) }))],
  ['a DaemonSet whose selector misses its labels is refused', '422', (api) => api.post(daemonSets, daemonSet('create-miss', {}, { selector: { matchLabels: { app: 'other' } } }))],
  ['a DaemonSet without selector and containers is refused', '422', (api) => api.post(daemonSets, { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'create-bare' }, spec: { template: {} } })],
  ['a DaemonSet with a node affinity that is none is refused', '422', (api) =>
    api.post(daemonSets, daemonSet('create-affinity', { affinity: affinity([{ key: 'a', operator: 'In' }, { key: 'b', operator: 'Exists', values: ['x'] }, { key: 'c', operator: 'Like', values: ['x'] }, { key: 'bad key!', operator: 'Gt', values: ['1', '2'] }]) }))],
  ['a node affinity without terms is refused', '422', (api) => api.post(daemonSets, daemonSet('create-no-terms', { affinity: affinity() }))],
  ['a DaemonSet with another restartPolicy is refused', '422', (api) => api.post(daemonSets, daemonSet('create-policy', { restartPolicy: 'Never' }))],
  ['tolerations that break the rules are refused', '422', (api) =>
    api.post(daemonSets, daemonSet('create-tolerations', { tolerations: [{ operator: 'Exists', value: 'x', key: 'a' }, { operator: 'Equal' }, { key: 'a', operator: 'Like' }, { key: 'a', effect: 'Never' }] }))],
  ['containers that break the rules are refused', '422', (api) =>
    api.post(daemonSets, daemonSet('create-containers', { containers: [{ name: 'Bad', image: 'i' }, { name: 'none' }, { image: 'i' }, { name: 'twice', image: 'i' }, { name: 'twice', image: 'i' }] }))],
  ['a Deployment gets its defaults', '201', (api) => api.post(deployments, deployment('create-deployment'))],
  ['a pod gets its defaults', '201', (api) => api.post(`${pods}?fieldManager=tester`, pod('create-pod', { restartPolicy: 'Never' }))],
  ['a pod with a status gets the server\'s', '201', (api) => api.post(pods, { ...pod('create-pod-status'), status: { phase: 'Running', podIP: '10.0.0.1' } })],
  ['a pod without containers is refused', '422', (api) => api.post(pods, pod('create-pod-empty', { containers: [] }))],
  ['a pod with a wrong policy is refused', '422', (api) => api.post(pods, pod('create-pod-policy', { restartPolicy: 'Sometimes', dnsPolicy: 'Mine' }))],
  ['a pod whose field has a wrong type is refused', '400', (api) => api.post(pods, pod('create-pod-type', { hostNetwork: 'yes' }))],
  ['a pod with hostNetwork gets host ports and a node name', '201', (api) =>
    api.post(pods, pod('create-pod-host', { hostNetwork: true, nodeName: 'contract-elsewhere', tolerations: [{ operator: 'Exists' }], containers: [{ name: 'main', image: 'i', ports: [{ containerPort: 80 }] }] }))],
  ['a Job gets its defaults', '201', (api) =>
    api.post(jobs, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'create-job' }, spec: { suspend: true, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'i:v1' }] } } } })],
  ['a Job with restartPolicy Always is refused', '422', (api) =>
    api.post(jobs, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'create-job-2' }, spec: { template: { spec: { containers: [{ name: 'main', image: 'i:v1' }] } } } })],
  ['a Node is created with its taints', '201', (api) =>
    api.post(nodes, node('contract-create', { providerID: 'cn-hangzhou.i-1', taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }] }, { 'alibabacloud.com/external': 'true' }))],
  ['a Node with wrong taints is refused', '422', (api) => api.post(nodes, node('contract-taints', { taints: [{ key: 'a', effect: 'Never' }, { key: 'bad key!', value: 'not a value!', effect: 'NoSchedule' }] }))],
  ['a Node with a taint twice is refused', '422', (api) => api.post(nodes, node('contract-twice', { taints: [{ key: 'a', effect: 'NoSchedule' }, { key: 'a', value: 'b', effect: 'NoSchedule' }] }))],
  ['a Service of a fixed kind gets its defaults', '201', (api) =>
    api.post(services, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'create-headless' }, spec: { clusterIP: 'None', selector: { app: 'x' }, ports: [{ name: 'http', port: 80 }] } })],
  ['a PodDisruptionBudget is created', '201', (api) =>
    api.post(budgets, { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'create-budget' }, spec: { minAvailable: 1, selector: { matchLabels: { app: 'none' } } } })],
  ['a PodDisruptionBudget with both bounds is refused', '422', (api) =>
    api.post(budgets, { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'create-budget-2' }, spec: { minAvailable: 1, maxUnavailable: '50%', selector: { matchLabels: { app: 'none' } } } })],
  ['a ClusterRole is created', '201', (api) =>
    api.post(clusterRoles, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'contract:create' }, rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list'] }] })],
  ['a ClusterRole whose rule lacks verbs is refused', '422', (api) =>
    api.post(clusterRoles, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'contract:bare' }, rules: [{ apiGroups: [''], resources: ['nodes'] }] })],
  ['a ClusterRoleBinding gets the group of its subjects', '201', (api) =>
    api.post('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'contract:binding' }, subjects: [{ kind: 'User', name: 'someone' }], roleRef: { kind: 'ClusterRole', name: 'view' },
    })],
  ['a namespace gets its label, its finalizer and its phase', '201', (api) => api.post(paths.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'contract-create' } })],
  ['a namespace whose name is no DNS label is refused', '422', (api) => api.post(paths.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a.b' } })],
  ['a create under a name is no path', '405', (api) => api.post(`${configMaps}/create-named`, configMap('create-named'))],
  ['a create across namespaces is no path', '405', (api) => api.post('/api/v1/configmaps', configMap('create-across', {}, { namespace }))],
];
