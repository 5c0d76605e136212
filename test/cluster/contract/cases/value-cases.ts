import { type ContractCase, type RecordedApi } from '../contract-case.ts';
import { configMap, deployment, namespace, node, paths, pod } from '../objects.ts';

const { configMaps, secrets, pods, services, nodes, daemonSets, deployments, leases, definitions } = paths;
const events = `/api/v1/namespaces/${namespace}/events`;

/** One answer of each: `201 201 201`. */
const each = (status: number, rows: readonly unknown[]): string => rows.map(() => status).join(' ');

/** Sends one object a row; nothing of it is kept. */
const ask = async (api: RecordedApi, path: string, objects: readonly object[]): Promise<void> => {
  for (const object of objects) await api.post(`${path}?dryRun=All`, object);
};

/** A case that asks for every row and expects one status of all. */
const rows = <Row>(title: string, status: number, path: string, values: readonly Row[], objectOf: (value: Row) => object): ContractCase => [
  title,
  each(status, values),
  (api) => ask(api, path, values.map(objectOf)),
];

/** A Deployment whose volumes have these limits: the only quantities that are not rounded to thousandths. */
const limited = (name: string, ...limits: readonly unknown[]): object =>
  deployment(name, {
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'i:v1' }], volumes: limits.map((sizeLimit, index) => ({ name: `v${index}`, emptyDir: { sizeLimit } })) } },
  });

const secret = (data: Readonly<Record<string, unknown>>): object => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'value-secret' }, data });

/** An Event keeps a time of whole seconds that the suite does not replace. */
const event = (firstTimestamp: unknown): object => ({ apiVersion: 'v1', kind: 'Event', metadata: { name: 'value-event' }, involvedObject: { namespace, kind: 'Pod', name: 'a' }, firstTimestamp });

const lease = (renewTime: unknown): object => ({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'value-lease' }, spec: { renewTime } });

const serviceOf = (targetPort: unknown): object => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'value-service' }, spec: { clusterIP: 'None', selector: { app: 'x' }, ports: [{ port: 80, targetPort }] } });

const withLimits = (limits: object): object => pod('value-limited', { containers: [{ name: 'main', image: 'i:v1', resources: { limits } }] });

/** What a decoder does with values, of every type of value that the kinds have. */
export const valueCases: readonly ContractCase[] = [
  rows('an integer that is none, or of too many bits, is refused', 400, deployments, [3e9, -3e9, 1.5, '1', true, []], (replicas) => deployment('value-replicas', { replicas })),
  rows('an integer of more than 64 bits is refused', 400, pods, [1e19, -1e19], (terminationGracePeriodSeconds) => pod('value-grace', { terminationGracePeriodSeconds })),
  rows('a port that is neither an integer nor a text is refused', 400, services, [1.5, 3e9, true, {}], serviceOf),
  rows('a text that is none is refused', 400, configMaps, [1.5, true, ['x'], {}], (a) => configMap('value-text', { a })),
  rows('bytes that are no text are refused', 400, secrets, [5, true, {}], (a) => secret({ a })),
  rows('a map or a list that is none is refused', 400, pods, [{ nodeSelector: [] }, { tolerations: 'x' }, { containers: {} }, { securityContext: 'x' }], (spec) => pod('value-shape', spec)),
  rows('a time that is no text is refused', 400, nodes, [5, true, {}], (timeAdded) => node('value-time', { taints: [{ key: 'a', effect: 'NoExecute', timeAdded }] })),
  ['null in a list or a map is the zero of its values', '201 201 201', async (api) => {
    await api.post(`${pods}?dryRun=All`, pod('value-null', { nodeSelector: { a: null }, containers: [{ name: 'c', image: 'i:v1', args: ['a', null], resources: { limits: { memory: null } } }] }));
    await api.post(`${secrets}?dryRun=All`, secret({ a: null }));
    await api.post(`${configMaps}?dryRun=All`, configMap('value-null', { a: null }));
  }],
  // The definition as a whole differs: a controller of the real server writes its status, the sandbox makes it with that.
  ['any JSON of a schema is kept, null too', '', async (api) => {
    const place = '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/free/default';
    const made = await api.quietly.patch(`${definitions}/pools.contract.ack-hybrid.io?dryRun=All`, 'json', [{ op: 'add', path: place, value: { b: [null, 0] } }]);
    if (!JSON.stringify(made).includes('"default":{"b":[null,0]}')) throw new Error('the default of the schema is not kept');
  }],
  ['base64 may have line breaks, which are not kept', '201', (api) => api.post(secrets, secret({ a: '', b: 'YQ==', c: 'Y\nQ=\r\n=', d: 'YW\rI=', e: 'ab+/' }))],
  rows('base64 is refused at the byte that is wrong', 400, secrets, ['YQ', 'abcde', 'YQ=', 'a===', 'ab=c', '=', 'YQ==YQ==', 'YWI==', 'YQ==\nx', 'Y\nQ=', 'a-b_'], (a) => secret({ a })),
  rows('a time is written in whole seconds of UTC', 201, events, ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05.5+08:00', '2024-01-02T03:04:05,5Z', '2024-02-29T23:59:59-00:30', null], event),
  rows('a time of another form is refused', 400, events, [
    '', '2024-01-02T03:04:05', '2024-01-02T03:04:05+0800', '2024-01-02 03:04:05Z', '2024-1-02T03:04:05Z', 'now', '2024-01-02T03:04:05Z x',
    '2024-13-01T00:00:00Z', '2023-02-29T00:00:00Z', '2024-01-02T25:00:00Z', '2024-01-02T03:04:60Z', '2024-01-02T03:04:05+25:00',
  ], event),
  rows('a micro time is written in UTC', 201, leases, ['2024-01-02T03:04:05.123456+08:00', '2024-01-02T03:04:05.000000Z'], lease),
  rows('a micro time with fewer or more than six digits is refused', 400, leases, ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05.5Z', '2024-01-02T03:04:05.123456789Z'], lease),
  ['a quantity is written in its canonical form', '201 200', async (api) => {
    await api.post(deployments, limited('value-limits',
      '1024Mi', '1.5Gi', '0.5Ki', '1000m', '0.5', '.5', '5.', '+1', '+1Ki', '+8Ki', '+1.0Ki', '.900', 'u', '0.9765625Ki', '2.125', '0.125', '1000', '1000000',
      '100E5', '1E5', '1e-3', '1E', ' 1 ', 1, 1.5, '0Gi', '100m', '1.1Ki', '0.1n', '1500u', '1e-6',
    ));
    await api.get(`${deployments}/value-limits`);
  }],
  rows('a quantity of another form is refused', 400, deployments, ['', '1KB', '0x10', '1 Gi', '1..', true, {}, []], (limit) => limited('value-form', limit)),
  ['quantities of resources are rounded up to thousandths', '201 200 201 201', async (api) => {
    const quantities = ['0.1m', '100u', '1500u', '1n', '2.1255', '1000.000500', '0.0001Ki', '1.0001Ki', '1e-6', '2.125', '5.', '1.5Gi', '0u', '1000u'];
    const containers = quantities.map((cpu, index) => ({ name: `c${index}`, image: 'i:v1', resources: { limits: { cpu } } }));
    await api.post(pods, pod('value-rounded', { containers }));
    await api.get(`${pods}/value-rounded`);
    await api.post(`${daemonSets}?dryRun=All`, { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'value-set' }, spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers, initContainers: [{ name: 'init', image: 'i:v1', resources: { limits: { cpu: '1u' } } }] } } } });
    await api.post(`${nodes}?dryRun=All`, { ...node('value-node'), status: { capacity: { cpu: '0.1m', memory: '1Gi' }, allocatable: { cpu: '1.0001' } } });
  }],
  rows('a negative quantity is refused', 422, pods, [{ cpu: '-1' }, { memory: '-1500' }, { cpu: '-1000m', memory: '-1Gi' }, { cpu: '-0.1m' }], withLimits),
  rows('a request that is negative or above its limit is refused', 422, pods, [{ requests: { cpu: '-1' } }, { requests: { cpu: '2' }, limits: { cpu: '1' } }, { requests: { memory: '1025Mi' }, limits: { memory: '1Gi' } }], (resources) =>
    pod('value-requests', { containers: [{ name: 'main', image: 'i:v1', resources }] })),
  rows('of a device a request is its limit', 422, pods, [{ requests: { 'example.com/x': '1' } }, { requests: { 'example.com/x': '1' }, limits: { 'example.com/x': '2' } }], (resources) =>
    pod('value-device', { containers: [{ name: 'main', image: 'i:v1', resources }] })),
  rows('an init container has probes only where it keeps running', 422, pods, [{}, { restartPolicy: 'Always' }], (more) =>
    pod('value-init', { initContainers: [{ name: 'init', image: 'i:v1', livenessProbe: { grpc: { port: 0 } }, startupProbe: { tcpSocket: {} }, ...more }] })),
  ['a negative limit of a volume is refused', '422', (api) => api.post(`${deployments}?dryRun=All`, limited('value-negative', '1', '-1', '-1000m'))],
  ['a variable without a name is refused', '422 422', async (api) => {
    const containers = [{ name: 'main', image: 'i:v1', env: [{ value: 'x' }, { name: 'A' }, { name: '', value: 'y' }] }];
    await api.post(`${pods}?dryRun=All`, pod('value-env', { containers, initContainers: [{ name: 'init', image: 'i:v1', env: [{}] }] }));
    await api.post(`${deployments}?dryRun=All`, deployment('value-env', { template: { metadata: { labels: { app: 'value-env' } }, spec: { containers } } }));
  }],
  rows('the port of a probe is a number of a port or a name of one', 422, pods, ['80', '', 'a_b', 'a--b', '-a', 'a-', 'sixteen-letters-x', 'HTTP', 0, -1, 65_536], (port) =>
    pod('value-probe', { containers: [{ name: 'main', image: 'i:v1', livenessProbe: { httpGet: { port } }, readinessProbe: { tcpSocket: { port } } }] })),
  ['the port of a probe may have a name', '201', (api) =>
    api.post(`${pods}?dryRun=All`, pod('value-probe', { containers: [{ name: 'main', image: 'i:v1', livenessProbe: { httpGet: { port: 'http-80' } }, readinessProbe: { tcpSocket: { port: 'a' } }, startupProbe: { tcpSocket: { port: 65_535 } } }] }))],
];
