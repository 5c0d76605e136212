import { type ContractCase, type RecordedApi } from '../contract-case.ts';
import { configMap, paths } from '../objects.ts';

const { configMaps } = paths;

const watchOf = (label: string, more = ''): string => `${configMaps}?watch=true&labelSelector=set%3D${label}${more}`;
const labelled = (name: string, set: string, data: Readonly<Record<string, string>> = {}): object => configMap(name, data, { labels: { set } });
const now = async (api: RecordedApi): Promise<string> => (await api.quietly.get(`${configMaps}?limit=1`)).metadata.resourceVersion;

export const watchCases: readonly ContractCase[] = [
  ['begins with what is there when no resourceVersion is given', '200', async (api) => {
    for (const name of ['watch-a', 'watch-b']) await api.quietly.post(configMaps, labelled(name, 'watched'));
    await api.watch(watchOf('watched'), 2);
  }],
  ['begins with what is there at resourceVersion 0', '200', async (api) => {
    await api.quietly.post(configMaps, labelled('watch-zero', 'zero'));
    await api.watch(watchOf('zero', '&resourceVersion=0'), 1);
  }],
  ['resumes after a resourceVersion with every change', '200', async (api) => {
    const since = await now(api);
    await api.quietly.post(configMaps, labelled('watch-changes', 'changes', { a: '1' }));
    await api.quietly.patch(`${configMaps}/watch-changes`, 'merge', { data: { a: '2' } });
    await api.quietly.delete(`${configMaps}/watch-changes`);
    await api.watch(watchOf('changes', `&resourceVersion=${since}`), 3);
  }],
  ['adds what comes into its selector and deletes what leaves it', '200', async (api) => {
    const since = await now(api);
    await api.quietly.post(configMaps, labelled('watch-moving', 'other'));
    await api.quietly.patch(`${configMaps}/watch-moving`, 'merge', { metadata: { labels: { set: 'moving' } } });
    await api.quietly.patch(`${configMaps}/watch-moving`, 'merge', { metadata: { labels: { set: 'other' } } });
    await api.watch(watchOf('moving', `&resourceVersion=${since}`), 2);
  }],
  ['of one object by a field selector', '200', async (api) => {
    await api.quietly.post(configMaps, labelled('watch-single', 'single'));
    await api.watch(`${configMaps}?watch=1&fieldSelector=metadata.name%3Dwatch-single`, 1);
  }],
  ['of one object by its path', '200', async (api) => {
    await api.quietly.post(configMaps, labelled('watch-path', 'path'));
    await api.watch(`${configMaps}/watch-path?watch=true`, 1);
  }],
  ['ends after timeoutSeconds', '200', async (api) => {
    await api.watch(watchOf('nothing', `&resourceVersion=${await now(api)}&timeoutSeconds=1`));
  }],
  ['sends the initial events and a bookmark that ends them', '200', async (api) => {
    await api.quietly.post(configMaps, labelled('watch-initial', 'initial'));
    await api.watch(watchOf('initial', '&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan'), 2);
  }],
  ['refuses sendInitialEvents without resourceVersionMatch', '422', (api) => api.get(watchOf('x', '&timeoutSeconds=1&sendInitialEvents=true&allowWatchBookmarks=true'))],
  ['refuses sendInitialEvents with another resourceVersionMatch', '422', (api) => api.get(watchOf('x', '&timeoutSeconds=1&sendInitialEvents=true&resourceVersionMatch=Exact&resourceVersion=1'))],
  ['refuses a resourceVersionMatch without sendInitialEvents', '422', (api) => api.get(watchOf('x', '&timeoutSeconds=1&resourceVersionMatch=NotOlderThan&resourceVersion=1'))],
  ['refuses sendInitialEvents in a list', '422', (api) => api.get(`${configMaps}?sendInitialEvents=true&resourceVersionMatch=NotOlderThan`)],
  ['refuses a resourceVersion that is no number', '500', (api) => api.get(watchOf('x', '&timeoutSeconds=1&resourceVersion=old'))],
  ['refuses a selector that is none', '400', (api) => api.get(`${configMaps}?watch=true&timeoutSeconds=1&labelSelector=a%20in%20b`)],
  ['refuses a field that the resource does not know', '400', (api) => api.get(`${configMaps}?watch=true&timeoutSeconds=1&fieldSelector=data.a%3D1`)],
  ['through Accept: PartialObjectMetadata', '200', async (api) => {
    await api.quietly.post(configMaps, labelled('watch-partial', 'partial-watch'));
    await api.watch(watchOf('partial-watch'), 1, { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' });
  }],
  ['through the old path of watches', '200', async (api) => {
    await api.quietly.post(configMaps, labelled('watch-old', 'old-path'));
    await api.watch(`${configMaps.replace('/api/v1/', '/api/v1/watch/')}?labelSelector=set%3Dold-path`, 1);
  }],
];
