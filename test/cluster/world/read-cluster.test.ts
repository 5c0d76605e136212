import { createClusterNetworkReader, detectNetworkMode } from '@ack-hybrid/cidr-planner';
import { createKubernetes, Secret } from '@ack-hybrid/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startControlPlane, type ControlPlane } from '../../control-plane/start-control-plane.ts';
import { createObjects } from '../flow/hybrid-cluster.ts';
import { createApiRequests, type ApiRequests } from '../flow/api-requests.ts';
import { calicoDefinitions, ipPool } from '../flow/calico-objects.ts';
import { renderCilium } from '../manifests/render-cilium.ts';
import { pickObject, readManifest, type ManifestObject } from '../manifests/read-manifest.ts';
import { bind, connectAs, createAccount, type Account } from '../rbac/accounts.ts';
import { grantDocuments, readDocuments, rightsOf } from '../rbac/documented-roles.ts';
import { openAdministrator, until, type ClusterAdministrator } from '../writes/cluster-administrator.ts';

let controlPlane: ControlPlane;
let administrator: ClusterAdministrator;
let api: ApiRequests;

const definition = 'crd.projectcalico.org/v1';
const objects = [
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'rr-1', annotations: { 'projectcalico.org/RouteReflectorClusterID': '244.0.0.1' } } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kubeadm-config', namespace: 'kube-system' }, data: { ClusterConfiguration: 'networking: { podSubnet: 10.100.0.0/16, serviceSubnet: 172.21.0.0/20 }\n' } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'calico-config', namespace: 'kube-system' }, data: { calico_backend: 'bird' } },
  { apiVersion: definition, kind: 'BGPConfiguration', metadata: { name: 'default' }, spec: { nodeToNodeMeshEnabled: false, asNumber: 64_512 } },
  { apiVersion: definition, kind: 'BGPPeer', metadata: { name: 'to-reflectors' }, spec: { nodeSelector: 'all()', peerSelector: "route-reflector == 'true'" } },
];

beforeAll(async () => {
  controlPlane = await startControlPlane({ kind: 'api', flags: { 'kube-apiserver': { 'service-cluster-ip-range': '172.21.0.0/20' } } });
  administrator = openAdministrator(controlPlane.kubeconfig);
  api = createApiRequests(controlPlane.kubeconfig);
  const pool = ipPool('10.100.0.0/16');
  await createObjects(api, [...(await calicoDefinitions()), { ...pool, spec: { ...(pool['spec'] as object), ipipMode: 'Never' } }, ...objects]);
});
afterAll(() => controlPlane?.stop());

const documents = readDocuments('cidr-planner');

/** Waits until the authorizer has seen the role. */
const granted = (account: Account) =>
  until(`${account.name} may list nodes`, async () => {
    const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec: { user: account.user, resourceAttributes: { verb: 'get', resource: 'configmaps', namespace: 'kube-system', name: 'kubeadm-config' } } };
    const review = await administrator.ask('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', { body });
    return (review['status'] as { readonly allowed: boolean }).allowed;
  });

describe('a cluster on a real control plane', () => {
  it('is read with the documented rights, and nothing of it stays unread', async () => {
    const account = await createAccount(administrator, controlPlane.kubeconfig, 'reader');
    await bind(administrator, documents, account);
    await granted(account);
    expect(await createClusterNetworkReader(connectAs(account)).readCluster()).toMatchObject({
      podCidrs: ['10.100.0.0/16'],
      serviceCidrs: ['172.21.0.0/20'],
      serviceRanges: [{ cidr: '172.21.0.0/20', origin: 'ServiceCIDR kubernetes' }],
      nodes: [{ name: 'rr-1', routeReflectorClusterId: '244.0.0.1' }],
      ipPools: [{ name: 'default-ipv4-ippool', cidr: '10.100.0.0/16', blockSize: 26, ipipMode: 'Never', vxlanMode: 'Never', natOutgoing: true }],
      calico: { backend: 'bird', bgp: { nodeToNodeMeshEnabled: false, asNumber: 64_512 }, peers: [{ name: 'to-reflectors', peerSelector: "route-reflector == 'true'" }] },
    });
    expect(await createClusterNetworkReader(connectAs(account)).readCluster()).not.toHaveProperty('unread');
  });

  it('is read with the required rights alone, and names each of the others', async () => {
    const required = rightsOf(documents).filter(({ resource, name }) => resource === 'nodes' || resource === 'ippools' || name === 'kubeadm-config');
    const account = await createAccount(administrator, controlPlane.kubeconfig, 'half');
    await bind(administrator, grantDocuments('reads-half', required, account), account);
    await granted(account);
    const cluster = await createClusterNetworkReader(connectAs(account)).readCluster();
    expect(cluster.ipPools).toHaveLength(1);
    expect(cluster.unread?.map((part) => part.missing).toSorted()).toEqual([
      'get bgpconfigurations.crd.projectcalico.org default at the cluster scope',
      'get configmaps calico-config in kube-system',
      'get configmaps cilium-config in kube-system',
      'get configmaps kube-flannel-cfg in kube-flannel',
      'get configmaps kube-flannel-cfg in kube-system',
      'list bgppeers.crd.projectcalico.org at the cluster scope',
      'list ciliumbgpclusterconfigs.cilium.io at the cluster scope',
      'list ciliumbgppeeringpolicies.cilium.io at the cluster scope',
      'list pods in kube-system',
      'list servicecidrs.networking.k8s.io at the cluster scope',
    ]);
  });
});

/** What calico-node's first start takes for its pool: the environment of the DaemonSet in Calico's manifest. */
const poolOf = (calicoNode: ManifestObject): ManifestObject => {
  const { containers } = (calicoNode['spec'] as { readonly template: { readonly spec: { readonly containers: readonly { readonly name: string; readonly env?: readonly { readonly name: string; readonly value?: string }[] }[] } } }).template.spec;
  const environment = containers.find(({ name }) => name === 'calico-node')?.env ?? [];
  const valueOf = (name: string): string | undefined => environment.find((entry) => entry.name === name)?.value;
  const pool = ipPool('10.100.0.0/16');
  return { ...pool, spec: { ...(pool['spec'] as object), ipipMode: valueOf('CALICO_IPV4POOL_IPIP'), vxlanMode: valueOf('CALICO_IPV4POOL_VXLAN') } };
};

describe("the mode of a plug-in's own manifest on a real control plane", () => {
  let plain: ControlPlane;
  let requests: ApiRequests;
  beforeAll(async () => {
    plain = await startControlPlane({ kind: 'api' });
    requests = createApiRequests(plain.kubeconfig);
  });
  afterAll(() => plain?.stop());
  const readCluster = () => createClusterNetworkReader(createKubernetes({ kind: 'text', text: new Secret(plain.kubeconfig) })).readCluster();

  it("is VXLAN for Flannel's, whose net-conf.json names the network too", async () => {
    await createObjects(requests, await readManifest('flannel', 'Documentation/kube-flannel.yml'));
    const cluster = await readCluster();
    expect(cluster.flannel).toMatchObject({ namespace: 'kube-flannel', networks: ['10.244.0.0/16'], backend: 'vxlan' });
    expect(detectNetworkMode(cluster)).toMatchObject({ mode: 'Flannel VXLAN', model: 'overlay', plugin: 'flannel' });
  });

  it("is IPIP for Calico's, and mixed as long as Flannel's configuration is left", async () => {
    const objects = await readManifest('calico', 'manifests/calico.yaml');
    await createObjects(requests, [...objects, poolOf(pickObject(objects, 'DaemonSet', 'calico-node'))]);
    expect(detectNetworkMode(await readCluster())).toMatchObject({ mode: 'mixed', name: 'Calico IPIP and Flannel VXLAN' });
    await requests.demand('DELETE', '/api/v1/namespaces/kube-flannel/configmaps/kube-flannel-cfg');
    const cluster = await readCluster();
    expect(cluster.calico).toMatchObject({ backend: 'bird', bgp: {}, peers: [] });
    expect(detectNetworkMode(cluster)).toMatchObject({ mode: 'Calico IPIP', model: 'overlay', plugin: 'calico' });
  });

  it("is mixed with Cilium's chart beside Calico, and VXLAN from its pool once Calico's configuration is gone", async () => {
    await createObjects(requests, await renderCilium('1.36.0', ['cilium-configmap.yaml']));
    expect(detectNetworkMode(await readCluster())).toMatchObject({ mode: 'mixed', name: 'Calico IPIP and Cilium VXLAN' });
    await requests.demand('DELETE', '/apis/crd.projectcalico.org/v1/ippools/default-ipv4-ippool');
    await requests.demand('DELETE', '/api/v1/namespaces/kube-system/configmaps/calico-config');
    const cluster = await readCluster();
    expect(cluster.cilium).toMatchObject({ routingMode: 'tunnel', tunnelProtocol: 'vxlan', ipam: 'cluster-pool', clusterPools: ['10.0.0.0/8'] });
    expect(detectNetworkMode(cluster)).toMatchObject({ mode: 'Cilium VXLAN', model: 'overlay', plugin: 'cilium' });
  });
});
