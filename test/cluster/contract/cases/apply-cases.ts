import { type ContractCase, type RecordedApi } from '../contract-case.ts';
import { affinity, configMap, daemonSet, node, onPremises, paths } from '../objects.ts';

const { configMaps, daemonSets, nodes, services } = paths;

const at = (name: string, manager: string, more = ''): string => `${configMaps}/${name}?fieldManager=${manager}${more}`;
const apply = (api: RecordedApi, name: string, manager: string, data: Readonly<Record<string, string>> | undefined, more = '') =>
  api.patch(at(name, manager, more), 'apply', data === undefined ? { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } } : configMap(name, data));

export const applyCases: readonly ContractCase[] = [
  ['creates what is not there', '201', (api) => apply(api, 'apply-create', 'one', { a: '1' })],
  ['again changes nothing', '201 200', async (api) => {
    const first = await apply(api, 'apply-again', 'one', { a: '1' });
    const second = await apply(api, 'apply-again', 'one', { a: '1' });
    if (first.metadata.resourceVersion !== second.metadata.resourceVersion) throw new Error('the resourceVersion changed');
  }],
  ['takes YAML', '201', (api) => api.patch(at('apply-yaml', 'one'), 'apply', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: apply-yaml\ndata:\n  a: "1"\n')],
  ['of a value that another manager applied is a conflict', '201 409', async (api) => {
    await apply(api, 'apply-conflict', 'one', { a: '1', b: '1' });
    await apply(api, 'apply-conflict', 'two', { a: '2' });
  }],
  ['of two values of one manager is a conflict with both', '201 409', async (api) => {
    await apply(api, 'apply-both', 'one', { a: '1', b: '1' });
    await apply(api, 'apply-both', 'two', { a: '2', b: '2' });
  }],
  ['of values of two managers is a conflict with each', '201 200 409', async (api) => {
    await apply(api, 'apply-each', 'one', { a: '1' });
    await apply(api, 'apply-each', 'two', { b: '1' });
    await apply(api, 'apply-each', 'three', { a: '2', b: '2', c: '3' });
  }],
  ['of a value that an update set is a conflict', '409', async (api) => {
    await api.quietly.post(`${configMaps}?fieldManager=updater`, configMap('apply-update'));
    await apply(api, 'apply-update', 'one', { a: '2' });
  }],
  ['of the same value shares the ownership', '201 200', async (api) => {
    await apply(api, 'apply-share', 'one', { a: '1' });
    await apply(api, 'apply-share', 'two', { a: '1' });
  }],
  ['by force takes the field', '201 200', async (api) => {
    await apply(api, 'apply-force', 'one', { a: '1', b: '1' });
    await apply(api, 'apply-force', 'two', { a: '2' }, '&force=true');
  }],
  ['takes away what it no longer applies', '201 200', async (api) => {
    await apply(api, 'apply-drop', 'one', { a: '1', b: '1' });
    await apply(api, 'apply-drop', 'one', { a: '1' });
  }],
  ['keeps what it no longer applies where another owns it', '201 200 200', async (api) => {
    await apply(api, 'apply-keep', 'one', { a: '1', b: '1' });
    await apply(api, 'apply-keep', 'two', { b: '1' });
    await apply(api, 'apply-keep', 'one', { a: '1' });
  }],
  ['of nothing at all takes away everything it owned', '201 200', async (api) => {
    await apply(api, 'apply-nothing', 'one', { a: '1' });
    await apply(api, 'apply-nothing', 'one', undefined);
  }],
  ['after an update of another shows the update\'s ownership', '201 200 409', async (api) => {
    await apply(api, 'apply-then-update', 'one', { a: '1', b: '1' });
    await api.patch(`${configMaps}/apply-then-update?fieldManager=updater`, 'merge', { data: { a: '2', b: null } });
    await apply(api, 'apply-then-update', 'one', { a: '1', b: '1' });
  }],
  ['without a field manager is refused', '422', (api) => api.patch(`${configMaps}/apply-nobody`, 'apply', configMap('apply-nobody'))],
  ['with managed fields in the body is refused', '400', (api) =>
    api.patch(at('apply-managed', 'one'), 'apply', configMap('apply-managed', {}, { managedFields: [{ manager: 'x', operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: {} }] }))],
  ['without apiVersion and kind is refused', '400', (api) => api.patch(at('apply-untyped', 'one'), 'apply', { metadata: { name: 'apply-untyped' } })],
  ['of another kind is refused', '400', (api) => api.patch(at('apply-kind', 'one'), 'apply', { ...configMap('apply-kind'), kind: 'Secret' })],
  ['under another name is refused', '400', (api) => api.patch(at('apply-name', 'one'), 'apply', configMap('other'))],
  ['without a name is refused', '400', (api) => api.patch(at('apply-nameless', 'one'), 'apply', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1' } })],
  ['of an unknown field is refused', '500', (api) => api.patch(at('apply-unknown', 'one'), 'apply', { ...configMap('apply-unknown'), date: { a: '1' } })],
  ['of a wrong type is refused', '500', (api) => api.patch(at('apply-type', 'one'), 'apply', { ...configMap('apply-type'), data: { a: 1 } })],
  ['of text is refused', '400', (api) => api.patch(at('apply-text', 'one'), 'apply', 'just text')],
  ['of broken YAML is refused', '400', (api) => api.patch(at('apply-broken', 'one'), 'apply', 'a: [b')],
  ['with a uid and no object is a conflict', '409', (api) => api.patch(at('apply-uid', 'one'), 'apply', configMap('apply-uid', {}, { uid: '11111111-2222-3333-4444-555555555555' }))],
  ['with a stale resourceVersion is a conflict', '201 409', async (api) => {
    await apply(api, 'apply-stale', 'one', { a: '1' });
    await api.patch(at('apply-stale', 'one'), 'apply', configMap('apply-stale', { a: '2' }, { resourceVersion: '1' }));
  }],
  ['in a dry run stores nothing', '201 404', async (api) => {
    await apply(api, 'apply-dry', 'one', { a: '1' }, '&dryRun=All');
    await api.get(`${configMaps}/apply-dry`);
  }],
  ['of labels, annotations and finalizers owns each', '201 409 200', async (api) => {
    await api.patch(at('apply-meta', 'one'), 'apply', configMap('apply-meta', {}, { labels: { a: '1', 'x/y': '2' }, annotations: { c: '3' }, finalizers: ['x/a', 'x/b'] }));
    await api.patch(at('apply-meta', 'two'), 'apply', configMap('apply-meta', {}, { labels: { b: '1' } }));
    await api.patch(at('apply-meta', 'two'), 'apply', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'apply-meta', labels: { b: '1' }, finalizers: ['x/c'] } });
  }],
  ['of an affinity owns the selector as a whole', '200 409', async (api) => {
    await api.quietly.post(`${daemonSets}?fieldManager=installer`, daemonSet('apply-affinity'));
    const body = (terms: object): object => ({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'apply-affinity' }, spec: { template: { spec: { affinity: terms } } } });
    await api.patch(`${daemonSets}/apply-affinity?fieldManager=ack-hybrid`, 'apply', body(affinity([onPremises])));
    await api.patch(`${daemonSets}/apply-affinity?fieldManager=other`, 'apply', body(affinity([{ key: 'a', operator: 'Exists' }])));
  }],
  ['of containers merges by name, of their ports by number and protocol', '200 200', async (api) => {
    await api.quietly.post(`${daemonSets}?fieldManager=installer`, daemonSet('apply-containers'));
    const body = (containers: readonly object[]): object => ({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'apply-containers' }, spec: { template: { spec: { containers } } } });
    const path = `${daemonSets}/apply-containers?fieldManager=one`;
    await api.patch(path, 'apply', body([{ name: 'main', env: [{ name: 'B', value: '2' }], ports: [{ containerPort: 80 }] }, { name: 'extra', image: 'example.com/extra:v1' }]));
    await api.patch(path, 'apply', body([{ name: 'main', env: [{ name: 'C', value: '2' }], ports: [{ containerPort: 81, protocol: 'UDP' }] }]));
  }],
  ['of a list with two items of one key is refused', '500', (api) =>
    api.patch(`${daemonSets}/apply-twice?fieldManager=one`, 'apply', daemonSet('apply-twice', { containers: [{ name: 'a', image: 'i' }, { name: 'a', image: 'j' }] }))],
  ['of an item without its key is refused', '422', (api) => api.patch(`${daemonSets}/apply-keyless?fieldManager=one`, 'apply', daemonSet('apply-keyless', { containers: [{ image: 'i' }] }))],
  ['of a Service\'s ports gets their defaults', '201', (api) =>
    api.patch(`${services}/apply-service?fieldManager=one`, 'apply', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'apply-service' }, spec: { clusterIP: 'None', ports: [{ port: 80 }] } })],
  ['of a Node\'s status through its subresource', '200', async (api) => {
    await api.quietly.post(`${nodes}?fieldManager=kubelet`, node('contract-apply'));
    await api.patch(`${nodes}/contract-apply/status?fieldManager=one`, 'apply', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'contract-apply' }, status: { conditions: [{ type: 'Mine', status: 'True' }] } });
  }],
  ['of the status of what is not there is NotFound', '404', (api) =>
    api.patch(`${nodes}/contract-none/status?fieldManager=one`, 'apply', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'contract-none' }, status: {} })],
  ['as another version of the content type is refused', '415', (api) => api.send('PATCH', `${configMaps}/apply-media?fieldManager=one`, configMap('apply-media'), { type: 'application/apply-patch+json' })],
  ['an empty manager of managed fields resets them', '200', async (api) => {
    await api.quietly.post(`${configMaps}?fieldManager=creator`, configMap('apply-reset'));
    await api.patch(`${configMaps}/apply-reset?fieldManager=one`, 'merge', { metadata: { managedFields: [{}] } });
  }],
];
