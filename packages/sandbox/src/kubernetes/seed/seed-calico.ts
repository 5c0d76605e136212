import type { SandboxWorld } from '../../types.ts';
import { calicoNode, kubeControllers } from './calico-workloads.ts';
import { calicoDefinitions } from './calico-definitions.ts';
import type { SeedObject } from './seed-object.ts';

const api = 'crd.projectcalico.org/v1';

/** Calico in route reflector mode, by manifest or by operator: definitions, pool, BGP and workloads. */
export function calicoObjects(world: SandboxWorld): SeedObject[] {
  const byOperator = world.dataCenter.calico === 'operator';
  const namespace = byOperator ? 'calico-system' : 'kube-system';
  const manager = byOperator ? 'operator' : 'kubectl-client-side-apply';
  const config: SeedObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'calico-config', namespace },
    data: { calico_backend: 'bird', typha_service_name: 'none', veth_mtu: '0' },
  };
  const objects: SeedObject[] = [
    ...calicoDefinitions(byOperator),
    ...(byOperator ? [installation(world)] : [config]),
    ...networkObjects(world),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'calico-node', namespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'calico-kube-controllers', namespace } },
    calicoNode(namespace),
    kubeControllers(namespace),
  ];
  return objects.map((object) => ({ ...object, manager }));
}

/** One pool without encapsulation, the mesh off, and two peerings by selector: the clients with the reflectors, the reflectors among them. */
function networkObjects({ dataCenter }: SandboxWorld): SeedObject[] {
  return [
    {
      apiVersion: api,
      kind: 'IPPool',
      metadata: { name: 'default-ipv4-ippool' },
      spec: { allowedUses: ['Workload', 'Tunnel'], blockSize: 26, cidr: dataCenter.podCidr, ipipMode: 'Never', natOutgoing: true, nodeSelector: 'all()', vxlanMode: 'Never' },
    },
    {
      apiVersion: api,
      kind: 'BGPConfiguration',
      metadata: { name: 'default' },
      spec: { asNumber: 64512, logSeverityScreen: 'Info', nodeToNodeMeshEnabled: false },
    },
    {
      apiVersion: api,
      kind: 'BGPPeer',
      metadata: { name: 'peer-with-route-reflectors' },
      spec: { nodeSelector: "!has(route-reflector)", peerSelector: "route-reflector == 'true'" },
    },
    {
      apiVersion: api,
      kind: 'BGPPeer',
      metadata: { name: 'route-reflector-mesh' },
      spec: { nodeSelector: "route-reflector == 'true'", peerSelector: "route-reflector == 'true'" },
    },
  ];
}

function installation({ dataCenter }: SandboxWorld): SeedObject {
  return {
    apiVersion: 'operator.tigera.io/v1',
    kind: 'Installation',
    metadata: { name: 'default' },
    spec: {
      variant: 'Calico',
      kubernetesProvider: '',
      cni: { type: 'Calico', ipam: { type: 'Calico' } },
      calicoNetwork: {
        bgp: 'Enabled',
        ipPools: [{ name: 'default-ipv4-ippool', blockSize: 26, cidr: dataCenter.podCidr, encapsulation: 'None', natOutgoing: 'Enabled', nodeSelector: 'all()' }],
      },
    },
  };
}
