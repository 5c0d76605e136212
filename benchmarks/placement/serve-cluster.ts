// Serves what a plan of the affinity asks of a cluster of so many nodes, and counts the time it takes for it. The objects are as large as
// real ones: a node carries 50 images and its conditions, a DaemonSet its managed fields. Prints its address; ends with its parent.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cloudShare, countCloudNodes } from './cluster-size.ts';

const size = Number(process.argv[2]);

const images = Array.from({ length: 50 }, (_, index) => ({
  names: [`registry.dc.example.com/team-${index}/service@sha256:${String(index).padStart(2, '0').repeat(32)}`, `registry.dc.example.com/team-${index}/service:v1.${index}.0`],
  sizeBytes: 100_000_000 + index,
}));
const managedFields = ['kubelet', 'kube-controller-manager', 'kubectl'].map((manager) => ({ manager, operation: 'Update', apiVersion: 'v1', time: '2026-01-01T00:00:00Z', fieldsType: 'FieldsV1', fieldsV1: { 'f:metadata': Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f:label-${index}`, {}])) } }));
const conditions = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable', 'Ready'].map((type) => ({ type, status: type === 'Ready' ? 'True' : 'False', lastHeartbeatTime: '2026-01-01T00:00:00Z', reason: 'KubeletReady', message: 'kubelet is posting ready status' }));

const isCloud = (index: number): boolean => index % cloudShare === 0;

const node = (index: number): object => ({
  metadata: {
    name: `node-${index}`,
    uid: `uid-${index}`,
    resourceVersion: String(1_000 + index),
    labels: {
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': `node-${index}`,
      'topology.kubernetes.io/zone': `zone-${index % 3}`,
      ...(isCloud(index) ? { 'alibabacloud.com/external': 'true', 'alibabacloud.com/nodepool-id': 'np1' } : {}),
    },
    managedFields,
  },
  spec: { podCIDR: `10.${index >> 8}.${index & 255}.0/24`, ...(isCloud(index) ? { providerID: `cn-hangzhou.i-bp1node${index}` } : {}) },
  status: { conditions, images, addresses: [{ type: 'InternalIP', address: `192.168.${index >> 8}.${index & 255}` }], capacity: { cpu: '64', memory: '256Gi', pods: '110' }, nodeInfo: { kubeletVersion: 'v1.36.0' } },
});

const workload = (namespace: string, name: string, image: string): Record<string, unknown> => ({
  metadata: { namespace, name, uid: `uid-${name}`, resourceVersion: '7', generation: 1, managedFields },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { hostNetwork: true, tolerations: [{ operator: 'Exists' }], containers: [{ name: 'main', image, env: Array.from({ length: 40 }, (_, index) => ({ name: `VARIABLE_${index}`, value: 'x'.repeat(40) })) }] } },
  },
  status: { desiredNumberScheduled: size, numberReady: size, observedGeneration: 1 },
});

const calicoNode = workload('kube-system', 'calico-node', 'quay.io/calico/node:v3.32.0');
const daemonSets = [calicoNode, ...Array.from({ length: 60 }, (_, index) => workload('monitoring', `agent-${index}`, `registry.dc.example.com/agent-${index}:1`))];
const deployments = [workload('kube-system', 'calico-typha', 'quay.io/calico/typha:v3.32.0'), ...Array.from({ length: 80 }, (_, index) => workload('kube-system', `controller-${index}`, `registry.dc.example.com/controller-${index}:1`))];

const list = (items: readonly object[], query: URLSearchParams): object => {
  const [from, limit] = [Number(query.get('continue') ?? 0), Number(query.get('limit') ?? items.length)];
  const rest = items.length - from - limit;
  return { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: '9999', ...(rest > 0 ? { continue: String(from + limit), remainingItemCount: rest } : {}) }, items: items.slice(from, from + limit) };
};

const nodes = Array.from({ length: size }, (_, index) => node(index));
const statistics = { requests: 0, milliseconds: 0, bytes: 0 };

const answerOf = (method: string, path: string, query: URLSearchParams, body: string): unknown => {
  if (path === '/api/v1/nodes') return list(nodes, query);
  if (path === '/apis/apps/v1/daemonsets') return list(daemonSets, query);
  if (path === '/apis/apps/v1/namespaces/kube-system/deployments') return list(deployments, query);
  // The dry run of the one patch, which is a merge patch of annotations and affinity.
  if (path === '/apis/apps/v1/namespaces/kube-system/daemonsets/calico-node') return method === 'PATCH' ? merge(calicoNode, JSON.parse(body)) : calicoNode;
  return undefined;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 7396, which is what a merge patch says. */
const merge = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
};

const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const started = performance.now();
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/statistics') {
    response.end(JSON.stringify(statistics));
    return;
  }
  const answer = answerOf(request.method ?? 'GET', pathname, searchParams, Buffer.concat(chunks).toString());
  const text = JSON.stringify(answer ?? { kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404, message: pathname });
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(text);
  statistics.requests += 1;
  statistics.bytes += text.length;
  statistics.milliseconds += performance.now() - started;
};

const server = createServer((request, response) => {
  void serve(request, response);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`));
process.stdin.on('end', () => process.exit(0)).resume();
if (countCloudNodes(size) !== nodes.filter((_, index) => isCloud(index)).length) throw new Error('The share of cloud nodes is counted in two ways.');
