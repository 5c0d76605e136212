import type { SandboxWorld } from '@ack-hybrid/sandbox';
import type { ManifestObject } from '../manifests/read-manifest.ts';

/** The data centre of the flow: five nodes, one of them with the control plane's taint. */
export const onPremisesNodes: SandboxWorld['dataCenter']['nodes'] = [
  { name: 'dc-control-1', address: '192.168.0.10', controlPlane: true },
  ...[1, 2, 3, 4].map((number) => ({ name: `dc-worker-${number}`, address: `192.168.0.${10 + number}`, controlPlane: false })),
];

/** Their names, sorted. */
export const onPremisesNames = onPremisesNodes.map((node) => node.name).sort();

/** The names of the three cloud nodes that the flow makes, by the first addresses of the vSwitch. */
export const cloudNodes = [1, 2, 3].map((host) => `cn-hangzhou.10.10.24.${host}`);

/**
 * A node as kubeadm's kubelet registers it, for kwok to keep alive (by its annotation). It has no host name among its addresses: kwok adds
 * its own, `localhost`, where the API server finds it.
 */
export const onPremisesNode = ({ name, address, controlPlane }: SandboxWorld['dataCenter']['nodes'][number], podCIDR: string): ManifestObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name,
    annotations: { 'kwok.x-k8s.io/node': 'fake', 'projectcalico.org/IPv4Address': `${address}/24` },
    labels: {
      'beta.kubernetes.io/arch': 'amd64',
      'beta.kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
      ...(controlPlane ? { 'node-role.kubernetes.io/control-plane': '', 'node.kubernetes.io/exclude-from-external-load-balancers': '' } : {}),
    },
  },
  spec: { podCIDR, podCIDRs: [podCIDR], ...(controlPlane ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } : {}) },
  status: { addresses: [{ type: 'InternalIP', address }] },
});

/** What kubeadm and the registered cluster's agent leave in kube-system, as far as the steps read it. */
export const systemObjects = ({ podCidr, serviceCidr, apiServer }: SandboxWorld['dataCenter'], kubernetesVersion: string): ManifestObject[] => {
  const configMap = (name: string, values: Readonly<Record<string, string>>): ManifestObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'kube-system' }, data: values });
  const cluster = [
    'apiVersion: kubeadm.k8s.io/v1beta4',
    'kind: ClusterConfiguration',
    `controlPlaneEndpoint: ${apiServer}`,
    `kubernetesVersion: v${kubernetesVersion}`,
    `networking: { dnsDomain: cluster.local, podSubnet: ${podCidr}, serviceSubnet: ${serviceCidr} }`,
    '',
  ].join('\n');
  return [
    configMap('kubeadm-config', { ClusterConfiguration: cluster }),
    configMap('kube-proxy', { 'config.conf': `apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nclusterCIDR: ${podCidr}\n` }),
    // As a registered cluster's agent makes it when it connects: no script is registered yet.
    configMap('ack-agent-config', { enableNodepool: 'true', isInit: 'true' }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kube-dns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
      spec: { clusterIP: serviceCidr.replace(/\d+\/\d+$/, '10'), selector: { 'k8s-app': 'kube-dns' }, ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'kube-proxy', namespace: 'kube-system' } },
    kubeProxy(kubernetesVersion),
  ];
};

/** kube-proxy, field by field as kubeadm applies it (Kubernetes v1.36, cmd/kubeadm/app/phases/addons/proxy/manifests.go, KubeProxyDaemonSet19). */
const kubeProxy = (kubernetesVersion: string): ManifestObject => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'kube-proxy', namespace: 'kube-system', labels: { 'k8s-app': 'kube-proxy' } },
  spec: {
    selector: { matchLabels: { 'k8s-app': 'kube-proxy' } },
    updateStrategy: { type: 'RollingUpdate' },
    template: {
      metadata: { labels: { 'k8s-app': 'kube-proxy' } },
      spec: {
        priorityClassName: 'system-node-critical',
        containers: [
          {
            name: 'kube-proxy',
            image: `registry.k8s.io/kube-proxy:v${kubernetesVersion}`,
            imagePullPolicy: 'IfNotPresent',
            command: ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf', '--hostname-override=$(NODE_NAME)'],
            securityContext: { privileged: true },
            volumeMounts: [
              { mountPath: '/var/lib/kube-proxy', name: 'kube-proxy' },
              { mountPath: '/run/xtables.lock', name: 'xtables-lock', readOnly: false },
              { mountPath: '/lib/modules', name: 'lib-modules', readOnly: true },
            ],
            env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
          },
        ],
        hostNetwork: true,
        serviceAccountName: 'kube-proxy',
        volumes: [
          { name: 'kube-proxy', configMap: { name: 'kube-proxy' } },
          { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
          { name: 'lib-modules', hostPath: { path: '/lib/modules' } },
        ],
        tolerations: [{ operator: 'Exists' }],
        nodeSelector: { 'kubernetes.io/os': 'linux' },
      },
    },
  },
});

/** The three ECS nodes where no pool makes them: kwok keeps them, so that they are Ready without Terway. */
export const ecsNodes: readonly ManifestObject[] = cloudNodes.map((name, index) => {
  const node = onPremisesNode({ name, address: `10.10.24.${index + 1}`, controlPlane: false }, '10.100.9.0/24');
  const labels = { ...(node.metadata['labels'] as object), 'alibabacloud.com/external': 'true' };
  return { ...node, metadata: { ...node.metadata, labels }, spec: { providerID: `cn-hangzhou.i-bp1flow${index}` } };
});
