import { createKubernetes, Secret } from '@ack-hybrid/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClusterNetworkReader } from '../readers.ts';

const kubeconfig = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'onprem', cluster: { server: 'http://cluster.test', 'insecure-skip-tls-verify': true } }],
  users: [{ name: 'admin', user: {} }],
  contexts: [{ name: 'onprem', context: { cluster: 'onprem', user: 'admin' } }],
  'current-context': 'onprem',
});
const status = (code: number, reason: string): object => ({ kind: 'Status', status: 'Failure', code, reason, message: reason });
const configMaps = (namespace: string): string => `/api/v1/namespaces/${namespace}/configmaps`;
const calico = '/apis/crd.projectcalico.org/v1';
const paths = {
  calicoConfig: `${configMaps('kube-system')}/calico-config`,
  ciliumConfig: `${configMaps('kube-system')}/cilium-config`,
  flannel: `${configMaps('kube-flannel')}/kube-flannel-cfg`,
  oldFlannel: `${configMaps('kube-system')}/kube-flannel-cfg`,
  kubeadm: `${configMaps('kube-system')}/kubeadm-config`,
  bgp: `${calico}/bgpconfigurations/default`,
  peers: `${calico}/bgppeers`,
  pools: `${calico}/ippools`,
  clusterConfigs: '/apis/cilium.io/v2/ciliumbgpclusterconfigs',
  oldClusterConfigs: '/apis/cilium.io/v2alpha1/ciliumbgpclusterconfigs',
  policies: '/apis/cilium.io/v2alpha1/ciliumbgppeeringpolicies',
  serviceCidrs: '/apis/networking.k8s.io/v1/servicecidrs',
  pods: '/api/v1/namespaces/kube-system/pods',
  nodes: '/api/v1/nodes',
};
const json = { 'content-type': 'application/json' };
const serve = (path: string, body: object | string, code = 200): void => {
  nock('http://cluster.test').get(path).query(true).reply(code, body, json);
};
const data = (values: object): object => ({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'x' }, data: values });
const items = (...objects: unknown[]): object => ({ kind: 'List', apiVersion: 'v1', metadata: {}, items: objects });

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const read = () => {
  serve(paths.nodes, items());
  nock('http://cluster.test').persist().get(/./).reply(404, status(404, 'NotFound'), json);
  return createClusterNetworkReader(createKubernetes({ kind: 'text', text: new Secret(kubeconfig) }, { retry: { minDelayMs: 1, maxDelayMs: 2 } })).readCluster();
};

describe('the parts of Calico', () => {
  it('are the backend, BGP and the peers', async () => {
    serve(paths.calicoConfig, data({ calico_backend: 'bird' }));
    serve(paths.bgp, { spec: { nodeToNodeMeshEnabled: false, asNumber: 64_513, serviceClusterIPs: [{ cidr: '172.21.0.0/20' }, 7] } });
    serve(paths.peers, items({ metadata: { name: 'a' }, spec: { peerIP: '10.0.0.1', asNumber: '65000' } }, { metadata: { name: 'b' }, spec: { nodeSelector: 'all()', peerSelector: 'rr == "1"' } }));
    expect((await read()).calico).toEqual({
      backend: 'bird',
      bgp: { nodeToNodeMeshEnabled: false, asNumber: 64_513, serviceClusterIps: ['172.21.0.0/20'] },
      peers: [
        { name: 'a', peerIp: '10.0.0.1', asNumber: 65_000 },
        { name: 'b', nodeSelector: 'all()', peerSelector: 'rr == "1"' },
      ],
    });
  });

  it('are read page by page', async () => {
    nock('http://cluster.test').get(paths.peers).query({ limit: '500' }).reply(200, { metadata: { continue: 'more' }, items: [{ metadata: { name: 'a' } }] }, json);
    nock('http://cluster.test').get(paths.peers).query({ limit: '500', continue: 'more' }).reply(200, items({ metadata: { name: 'b' } }), json);
    expect((await read()).calico?.peers).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it.each<[string, object, object]>([
    ['every field', { cidr: '10.0.0.0/16', blockSize: 24, ipipMode: 'Never', vxlanMode: 'Always', natOutgoing: true, disableBGPExport: true, nodeSelector: 'all()', allowedUses: ['Workload'] }, { blockSize: 24, ipipMode: 'Never', vxlanMode: 'Always', natOutgoing: true, disableBgpExport: true, nodeSelector: 'all()', allowedUses: ['Workload'] }],
    ['other kinds of values', { cidr: '10.0.0.0/16', blockSize: '2x', ipipMode: 1, vxlanMode: null, natOutgoing: 'true', nodeSelector: [], allowedUses: 'Workload' }, {}],
  ])('are what a pool says: %s', async (_name, spec, fields) => {
    serve(paths.pools, items({ metadata: { name: 'p' }, spec }));
    expect((await read()).ipPools).toEqual([{ name: 'p', cidr: '10.0.0.0/16', disabled: false, ...fields }]);
  });
});

describe('the parts of Cilium', () => {
  it('are its configuration and how many BGP objects there are', async () => {
    serve(paths.ciliumConfig, data({ 'routing-mode': 'native', 'enable-bgp-control-plane': 'true', 'cluster-pool-ipv4-cidr': '10.0.0.0/8 10.1.0.0/16', 'cluster-pool-ipv4-mask-size': '24', 'ipv4-native-routing-cidr': '10.0.0.0/8' }));
    serve(paths.oldClusterConfigs, items({}));
    expect((await read()).cilium).toEqual({ routingMode: 'native', bgpControlPlane: 'true', clusterPools: ['10.0.0.0/8', '10.1.0.0/16'], clusterPoolMaskSize: 24, nativeRoutingCidr: '10.0.0.0/8', bgpClusterConfigs: 1, bgpPeeringPolicies: 0 });
  });
});

describe("Flannel's net-conf.json", () => {
  it.each([paths.flannel, paths.oldFlannel])('is read at %s', async (path) => {
    serve(path, data({ 'net-conf.json': '{"Network":"10.244.0.0/16","IPv6Network":"fd00::/48","Backend":{"Type":"vxlan","DirectRouting":true}}' }));
    expect((await read()).flannel).toMatchObject({ networks: ['10.244.0.0/16', 'fd00::/48'], backend: 'vxlan', directRouting: true });
  });

  it.each([[{ 'net-conf.json': '{' }], [{ 'net-conf.json': '[]' }], [{ 'net-conf.json': 'null' }], [{}]])('is told where it is %j', async (values) => {
    serve(paths.flannel, data(values));
    const cluster = await read();
    expect(cluster.flannel).toBeUndefined();
    expect(cluster.unread).toMatchObject([{ what: 'net-conf.json of kube-flannel/kube-flannel-cfg', problem: expect.any(String) as string }]);
  });
});

describe('the ranges of the control plane', () => {
  it('are those of ServiceCIDRs and of the flags', async () => {
    serve(paths.serviceCidrs, items({ metadata: { name: 'kubernetes' }, spec: { cidrs: ['172.21.0.0/20', 'fd00::/108'] } }));
    const pod = (...command: string[]): object => ({ metadata: { name: 'p' }, spec: { containers: [{ name: 'c', command }] } });
    serve(paths.pods, items(pod('kube-apiserver', '--service-cluster-ip-range=172.21.0.0/20'), pod('kube-controller-manager', '--cluster-cidr=10.100.0.0/16,fd01::/48', '--node-cidr-mask-size=25')));
    expect(await read()).toMatchObject({
      serviceRanges: [
        { cidr: '172.21.0.0/20', origin: 'ServiceCIDR kubernetes' },
        { cidr: 'fd00::/108', origin: 'ServiceCIDR kubernetes' },
        { cidr: '172.21.0.0/20', origin: 'kube-apiserver --service-cluster-ip-range' },
      ],
      podRanges: [{ cidr: '10.100.0.0/16' }, { cidr: 'fd01::/48' }],
      nodeMaskSize: 25,
    });
  });
});

const optional = [paths.calicoConfig, paths.ciliumConfig, paths.flannel, paths.oldFlannel, paths.bgp, paths.peers, paths.clusterConfigs, paths.policies, paths.serviceCidrs, paths.pods];

it.each(optional)('a refusal of %s leaves the part out and names the right', async (path) => {
  serve(path, status(403, 'Forbidden'), 403);
  const cluster = await read();
  expect(cluster.unread).toEqual([{ what: expect.any(String) as string, missing: expect.stringMatching(/^(get|list) /) as string }]);
});

it.each([paths.peers, paths.pools, paths.clusterConfigs, paths.serviceCidrs])('an answer of %s that holds other kinds of values counts as nothing', async (path) => {
  serve(path, { items: 'none', metadata: [] });
  const cluster = await read();
  expect([cluster.serviceRanges, cluster.calico?.peers ?? [], cluster.ipPools ?? []]).toEqual([undefined, [], []]);
});

it('an answer that is no JSON is an error, and not a cluster without the part', async () => {
  nock('http://cluster.test').persist().get(paths.peers).query(true).reply(200, '{"items": [', json);
  await expect(read()).rejects.toThrow();
});

it('a ClusterConfiguration that is no YAML is told', async () => {
  serve(paths.kubeadm, data({ ClusterConfiguration: '{ networking: [' }));
  expect(await read()).toMatchObject({ podCidrs: [], unread: [{ problem: 'it is no YAML' }] });
});

it('a node that reflects routes has its cluster id', async () => {
  nock('http://cluster.test')
    .get(paths.nodes)
    .query(true)
    .reply(200, items({ metadata: { name: 'rr', annotations: { 'projectcalico.org/RouteReflectorClusterID': '244.0.0.1' } }, spec: {}, status: {} }), json);
  expect((await read()).nodes).toEqual([{ name: 'rr', addresses: [], podCidrs: [], routeReflectorClusterId: '244.0.0.1' }]);
});
