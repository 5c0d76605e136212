import { type ContractCase, type RecordedApi } from '../contract-case.ts';
import { configMap, namespace, node, paths, pod } from '../objects.ts';

const { configMaps, secrets, pods, nodes } = paths;

/** Five ConfigMaps that one label tells from everything else. */
const seeded = async (api: RecordedApi, label: string): Promise<string> => {
  const tiers = ['front', 'back', 'back', '', undefined];
  for (const [index, tier] of tiers.entries()) {
    await api.quietly.post(configMaps, configMap(`${label}-${index}`, {}, { labels: { set: label, ...(tier === undefined ? {} : { tier }), ...(index < 3 ? { number: String(index) } : {}) } }));
  }
  return `${configMaps}?labelSelector=set%3D${label}`;
};

const selectors: readonly (readonly [selector: string, statuses: string])[] = [
  ['tier=back', '200'], ['tier==back', '200'], ['tier!=back', '200'], ['tier in (front,back)', '200'], ['tier notin (front, back)', '200'], ['tier', '200'], ['!tier', '200'], ['number>0', '200'], ['number<2', '200'],
  ['tier=', '200'], ['tier in ()', '200'], ['tier=back,number=1', '200'], [' tier = back ', '200'],
  ['tier in back', '400'], ['tier=a=b', '400'], ['tier in (a', '400'], ['number>x', '400'], ['tier=not a value!', '400'], ['bad key!=x', '400'], ['=x', '400'], [',', '400'], ['tier=x,', '400'],
];

const partialAccept = (kind: string) => `application/json;as=${kind};v=v1;g=meta.k8s.io`;

export const readCases: readonly ContractCase[] = [
  ['an object is read with its managed fields', '200', async (api) => {
    await api.quietly.post(`${configMaps}?fieldManager=tester`, configMap('read-one', { a: '1' }, { labels: { a: 'b' }, annotations: { c: 'd' } }));
    await api.get(`${configMaps}/read-one`);
  }],
  ['an object that is not there is NotFound', '404 404 404', async (api) => {
    await api.get(`${configMaps}/read-none`);
    await api.get(`/apis/apps/v1/namespaces/${namespace}/daemonsets/read-none`);
    await api.get(`/api/v1/namespaces/contract-missing/configmaps/read-none`);
  }],
  ['a resource that is not there is no path', '404 404 404', async (api) => {
    await api.get(`/api/v1/namespaces/${namespace}/nothings`);
    await api.get('/apis/example.com/v1/nothings');
    await api.get('/apis/apps/v2/daemonsets');
  }],
  ['a cluster\'s resource in a namespace is no path', '404', (api) => api.get(`/api/v1/namespaces/${namespace}/nodes`)],
  ['a namespaced object without its namespace is no path', '404', (api) => api.get('/api/v1/configmaps/read-one')],
  ['a subresource that is not there is no path', '404', (api) => api.get(`${configMaps}/read-one/status`)],
  ['a list of a namespace that is not there is empty', '200', (api) => api.get('/api/v1/namespaces/contract-missing/configmaps')],
  ['a list by a selector leaves kind and apiVersion out of its items', '200', async (api) => api.get(await seeded(api, 'listed'))],
  ['a list across namespaces', '200', async (api) => api.get((await seeded(api, 'across')).replace(configMaps, '/api/v1/configmaps'))],
  ...selectors.map(([selector, statuses], index): ContractCase => [
    `the label selector "${selector}"`, statuses, async (api) => {
      const list = await seeded(api, `selector-${index}`);
      await api.get(statuses === '200' ? `${list}${encodeURIComponent(`,${selector}`)}` : `${configMaps}?labelSelector=${encodeURIComponent(selector)}`);
    },
  ]),
  ['field selectors by name and namespace', '200 200 200 200', async (api) => {
    const list = await seeded(api, 'fields');
    await api.get(`${list}&fieldSelector=metadata.name%3Dfields-1`);
    await api.get(`${list}&fieldSelector=metadata.name!%3Dfields-1`);
    await api.get(`${list}&fieldSelector=metadata.namespace%3D${namespace},metadata.name%3Dfields-2`);
    await api.get(`${list}&fieldSelector=metadata.namespace%3Dother`);
  }],
  ['a field selector by a field that the resource does not know is refused', '400', (api) => api.get(`${configMaps}?fieldSelector=data.a%3D1`)],
  ['a field selector that is none is refused', '400', (api) => api.get(`${configMaps}?fieldSelector=metadata.name`)],
  ['a field selector of pods, nodes and secrets', '200 200 200 200 400 400', async (api) => {
    await api.quietly.post(pods, pod('read-fields', { restartPolicy: 'Never' }, { labels: { set: 'read-fields' } }));
    await api.get(`${pods}?labelSelector=set%3Dread-fields&fieldSelector=spec.nodeName%3D,status.phase%3DPending`);
    await api.get(`${pods}?labelSelector=set%3Dread-fields&fieldSelector=spec.restartPolicy%3DAlways`);
    await api.quietly.post(nodes, node('contract-fields', {}, { set: 'read-fields' }));
    await api.get(`${nodes}?labelSelector=set%3Dread-fields&fieldSelector=spec.unschedulable%3Dfalse`);
    await api.get(`${secrets}?fieldSelector=type%3Dnone`);
    await api.get(`${nodes}?fieldSelector=spec.providerID%3Dx`);
    await api.get(`${pods}?fieldSelector=spec.containers%3Dx`);
  }],
  ['a get of a list that names one object', '200', async (api) => {
    await api.quietly.post(configMaps, configMap('read-single'));
    await api.get(`${configMaps}?fieldSelector=metadata.name%3Dread-single&limit=1`);
  }],
  ['pages by limit and continue', '200 200 200', async (api) => {
    const list = (await seeded(api, 'pages')).replace('?labelSelector=set%3Dpages', '?limit=2&labelSelector=set%3Dpages');
    const first = await api.get(list);
    const second = await api.get(`${list}&continue=${first.metadata.continue ?? ''}`);
    await api.get(`${list}&continue=${second.metadata.continue ?? ''}`);
  }],
  ['pages without a selector say how many remain', '200 200', async (api) => {
    await api.quietly.post(paths.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'contract-pages' } });
    for (const name of ['a', 'b', 'c']) await api.quietly.post('/api/v1/namespaces/contract-pages/configmaps', configMap(name));
    const first = await api.get('/api/v1/namespaces/contract-pages/configmaps?limit=1');
    await api.get(`/api/v1/namespaces/contract-pages/configmaps?limit=1&continue=${first.metadata.continue ?? ''}`);
  }],
  ['a page shows the list as it was at the first', '200 200 200', async (api) => {
    const list = (await seeded(api, 'moment')).replace('?labelSelector', '?limit=4&labelSelector');
    const first = await api.get(list);
    await api.delete(`${configMaps}/moment-4`);
    await api.get(`${list}&continue=${first.metadata.continue ?? ''}`);
  }],
  ['a continue token that is none is refused', '400', (api) => api.get(`${configMaps}?limit=1&continue=nonsense`)],
  ['a continue token together with a resourceVersion is refused', '400', async (api) => {
    const list = await seeded(api, 'token');
    const first = await api.quietly.get(`${list}&limit=1`);
    await api.get(`${list}&limit=1&resourceVersion=5&continue=${first.metadata.continue ?? ''}`);
  }],
  ['a limit that is no number is refused', '400', (api) => api.get(`${configMaps}?limit=few`)],
  ['a resourceVersion that is no number is refused', '400', (api) => api.get(`${configMaps}?resourceVersion=old`)],
  ['a resourceVersionMatch without a resourceVersion is refused', '422', (api) => api.get(`${configMaps}?resourceVersionMatch=Exact`)],
  ['a resourceVersionMatch that is none is refused', '422', (api) => api.get(`${configMaps}?resourceVersion=1&resourceVersionMatch=Nearly`)],
  ['a list at an exact resourceVersion shows the past', '200 200', async (api) => {
    const list = await seeded(api, 'exact');
    const now = await api.get(`${list}&limit=1`);
    await api.quietly.post(configMaps, configMap('exact-later', {}, { labels: { set: 'exact' } }));
    await api.get(`${list}&resourceVersion=${now.metadata.resourceVersion}&resourceVersionMatch=Exact`);
  }],
  ['a list not older than a resourceVersion', '200 200', async (api) => {
    const list = await seeded(api, 'newer');
    const now = await api.get(list);
    await api.get(`${list}&resourceVersion=${now.metadata.resourceVersion}&resourceVersionMatch=NotOlderThan`);
  }],
  ['a get at a resourceVersion that was', '200', async (api) => {
    const made = await api.quietly.post(configMaps, configMap('read-version'));
    await api.get(`${configMaps}/read-version?resourceVersion=${made.metadata.resourceVersion}`);
  }],
  ['a list of a resourceVersion that is yet to come is a timeout', '504', (api) => api.get(`${configMaps}?resourceVersion=999999999&resourceVersionMatch=NotOlderThan`)],
  ['a list through Accept: PartialObjectMetadataList', '200', async (api) => api.get(await seeded(api, 'partial'), { accept: partialAccept('PartialObjectMetadataList') })],
  ['an object through Accept: PartialObjectMetadata', '200', async (api) => {
    await api.quietly.post(configMaps, configMap('read-partial'));
    await api.get(`${configMaps}/read-partial`, { accept: partialAccept('PartialObjectMetadata') });
  }],
  ['an Accept of another kind is not acceptable', '406', (api) => api.get(configMaps, { accept: partialAccept('Nothing') })],
  ['an Accept that falls back to JSON gets JSON', '200', async (api) => {
    await api.quietly.post(configMaps, configMap('read-fallback'));
    await api.get(`${configMaps}/read-fallback`, { accept: 'text/html, application/xml;q=0.9, */*;q=0.8' });
  }],
  ['an Accept that the server cannot meet is not acceptable', '406', (api) => api.get(configMaps, { accept: 'text/html' })],
];

