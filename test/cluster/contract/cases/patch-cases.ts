import { type AnswerBody, type ContractCase, type RecordedApi } from '../contract-case.ts';
import { configMap, daemonSet, node, paths } from '../objects.ts';

const { configMaps, secrets, daemonSets, nodes } = paths;

const made = (api: RecordedApi, name: string, data: Readonly<Record<string, string>> = { a: '1' }, metadata: object = {}): Promise<AnswerBody> =>
  api.quietly.post(`${configMaps}?fieldManager=creator`, configMap(name, data, { ...metadata }));

/** A JSON patch on a ConfigMap with `data: {a: '1', b: '2'}` and the finalizers x/a and x/b. */
const operations: readonly (readonly [title: string, statuses: string, operations: unknown])[] = [
  ['adds a member', '200', [{ op: 'add', path: '/data/c', value: '3' }]],
  ['replaces a member', '200', [{ op: 'replace', path: '/data/a', value: '9' }]],
  ['removes a member', '200', [{ op: 'remove', path: '/data/a' }]],
  ['moves a member', '200', [{ op: 'move', from: '/data/a', path: '/data/c' }]],
  ['copies a member', '200', [{ op: 'copy', from: '/data/a', path: '/data/c' }]],
  ['inserts into a list and appends to it', '200', [{ op: 'add', path: '/metadata/finalizers/0', value: 'x/0' }, { op: 'add', path: '/metadata/finalizers/-', value: 'x/z' }]],
  ['tests and writes', '200', [{ op: 'test', path: '/data/a', value: '1' }, { op: 'replace', path: '/data/a', value: '2' }]],
  ['escapes a slash', '200', [{ op: 'add', path: '/metadata/annotations', value: { 'x/y': '1' } }, { op: 'replace', path: '/metadata/annotations/x~1y', value: '2' }]],
  ['with a test of an absent member for null', '200', [{ op: 'test', path: '/data/none', value: null }]],
  ['that is empty', '200', []],
  ['with a failing test', '422', [{ op: 'test', path: '/data/a', value: '9' }, { op: 'replace', path: '/data/a', value: '2' }]],
  ['with a test of an absent member', '422', [{ op: 'test', path: '/data/none', value: '1' }]],
  ['that removes an absent member', '422', [{ op: 'remove', path: '/data/none' }]],
  ['that replaces an absent member', '200', [{ op: 'replace', path: '/data/none', value: '1' }]],
  ['that adds below an absent parent', '422', [{ op: 'add', path: '/metadata/annotations/x', value: '1' }]],
  ['that moves an absent member', '422', [{ op: 'move', from: '/data/none', path: '/data/c' }]],
  ['that copies an absent member', '200', [{ op: 'copy', from: '/data/none', path: '/data/c' }]],
  ['with an index behind the list', '422', [{ op: 'add', path: '/metadata/finalizers/9', value: 'x/9' }]],
  ['with an unknown operation', '422', [{ op: 'frobnicate', path: '/data/a' }]],
  ['without a path', '422', [{ op: 'add', value: '1' }]],
  ['that is an object', '400', { op: 'add', path: '/data/c', value: '3' }],
  ['that is no JSON', '400', '[{"op":'],
  ['of more than ten thousand operations', '413', JSON.stringify(Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/data/a', value: '1' })))],
  ['that makes a value invalid', '422', [{ op: 'add', path: '/metadata/labels', value: { a: 'not a value!' } }]],
  ['that gives a value a wrong type', '422', [{ op: 'replace', path: '/data/a', value: 5 }]],
  ['that changes the name', '400', [{ op: 'replace', path: '/metadata/name', value: 'other' }]],
  ['that changes the kind', '422', [{ op: 'replace', path: '/kind', value: 'Secret' }]],
  ['that tests a stale resourceVersion', '422', [{ op: 'test', path: '/metadata/resourceVersion', value: '1' }, { op: 'replace', path: '/data/a', value: '2' }]],
];

const merges: readonly (readonly [title: string, statuses: string, patch: unknown])[] = [
  ['merges and adds', '200', { data: { b: '2' }, metadata: { labels: { l: '1' } } }],
  ['removes by null', '200', { data: { a: null, none: null } }],
  ['removes a whole map by null', '200', { data: null }],
  ['replaces a list', '200', { metadata: { finalizers: ['x/c'] } }],
  ['with a stale resourceVersion', '409', { metadata: { resourceVersion: '1' }, data: { a: '2' } }],
  ['with another uid', '422', { metadata: { uid: '11111111-2222-3333-4444-555555555555' }, data: { a: '2' } }],
  ['that changes the name', '400', { metadata: { name: 'other' } }],
  ['that changes the namespace', '400', { metadata: { namespace: 'default' } }],
  ['that is empty', '200', {}],
  ['that is a list', '400', []],
  ['that is no JSON', '400', '{"data":'],
  ['that is text', '400', '"text"'],
  ['with a value of a wrong type', '422', { data: { a: 1 } }],
  ['with an unknown field', '200', { date: { a: '1' } }],
];

const strict: readonly (readonly [title: string, statuses: string, type: 'json' | 'merge' | 'strategic', patch: unknown])[] = [
  ['a JSON patch with an unknown field', '422', 'json', [{ op: 'add', path: '/date', value: {} }]],
  ['a merge patch with an unknown field', '422', 'merge', { date: {} }],
  ['a strategic merge patch with an unknown field', '422', 'strategic', { date: {} }],
  ['a merge patch with a duplicate key', '422', 'merge', '{"data":{"a":"1","a":"2"}}'],
];

export const patchCases: readonly ContractCase[] = [
  ...operations.map(([title, statuses, body], index): ContractCase => [
    `a JSON patch ${title}`, `${statuses}`, async (api) => {
      await made(api, `json-${index}`, { a: '1', b: '2' }, { finalizers: ['x/a', 'x/b'] });
      await api.patch(`${configMaps}/json-${index}?fieldManager=patcher`, 'json', body);
    },
  ]),
  ...merges.map(([title, statuses, body], index): ContractCase => [
    `a merge patch ${title}`, statuses, async (api) => {
      await made(api, `merge-${index}`, { a: '1' }, { finalizers: ['x/a', 'x/b'] });
      await api.patch(`${configMaps}/merge-${index}?fieldManager=patcher`, 'merge', body);
    },
  ]),
  ...strict.map(([title, statuses, type, body], index): ContractCase => [
    `${title} is refused under Strict`, statuses, async (api) => {
      await made(api, `strict-${index}`);
      await api.patch(`${configMaps}/strict-${index}?fieldValidation=Strict`, type, body);
    },
  ]),
  ['a patch of an object that is not there is NotFound', '404 404 404', async (api) => {
    await api.patch(`${configMaps}/patch-none`, 'merge', {});
    await api.patch(`${configMaps}/patch-none`, 'json', []);
    await api.patch(`${daemonSets}/patch-none`, 'strategic', {});
  }],
  ['a patch of another media type is refused', '415 415', async (api) => {
    await made(api, 'patch-media');
    await api.send('PATCH', `${configMaps}/patch-media`, {}, { type: 'application/json' });
    await api.send('PATCH', `${configMaps}/patch-media`, {}, { type: 'text/plain' });
  }],
  ['a patch of a collection is no path', '405', (api) => api.patch(configMaps, 'merge', {})],
  ['a patch in a dry run stores nothing', '200 200', async (api) => {
    await made(api, 'patch-dry');
    await api.patch(`${configMaps}/patch-dry?dryRun=All`, 'merge', { data: { a: '2' } });
    await api.get(`${configMaps}/patch-dry`);
  }],
  ['a patch with force that is no apply is refused', '422', async (api) => {
    await made(api, 'patch-force');
    await api.patch(`${configMaps}/patch-force?force=true`, 'merge', { data: { a: '2' } });
  }],
  ['a patch that changes nothing keeps the resourceVersion', '200', async (api) => {
    const before = await made(api, 'patch-same');
    const after = await api.patch(`${configMaps}/patch-same`, 'merge', { data: { a: '1' } });
    if (before.metadata.resourceVersion !== after.metadata.resourceVersion) throw new Error('the resourceVersion changed');
  }],
  ['a merge patch of a Secret with its resourceVersion', '200 409', async (api) => {
    const { metadata } = await api.quietly.post(`${secrets}?fieldManager=creator`, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'patch-secret' }, data: { a: 'MQ==' } });
    const patch = { metadata: { resourceVersion: metadata.resourceVersion, labels: { l: '1' }, annotations: { n: null } }, data: { a: null, b: 'Mg==' } };
    await api.patch(`${secrets}/patch-secret?fieldManager=ack-hybrid&fieldValidation=Strict`, 'merge', patch);
    await api.patch(`${secrets}/patch-secret?fieldManager=ack-hybrid&fieldValidation=Strict`, 'merge', { ...patch, data: { b: 'Mw==' } });
  }],
  ['a merge patch of a Node cordons it', '200 200', async (api) => {
    await api.quietly.post(nodes, node('contract-cordon', { taints: [{ key: 'a', effect: 'NoSchedule' }] }));
    await api.patch(`${nodes}/contract-cordon?fieldManager=ack-hybrid`, 'merge', { spec: { unschedulable: true } });
    await api.patch(`${nodes}/contract-cordon?fieldManager=ack-hybrid`, 'merge', { spec: { unschedulable: null } });
  }],
  ['a JSON patch of a DaemonSet\'s affinity with a test of its resourceVersion', '200 422', async (api) => {
    const { metadata } = await api.quietly.post(`${daemonSets}?fieldManager=creator`, daemonSet('patch-affinity'));
    const patch = [
      { op: 'test', path: '/metadata/resourceVersion', value: metadata.resourceVersion },
      { op: 'add', path: '/spec/template/spec/affinity', value: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] }] }] } } } },
      { op: 'add', path: '/metadata/annotations', value: { 'ack-hybrid.io/a': '1' } },
    ];
    await api.patch(`${daemonSets}/patch-affinity?fieldManager=ack-hybrid&fieldValidation=Strict`, 'json', patch);
    await api.patch(`${daemonSets}/patch-affinity?fieldManager=ack-hybrid&fieldValidation=Strict`, 'json', patch);
  }],
  ['a merge patch of a Node\'s status through its subresource', '200', async (api) => {
    await api.quietly.post(nodes, node('contract-patch-status'));
    await api.patch(`${nodes}/contract-patch-status/status?fieldManager=kubelet`, 'merge', { spec: { unschedulable: true }, status: { nodeInfo: { kubeletVersion: 'v1.36.0' } } });
  }],
];
