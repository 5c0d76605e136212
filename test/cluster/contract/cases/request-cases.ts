import { type ContractCase } from '../contract-case.ts';
import { configMap, namespace, paths, pod } from '../objects.ts';

const { configMaps, secrets } = paths;

export const requestCases: readonly ContractCase[] = [
  ['a body in YAML is read', '201', (api) => api.post(configMaps, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: request-yaml\ndata:\n  a: "1"\n', { type: 'application/yaml' })],
  ['a content type may have parameters', '201', (api) => api.post(configMaps, configMap('request-charset'), { type: 'application/json; charset=utf-8' })],
  ['a body of another content type is refused', '415', (api) => api.post(configMaps, configMap('request-text'), { type: 'text/plain' })],
  ['a body that is no JSON is refused', '400', (api) => api.post(configMaps, '{')],
  ['a body that is text is refused', '400', (api) => api.post(configMaps, 'kind: ConfigMap')],
  ['an empty body is refused', '400', (api) => api.post(configMaps, '')],
  ['an empty body of an update is refused', '400', async (api) => {
    await api.quietly.post(configMaps, configMap('request-empty'));
    await api.put(`${configMaps}/request-empty`, '');
  }],
  ['an empty body of a patch is refused', '400', async (api) => {
    await api.quietly.post(configMaps, configMap('request-empty-patch'));
    await api.patch(`${configMaps}/request-empty-patch`, 'merge', '');
  }],
  ['a body larger than 3 MiB is refused', '413', (api) => api.post(configMaps, configMap('request-large', { a: 'x'.repeat(3_200_000) }))],
  ['a ConfigMap larger than 1 MiB is refused', '422', (api) => api.post(configMaps, configMap('request-mebibyte', { a: 'x'.repeat(1_048_577) }))],
  ['a Secret of the wrong kind is refused', '400', (api) => api.post(configMaps, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'request-kind' } })],
  ['a pod in place of a Secret is refused', '400', (api) => api.post(secrets, pod('request-pod'))],
  ['a method that nobody has is refused', '405', (api) => api.send('TRACE', `${configMaps}/request-none`, undefined)],
  ['a POST to a path that is none is not found', '404', (api) => api.post('/apis/example.com/v1/things', {})],
  ['an unknown user agent names the field manager', '201', (api) => api.post(configMaps, configMap('request-agent'), { headers: { 'user-agent': 'some-tool/2.1 (linux) extra' } })],
  ['a field manager wins over the user agent', '201', (api) => api.post(`${configMaps}?fieldManager=ack-hybrid`, configMap('request-manager'), { headers: { 'user-agent': 'some-tool/2.1' } })],
  ['an unknown parameter of the query is ignored', '200', (api) => api.get(`/api/v1/namespaces/${namespace}?nonsense=1`)],
  ['pretty printing changes nothing', '200', (api) => api.get(`/api/v1/namespaces/${namespace}?pretty=true`)],
  ['a name in the path is decoded', '404', (api) => api.get(`${configMaps}/request%2Dnone`)],
  ['a trailing slash is a list', '200', (api) => api.get(`${configMaps}/?labelSelector=set%3Dnobody`)],
];
