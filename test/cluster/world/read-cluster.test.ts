import { createClusterNetworkReader } from '@ack-hybrid/cidr-planner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startControlPlane, type ControlPlane } from '../../control-plane/start-control-plane.ts';
import { createObjects } from '../flow/hybrid-cluster.ts';
import { createApiRequests, type ApiRequests } from '../flow/api-requests.ts';
import { calicoDefinitions, ipPool } from '../flow/calico-objects.ts';
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
