import { type AnswerBody, type ContractCase, type RecordedApi } from '../contract-case.ts';
import { affinity, configMap, daemonSet, deployment, node, onPremises, paths } from '../objects.ts';

const { configMaps, daemonSets, deployments, nodes } = paths;

const osLinux = { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] };
const containers = [
  { name: 'main', image: 'example.com/main:v1', env: [{ name: 'A', value: '1' }, { name: 'B', value: '2' }], ports: [{ containerPort: 80, name: 'http' }], args: ['x', 'y'], volumeMounts: [{ name: 'v', mountPath: '/v' }] },
  { name: 'side', image: 'example.com/side:v1' },
];
const podSpec = { affinity: affinity([osLinux]), containers, initContainers: [{ name: 'init', image: 'example.com/init:v1' }], volumes: [{ name: 'v', hostPath: { path: '/v' } }], imagePullSecrets: [{ name: 'one' }] };

const made = (api: RecordedApi, name: string): Promise<AnswerBody> => api.quietly.post(`${daemonSets}?fieldManager=creator`, daemonSet(name, podSpec));
const inPod = (spec: object): object => ({ spec: { template: { spec } } });

const patches: readonly (readonly [title: string, statuses: string, patch: unknown])[] = [
  ['replaces the terms of a node affinity', '200', inPod({ affinity: affinity([onPremises]) })],
  ['replaces tolerations', '200', inPod({ tolerations: [{ key: 'a', operator: 'Exists' }] })],
  ['merges containers by name', '200', inPod({ containers: [{ name: 'side', image: 'example.com/side:v2' }, { name: 'new', image: 'example.com/new:v1' }] })],
  ['merges env by name', '200', inPod({ containers: [{ name: 'main', env: [{ name: 'B', value: '3' }, { name: 'C', value: '4' }] }] })],
  ['removes a field of a container by null', '200', inPod({ containers: [{ name: 'main', args: null }] })],
  ['replaces the list of arguments', '200', inPod({ containers: [{ name: 'main', args: ['z'] }] })],
  ['merges ports by number', '200', inPod({ containers: [{ name: 'main', ports: [{ containerPort: 80, name: 'web' }, { containerPort: 81 }] }] })],
  ['removes a container by $patch: delete', '200', inPod({ containers: [{ name: 'side', $patch: 'delete' }] })],
  ['removes an env by $patch: delete', '200', inPod({ containers: [{ name: 'main', env: [{ name: 'A', $patch: 'delete' }] }] })],
  ['replaces all containers by $patch: replace', '200', inPod({ containers: [{ $patch: 'replace' }, { name: 'only', image: 'example.com/only:v1' }] })],
  ['replaces a map by $patch: replace', '200', inPod({ nodeSelector: { $patch: 'replace', a: 'b' } })],
  ['empties a map by $patch: delete', '200', inPod({ affinity: { $patch: 'delete' } })],
  ['orders containers by $setElementOrder', '200', inPod({ '$setElementOrder/containers': [{ name: 'side' }, { name: 'main' }], containers: [{ name: 'main', image: 'example.com/main:v3' }] })],
  ['orders without a change', '200', inPod({ '$setElementOrder/containers': [{ name: 'side' }, { name: 'main' }] })],
  ['keeps the keys of $retainKeys in a volume', '200', inPod({ volumes: [{ name: 'v', $retainKeys: ['name', 'emptyDir'], emptyDir: {} }] })],
  ['merges a volume without $retainKeys into one that is refused', '422', inPod({ volumes: [{ name: 'v', emptyDir: {} }] })],
  ['adds a volume and a mount', '200', inPod({ volumes: [{ name: 'w', emptyDir: {} }], containers: [{ name: 'main', volumeMounts: [{ name: 'w', mountPath: '/w' }] }] })],
  ['removes a map member by null', '200', inPod({ nodeSelector: { 'kubernetes.io/os': null } })],
  ['removes a struct by null', '200', inPod({ affinity: null })],
  ['adds labels and annotations', '200', { metadata: { labels: { a: 'b' }, annotations: { c: 'd' } } }],
  ['merges pull secrets by name', '200', inPod({ imagePullSecrets: [{ name: 'two' }, { name: 'one' }] })],
  ['with an item that lacks the merge key', '500', inPod({ containers: [{ image: 'example.com/x:v1' }] })],
  ['with a wrong type', '422', inPod({ containers: 'text' })],
  ['with an unknown directive', '500', inPod({ nodeSelector: { $patch: 'frobnicate' } })],
  ['with a stale resourceVersion', '409', { metadata: { resourceVersion: '1' }, ...inPod({ hostNetwork: true }) }],
  ['that is null for the whole spec, as the guide\'s own patch parses', '422', { spec: null }],
  ['that is no JSON', '400', 'spec:\n  template: {}\n'],
  ['that is a list', '400', []],
  ['that makes the object invalid', '422', inPod({ containers: [{ name: 'main', image: '' }] })],
];

export const strategicCases: readonly ContractCase[] = [
  ...patches.map(([title, statuses, body], index): ContractCase => [
    `a strategic merge patch ${title}`, statuses, async (api) => {
      await made(api, `strategic-${index}`);
      await api.patch(`${daemonSets}/strategic-${index}?fieldManager=patcher`, 'strategic', body);
    },
  ]),
  ['a strategic merge patch adds finalizers and deletes them by name', '200 200 200', async (api) => {
    await api.quietly.post(configMaps, configMap('strategic-final', {}, { finalizers: ['x/a', 'x/b'] }));
    await api.patch(`${configMaps}/strategic-final`, 'strategic', { metadata: { finalizers: ['x/c', 'x/a'] } });
    await api.patch(`${configMaps}/strategic-final`, 'strategic', { metadata: { '$deleteFromPrimitiveList/finalizers': ['x/a'] } });
    await api.patch(`${configMaps}/strategic-final`, 'strategic', { metadata: { '$setElementOrder/finalizers': ['x/d', 'x/c', 'x/b'], finalizers: ['x/d'] } });
  }],
  ['a strategic merge patch of a Deployment\'s strategy with $retainKeys', '200', async (api) => {
    await api.quietly.post(deployments, deployment('strategic-recreate'));
    await api.patch(`${deployments}/strategic-recreate?fieldManager=patcher`, 'strategic', { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } });
  }],
  ['a strategic merge patch of a Node\'s taints and conditions', '200 200', async (api) => {
    await api.quietly.post(nodes, node('contract-strategic', { taints: [{ key: 'a', effect: 'NoSchedule' }] }));
    await api.patch(`${nodes}/contract-strategic?fieldManager=patcher`, 'strategic', { spec: { taints: [{ key: 'b', effect: 'NoExecute' }] } });
    await api.patch(`${nodes}/contract-strategic/status?fieldManager=kubelet`, 'strategic', {
      status: { '$setElementOrder/conditions': [{ type: 'Ready' }], conditions: [{ type: 'Ready', status: 'True' }], addresses: [{ type: 'InternalIP', address: '10.0.0.3' }] },
    });
  }],
];
