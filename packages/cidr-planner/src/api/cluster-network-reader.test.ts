import { createKubernetes, PermissionError, Secret } from '@ack-hybrid/core';
import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClusterNetworkReader } from './readers.ts';

const kubeconfig = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'onprem', cluster: { server: 'http://cluster.test', 'insecure-skip-tls-verify': true } }],
  users: [{ name: 'admin', user: {} }],
  contexts: [{ name: 'onprem', context: { cluster: 'onprem', user: 'admin' } }],
  'current-context': 'onprem',
});

const configuration = (networking: string): object => ({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'kubeadm-config' }, data: { ClusterConfiguration: `kind: ClusterConfiguration\n${networking}` } });
const failure = (code: number, reason: string): object => ({ kind: 'Status', status: 'Failure', code, reason, message: reason });
const node = (name: string, fields: { labels?: object; addresses?: object[]; podCIDRs?: string[]; podCIDR?: string } = {}): object => ({
  metadata: { name, labels: fields.labels ?? {} },
  spec: { podCIDRs: fields.podCIDRs, podCIDR: fields.podCIDR },
  status: { addresses: fields.addresses ?? [{ type: 'InternalIP', address: '192.168.0.11' }, { type: 'Hostname', address: name }] },
});
const nodeList = (items: object[], next?: string): object => ({ kind: 'NodeList', apiVersion: 'v1', metadata: next === undefined ? {} : { continue: next }, items });
const pools = (items: object[]): object => ({ kind: 'IPPoolList', apiVersion: 'crd.projectcalico.org/v1', items });

const paths = {
  configMap: '/api/v1/namespaces/kube-system/configmaps/kubeadm-config',
  nodes: '/api/v1/nodes',
  pools: '/apis/crd.projectcalico.org/v1/ippools',
};

let server: nock.Scope;
/** What a cluster without a part answers; what a test serves first wins. */
const absent = (): void => {
  nock('http://cluster.test').persist().get(/./).reply(404, failure(404, 'NotFound'), { 'content-type': 'application/json' });
};
beforeEach(() => {
  nock.disableNetConnect();
  server = nock('http://cluster.test');
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const reader = () => {
  absent();
  return createClusterNetworkReader(createKubernetes({ kind: 'text', text: new Secret(kubeconfig) }, { retry: { minDelayMs: 1, maxDelayMs: 2 } }));
};
const serve = (path: string, status: number, body: object, query: boolean | Record<string, string> = true): void => {
  server.get(path).query(query).reply(status, body, { 'content-type': 'application/json' });
};

test('the blocks of a cluster that kubeadm made with Calico are read', async () => {
  serve(paths.configMap, 200, configuration('networking:\n  podSubnet: 10.100.0.0/16,fd00:10::/48\n  serviceSubnet: 172.21.0.0/20\n'));
  serve(paths.nodes, 200, nodeList([node('node-1', { podCIDRs: ['10.100.0.0/24', 'fd00:10::/64'] }), node('node-2', { podCIDR: '10.100.1.0/24' })]));
  serve(paths.pools, 200, pools([{ metadata: { name: 'default-ipv4-ippool' }, spec: { cidr: '10.100.0.0/16' } }, { metadata: { name: 'old' }, spec: { cidr: '10.101.0.0/16', disabled: true } }]));
  expect(await reader().readCluster()).toEqual({
    podCidrs: ['10.100.0.0/16', 'fd00:10::/48'],
    serviceCidrs: ['172.21.0.0/20'],
    nodes: [
      { name: 'node-1', addresses: ['192.168.0.11'], podCidrs: ['10.100.0.0/24', 'fd00:10::/64'] },
      { name: 'node-2', addresses: ['192.168.0.11'], podCidrs: ['10.100.1.0/24'] },
    ],
    ipPools: [
      { name: 'default-ipv4-ippool', cidr: '10.100.0.0/16', disabled: false },
      { name: 'old', cidr: '10.101.0.0/16', disabled: true },
    ],
  });
});

test('a cluster without kubeadm and Calico has only its nodes', async () => {
  serve(paths.configMap, 404, failure(404, 'NotFound'));
  serve(paths.nodes, 200, nodeList([node('node-1')]));
  serve(paths.pools, 404, failure(404, 'NotFound'));
  expect(await reader().readCluster()).toEqual({ podCidrs: [], serviceCidrs: [], nodes: [{ name: 'node-1', addresses: ['192.168.0.11'], podCidrs: [] }] });
});

test.each(['networking: {}\n', 'networking:\n', '', 'networking:\n  podSubnet: ""\n  dnsDomain: cluster.local\n'])('a configuration without subnets has no blocks: %j', async (networking) => {
  serve(paths.configMap, 200, configuration(networking));
  serve(paths.nodes, 200, nodeList([]));
  serve(paths.pools, 200, pools([]));
  expect(await reader().readCluster()).toEqual({ podCidrs: [], serviceCidrs: [], nodes: [], ipPools: [] });
});

test('cloud nodes are left out', async () => {
  serve(paths.configMap, 404, failure(404, 'NotFound'));
  serve(paths.nodes, 200, nodeList([node('node-1', { labels: { 'alibabacloud.com/external': 'false' } }), node('ecs-1', { labels: { 'alibabacloud.com/external': 'true' } })]));
  serve(paths.pools, 404, failure(404, 'NotFound'));
  expect((await reader().readCluster()).nodes.map((one) => one.name)).toEqual(['node-1']);
});

test('every page of nodes is read', async () => {
  serve(paths.configMap, 404, failure(404, 'NotFound'));
  serve(paths.nodes, 200, nodeList([node('node-1')], 'token-2'), { limit: '500' });
  serve(paths.nodes, 200, nodeList([node('node-2')]), { limit: '500', continue: 'token-2' });
  serve(paths.pools, 404, failure(404, 'NotFound'));
  expect((await reader().readCluster()).nodes.map((one) => one.name)).toEqual(['node-1', 'node-2']);
});

test('a list whose continue token has expired is read anew', async () => {
  serve(paths.configMap, 404, failure(404, 'NotFound'));
  serve(paths.nodes, 200, nodeList([node('node-1')], 'old'), { limit: '500' });
  serve(paths.nodes, 410, failure(410, 'Expired'), { limit: '500', continue: 'old' });
  serve(paths.nodes, 200, nodeList([node('node-1'), node('node-2')]), { limit: '500' });
  serve(paths.pools, 404, failure(404, 'NotFound'));
  expect((await reader().readCluster()).nodes.map((one) => one.name)).toEqual(['node-1', 'node-2']);
});

test('a read that is forbidden names the verb that is missing', async () => {
  serve(paths.configMap, 404, failure(404, 'NotFound'));
  serve(paths.nodes, 200, nodeList([]));
  serve(paths.pools, 403, failure(403, 'Forbidden'));
  const error = await reader().readCluster().catch((thrown: unknown) => thrown);
  expect(PermissionError.isInstance(error) && error.missing).toBe('list ippools.crd.projectcalico.org');
});

test('an abort stops the reads', async () => {
  await expect(reader().readCluster({ signal: AbortSignal.abort(new DOMException('stop', 'AbortError')) })).rejects.toThrow('stop');
  expect(server.isDone()).toBe(true);
});
