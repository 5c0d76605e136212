import { type AnswerBody, type ContractCase, type RecordedApi } from '../contract-case.ts';
import { configMap, daemonSet, deployment, node, paths, pod } from '../objects.ts';

const { configMaps, secrets, daemonSets, deployments, nodes, pods, clusterRoles } = paths;

const made = (api: RecordedApi, collection: string, body: object): Promise<AnswerBody> => api.quietly.post(`${collection}?fieldManager=creator`, body);

const secret = (name: string, type: string): object => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, type, data: { a: 'MQ==' } });

export const updateCases: readonly ContractCase[] = [
  ['replaces an object and takes the fields that changed', '200', async (api) => {
    const { metadata } = await made(api, configMaps, configMap('update-one', { a: '1', b: '1' }));
    await api.put(`${configMaps}/update-one?fieldManager=updater`, configMap('update-one', { a: '2', c: '3' }, { resourceVersion: metadata.resourceVersion }));
  }],
  ['without a resourceVersion is unconditional', '200', async (api) => {
    await made(api, configMaps, configMap('update-blind'));
    await api.put(`${configMaps}/update-blind`, configMap('update-blind', { a: '2' }));
  }],
  ['of a stale resourceVersion is a conflict', '200 409', async (api) => {
    const { metadata } = await made(api, configMaps, configMap('update-stale'));
    await api.put(`${configMaps}/update-stale`, configMap('update-stale', { a: '2' }));
    await api.put(`${configMaps}/update-stale`, configMap('update-stale', { a: '3' }, { resourceVersion: metadata.resourceVersion }));
  }],
  ['of a DaemonSet at a stale resourceVersion is a conflict', '200 409', async (api) => {
    const set = await made(api, daemonSets, daemonSet('update-stale'));
    await api.put(`${daemonSets}/update-stale`, { ...daemonSet('update-stale', {}, { minReadySeconds: 5 }) });
    await api.put(`${daemonSets}/update-stale`, set);
  }],
  ['with a resourceVersion that is no number', '500', async (api) => {
    await made(api, configMaps, configMap('update-odd'));
    await api.put(`${configMaps}/update-odd`, configMap('update-odd', { a: '2' }, { resourceVersion: 'old' }));
  }],
  ['of another uid is a conflict', '409', async (api) => {
    await made(api, configMaps, configMap('update-uid'));
    await api.put(`${configMaps}/update-uid`, configMap('update-uid', { a: '2' }, { uid: '11111111-2222-3333-4444-555555555555' }));
  }],
  ['of an object that is not there is NotFound', '404', (api) => api.put(`${configMaps}/update-none`, configMap('update-none'))],
  ['under another name is refused', '400', async (api) => {
    await made(api, configMaps, configMap('update-name'));
    await api.put(`${configMaps}/update-name`, configMap('update-other'));
  }],
  ['without a name is refused', '400', async (api) => {
    await made(api, configMaps, configMap('update-nameless'));
    await api.put(`${configMaps}/update-nameless`, { apiVersion: 'v1', kind: 'ConfigMap', data: {} });
  }],
  ['in another namespace is refused', '400', async (api) => {
    await made(api, configMaps, configMap('update-elsewhere'));
    await api.put(`${configMaps}/update-elsewhere`, configMap('update-elsewhere', {}, { namespace: 'default' }));
  }],
  ['of a collection is no path', '405', (api) => api.put(configMaps, configMap('update-collection'))],
  ['that changes nothing keeps the resourceVersion', '200 200', async (api) => {
    const object = await made(api, configMaps, configMap('update-same'));
    const after = await api.put(`${configMaps}/update-same?fieldManager=updater`, object);
    if (after.metadata.resourceVersion !== object.metadata.resourceVersion) throw new Error('the resourceVersion changed');
    await api.get(`${configMaps}/update-same`);
  }],
  ['in a dry run stores nothing', '200 200', async (api) => {
    await made(api, configMaps, configMap('update-dry'));
    await api.put(`${configMaps}/update-dry?dryRun=All`, configMap('update-dry', { a: '2' }));
    await api.get(`${configMaps}/update-dry`);
  }],
  ['under Strict refuses an unknown field', '400', async (api) => {
    await made(api, configMaps, configMap('update-strict'));
    await api.put(`${configMaps}/update-strict?fieldValidation=Strict`, { ...configMap('update-strict'), dat: {} });
  }],
  ['of an immutable ConfigMap is refused', '422 422', async (api) => {
    await made(api, configMaps, { ...configMap('update-immutable'), immutable: true });
    await api.put(`${configMaps}/update-immutable`, { ...configMap('update-immutable', { a: '2' }), immutable: true });
    await api.put(`${configMaps}/update-immutable`, configMap('update-immutable'));
  }],
  ['of an immutable Secret is refused', '422', async (api) => {
    await made(api, secrets, { ...secret('update-immutable', 'Opaque'), immutable: true });
    await api.put(`${secrets}/update-immutable`, { ...secret('update-immutable', 'Opaque'), data: {}, immutable: true });
  }],
  ['of a Secret\'s type is refused', '422', async (api) => {
    await made(api, secrets, secret('update-type', 'Opaque'));
    await api.put(`${secrets}/update-type`, secret('update-type', 'example.com/other'));
  }],
  ['of a DaemonSet\'s selector is refused', '422', async (api) => {
    await made(api, daemonSets, daemonSet('update-selector'));
    const other = daemonSet('update-other');
    await api.put(`${daemonSets}/update-selector`, { ...other, metadata: { name: 'update-selector' } });
  }],
  ['of a Deployment\'s selector is refused', '422', async (api) => {
    await made(api, deployments, deployment('update-selector'));
    await api.put(`${deployments}/update-selector`, { ...deployment('update-other'), metadata: { name: 'update-selector' } });
  }],
  ['of a DaemonSet\'s template counts its generation, of its labels not', '200 200', async (api) => {
    await made(api, daemonSets, daemonSet('update-generation'));
    await api.put(`${daemonSets}/update-generation`, daemonSet('update-generation', { hostNetwork: true }));
    await api.put(`${daemonSets}/update-generation`, { ...daemonSet('update-generation', { hostNetwork: true }), metadata: { name: 'update-generation', labels: { a: 'b' } } });
  }],
  ['of a Node\'s providerID is refused once it is set', '200 422 422', async (api) => {
    await made(api, nodes, node('contract-provider'));
    await api.put(`${nodes}/contract-provider`, node('contract-provider', { providerID: 'cn-hangzhou.i-1' }));
    await api.put(`${nodes}/contract-provider`, node('contract-provider', { providerID: 'cn-hangzhou.i-2' }));
    await api.put(`${nodes}/contract-provider`, node('contract-provider'));
  }],
  ['of a Node\'s labels and taints', '200', async (api) => {
    await made(api, nodes, node('contract-labels', {}, { a: 'b' }));
    await api.put(`${nodes}/contract-labels?fieldManager=updater`, node('contract-labels', { taints: [{ key: 'x', effect: 'NoExecute' }], unschedulable: true }, { c: 'd' }));
  }],
  ['of a pod\'s image is taken, of its command not', '200 422', async (api) => {
    await made(api, pods, pod('update-pod'));
    const current = (await api.quietly.get(`${pods}/update-pod`)) as { readonly spec?: { readonly containers: readonly object[] } } & AnswerBody;
    const change = (extra: object): object => ({ ...current, metadata: { name: 'update-pod' }, spec: { ...current.spec, containers: [{ ...current.spec?.containers[0], ...extra }] } });
    await api.put(`${pods}/update-pod`, change({ image: 'example.com/main:v2' }));
    await api.put(`${pods}/update-pod`, change({ command: ['sh'] }));
  }],
  ['of a pod\'s labels and tolerations', '200', async (api) => {
    await made(api, pods, pod('update-pod-labels'));
    await api.patch(`${pods}/update-pod-labels`, 'merge', { metadata: { labels: { a: 'b' } }, spec: { tolerations: [{ operator: 'Exists' }, { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }, { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }] } });
  }],
  ['of a binding\'s role is refused', '422', async (api) => {
    const bindings = clusterRoles.replace('clusterroles', 'clusterrolebindings');
    const binding = (role: string): object => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'contract:update' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role } });
    await made(api, bindings, binding('view'));
    await api.put(`${bindings}/contract:update`, binding('edit'));
  }],
  ['of the status through the object is ignored', '200', async (api) => {
    await made(api, deployments, deployment('update-status'));
    await api.put(`${deployments}/update-status`, { ...deployment('update-status'), status: { replicas: 3, observedGeneration: 1 } });
  }],
  ['of the status through its subresource', '200 200', async (api) => {
    await made(api, deployments, deployment('update-status-sub'));
    await api.put(`${deployments}/update-status-sub/status?fieldManager=controller`, { ...deployment('update-status-sub', { paused: true }), status: { replicas: 3, observedGeneration: 1, unknownOne: 1 } });
    await api.get(`${deployments}/update-status-sub/status`);
  }],
  ['of a Node\'s status through its subresource', '200', async (api) => {
    await made(api, nodes, node('contract-status'));
    await api.put(`${nodes}/contract-status/status?fieldManager=kubelet`, {
      ...node('contract-status', { unschedulable: true }, { a: 'b' }),
      status: { addresses: [{ type: 'InternalIP', address: '10.0.0.9' }], capacity: { cpu: '4', memory: '16Gi' }, conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'ready' }] },
    });
  }],
  ['of the metadata keeps what the server owns', '200', async (api) => {
    await made(api, configMaps, configMap('update-meta'));
    await api.put(`${configMaps}/update-meta`, configMap('update-meta', {}, { creationTimestamp: '2001-01-01T00:00:00Z', generation: 9, finalizers: ['example.com/a'], ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: '11111111-2222-3333-4444-555555555555' }] }));
  }],
  ['with owner references and finalizers that break the rules is refused', '422', async (api) => {
    await made(api, configMaps, configMap('update-owners'));
    await api.put(`${configMaps}/update-owners`, configMap('update-owners', {}, { finalizers: ['noslash', 'bad key!/x'], ownerReferences: [{ apiVersion: 'v1', kind: '', name: '', uid: '' }] }));
  }],
];
