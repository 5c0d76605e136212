import { type ContractCase } from '../contract-case.ts';
import { node, paths, pod } from '../objects.ts';

const { pods, services, nodes, namespaces, jobs } = paths;
const both = { cpu: '1', memory: '1Gi' };

const container = (name: string, requests: object, limits: object): object => ({ name, image: 'i:v1', resources: { requests, limits } });

/** A case that asks for every row, keeps nothing, and expects one status of all. */
const rows = <Row>(title: string, status: number, path: string, values: readonly Row[], objectOf: (value: Row) => object): ContractCase => [
  title,
  values.map(() => status).join(' '),
  async (api) => {
    for (const value of values) await api.post(`${path}?dryRun=All`, objectOf(value));
  },
];

const job = (labels: object | undefined, metadata: object = {}): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'admit-job', ...metadata },
  spec: { suspend: true, template: { metadata: { labels }, spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'i:v1' }] } } },
});

/** What the plug-ins that are on by default, and the strategies, make of a new object. */
export const admissionCases: readonly ContractCase[] = [
  rows<readonly [containers: readonly object[], initContainers?: readonly object[]]>('a pod has the class of its requests and limits', 201, pods, [
    [[container('a', { 'ephemeral-storage': '1Gi', 'example.com/x': '1' }, { 'example.com/x': '1' })]],
    [[container('a', { cpu: '0' }, {})]],
    [[container('a', {}, { cpu: '0', memory: '0' })]],
    [[container('a', both, { ...both, 'example.com/x': '1' })]],
    [[container('a', { cpu: '1000m', memory: '1024Mi' }, both)]],
    [[container('a', { cpu: '500m', memory: '1Gi' }, both)]],
    [[container('a', {}, { cpu: '1' })]],
    [[container('a', both, both), container('b', {}, {})]],
    [[container('a', both, both)], [container('b', {}, {})]],
    [[container('a', both, both)], [container('b', both, both)]],
  ], ([containers, initContainers = []]) => pod('admit-class', { containers, initContainers })),
  rows('a pod that tolerates a lost node by itself gets no five minutes', 201, pods, [
    { operator: 'Exists' },
    { operator: 'Exists', effect: 'NoExecute' },
    { operator: 'Exists', effect: 'NoSchedule' },
    { key: 'node.kubernetes.io/not-ready', operator: 'Exists' },
    { key: 'node.kubernetes.io/unreachable', value: 'x', effect: 'NoExecute', tolerationSeconds: 5 },
  ], (toleration) => pod('admit-tolerations', { tolerations: [toleration] })),
  rows('a pod has the priority of its class', 201, pods, [
    { priority: 0 },
    { preemptionPolicy: 'PreemptLowerPriority' },
    { priorityClassName: 'system-cluster-critical' },
    { priorityClassName: 'system-node-critical' },
    { priorityClassName: 'system-node-critical', priority: 2_000_001_000 },
  ], (spec) => pod('admit-priority', spec)),
  rows('a pod with a priority of its own, or of a class that is not there, is forbidden', 403, pods, [
    { priority: 5 },
    { preemptionPolicy: 'Never' },
    { priorityClassName: 'other' },
    { priorityClassName: 'system-node-critical', priority: 5 },
  ], (spec) => pod('admit-priority', spec)),
  rows('a headless Service has the families that it may have', 201, services, [
    {},
    { selector: { a: 'b' } },
    { ipFamilyPolicy: 'SingleStack' },
    { ipFamilyPolicy: 'PreferDualStack' },
    { ipFamilies: ['IPv6'] },
    { ipFamilies: ['IPv4', 'IPv6'] },
  ], (spec) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'admit-service' }, spec: { clusterIP: 'None', ...spec } })),
  ['a Service that is but a name has no address', '201', (api) =>
    api.post(`${services}?dryRun=All`, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'admit-name' }, spec: { type: 'ExternalName', externalName: 'x.y' } })],
  rows('a Namespace keeps its finalizers beside the server\'s', 201, namespaces, [{ finalizers: ['x.io/y'] }, { finalizers: ['kubernetes'] }, { finalizers: ['kubernetes', 'x.io/y'] }], (spec) =>
    ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'admit-namespace' }, spec })),
  rows('a Node gets its taint once', 201, nodes, [
    [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }],
    [{ key: 'node.kubernetes.io/not-ready', value: 'x', effect: 'NoSchedule' }],
  ], (taints) => node('admit-node', { taints })),
  rows<readonly [labels: object | undefined, metadata?: object]>('a Job labels its pods, and itself where it has no labels', 201, jobs, [
    [undefined],
    [{ x: '1' }],
    [{ x: '1' }, { labels: { own: 'x' } }],
    [{ x: '1' }, { labels: { x: '1' } }],
    [{ x: '1' }, { labels: {} }],
  ], ([labels, metadata]) => job(labels, metadata)),
];
