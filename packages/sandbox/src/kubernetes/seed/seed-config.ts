import { stringify } from 'yaml';
import type { SandboxWorld } from '../../types.ts';
import { authorityPem } from './authority.ts';
import { kubeletVersion } from './seed-nodes.ts';
import type { SeedObject } from './seed-object.ts';

/** ServiceAccount and ConfigMaps of a namespace, as the controllers and kubeadm leave them. */
export function configObjects(world: SandboxWorld, namespace: string): SeedObject[] {
  const configMap = (name: string, values: Readonly<Record<string, string>>, manager = 'kubeadm'): SeedObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: values,
    manager,
  });
  const common: SeedObject[] = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace }, manager: 'kube-controller-manager' },
    configMap('kube-root-ca.crt', { 'ca.crt': authorityPem }, 'kube-controller-manager'),
  ];
  if (namespace === 'kube-public') return [...common, configMap('cluster-info', { kubeconfig: clusterInfo(world) })];
  if (namespace !== 'kube-system') return common;
  return [
    ...common,
    configMap('kubeadm-config', { ClusterConfiguration: clusterConfiguration(world) }),
    configMap('coredns', { Corefile: '.:53 {\n    errors\n    health\n    ready\n    kubernetes cluster.local in-addr.arpa ip6.arpa {\n       pods insecure\n       fallthrough in-addr.arpa ip6.arpa\n    }\n    forward . /etc/resolv.conf\n    cache 30\n    loop\n    reload\n}\n' }),
    configMap('kube-proxy', { 'config.conf': stringify({ apiVersion: 'kubeproxy.config.k8s.io/v1alpha1', kind: 'KubeProxyConfiguration', clusterCIDR: world.dataCenter.podCidr, mode: 'ipvs' }) }),
    // What the agent of a registered cluster writes when it connects: no script is registered yet.
    configMap('ack-agent-config', { enableNodepool: 'true', isInit: 'true' }, 'ack-cluster-agent'),
    service(world),
  ];
}

function service({ dataCenter }: SandboxWorld): SeedObject {
  const [address = ''] = dataCenter.serviceCidr.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/name': 'CoreDNS' } },
    spec: {
      clusterIP: `${address.split('.').slice(0, 3).join('.')}.10`,
      selector: { 'k8s-app': 'kube-dns' },
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP' },
        { name: 'dns-tcp', port: 53, protocol: 'TCP' },
      ],
    },
  };
}

function clusterConfiguration(world: SandboxWorld): string {
  const { apiServer, podCidr, serviceCidr } = world.dataCenter;
  return stringify({
    apiServer: {},
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    certificatesDir: '/etc/kubernetes/pki',
    clusterName: 'kubernetes',
    controlPlaneEndpoint: apiServer,
    dns: {},
    etcd: { local: { dataDir: '/var/lib/etcd' } },
    imageRepository: 'registry.k8s.io',
    kind: 'ClusterConfiguration',
    kubernetesVersion: kubeletVersion(world),
    networking: { dnsDomain: 'cluster.local', podSubnet: podCidr, serviceSubnet: serviceCidr },
  });
}

function clusterInfo({ dataCenter }: SandboxWorld): string {
  return stringify({
    apiVersion: 'v1',
    clusters: [{ cluster: { 'certificate-authority-data': Buffer.from(authorityPem).toString('base64'), server: `https://${dataCenter.apiServer}` }, name: '' }],
    contexts: null,
    'current-context': '',
    kind: 'Config',
    preferences: {},
    users: null,
  });
}
