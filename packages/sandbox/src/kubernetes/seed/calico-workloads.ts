import type { JsonObject } from '../json.ts';
import type { SeedObject } from './seed-object.ts';

const image = (name: string): string => `docker.io/calico/${name}:v3.30.2`;
const hostPath = (name: string, path: string): JsonObject => ({ name, hostPath: { path, type: '' } });

/**
 * The DaemonSet calico-node as Calico installs it: on every Linux node, tolerating every taint, without affinity
 * (projectcalico/calico v3.30, manifests/calico.yaml; the operator renders the same selection).
 */
export function calicoNode(namespace: string): SeedObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'calico-node', namespace, labels: { 'k8s-app': 'calico-node' } },
    spec: {
      selector: { matchLabels: { 'k8s-app': 'calico-node' } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      template: { metadata: { labels: { 'k8s-app': 'calico-node' } }, spec: nodePodSpec() },
    },
  };
}

function nodePodSpec(): JsonObject {
  return {
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    hostNetwork: true,
    tolerations: [
      { effect: 'NoSchedule', operator: 'Exists' },
      { key: 'CriticalAddonsOnly', operator: 'Exists' },
      { effect: 'NoExecute', operator: 'Exists' },
    ],
    serviceAccountName: 'calico-node',
    terminationGracePeriodSeconds: 0,
    priorityClassName: 'system-node-critical',
    initContainers: [
      {
        name: 'upgrade-ipam',
        image: image('cni'),
        command: ['/opt/cni/bin/calico-ipam', '-upgrade'],
        volumeMounts: [{ name: 'host-local-net-dir', mountPath: '/var/lib/cni/networks' }],
      },
      { name: 'install-cni', image: image('cni'), command: ['/opt/cni/bin/install'], volumeMounts: [{ name: 'cni-bin-dir', mountPath: '/host/opt/cni/bin' }, { name: 'cni-net-dir', mountPath: '/host/etc/cni/net.d' }] },
    ],
    containers: [
      {
        name: 'calico-node',
        image: image('node'),
        env: [
          { name: 'DATASTORE_TYPE', value: 'kubernetes' },
          { name: 'WAIT_FOR_DATASTORE', value: 'true' },
          { name: 'NODENAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
          { name: 'CALICO_NETWORKING_BACKEND', value: 'bird' },
          { name: 'CLUSTER_TYPE', value: 'k8s,bgp' },
          { name: 'IP', value: 'autodetect' },
          { name: 'CALICO_IPV4POOL_IPIP', value: 'Never' },
          { name: 'CALICO_IPV4POOL_VXLAN', value: 'Never' },
        ],
        securityContext: { privileged: true },
        resources: { requests: { cpu: '250m' } },
        readinessProbe: { exec: { command: ['/bin/calico-node', '-felix-ready', '-bird-ready'] }, periodSeconds: 10, timeoutSeconds: 10 },
        volumeMounts: [{ name: 'var-run-calico', mountPath: '/var/run/calico' }, { name: 'cni-net-dir', mountPath: '/host/etc/cni/net.d' }],
      },
    ],
    volumes: [hostPath('var-run-calico', '/var/run/calico'), hostPath('cni-bin-dir', '/opt/cni/bin'), hostPath('cni-net-dir', '/etc/cni/net.d'), hostPath('host-local-net-dir', '/var/lib/cni/networks')],
  };
}

/** The Deployment calico-kube-controllers: one pod, anywhere on Linux. */
export function kubeControllers(namespace: string): SeedObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'calico-kube-controllers', namespace, labels: { 'k8s-app': 'calico-kube-controllers' } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { 'k8s-app': 'calico-kube-controllers' } },
      strategy: { type: 'Recreate' },
      template: {
        metadata: { labels: { 'k8s-app': 'calico-kube-controllers' } },
        spec: {
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [
            { key: 'CriticalAddonsOnly', operator: 'Exists' },
            { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
          ],
          serviceAccountName: 'calico-kube-controllers',
          priorityClassName: 'system-cluster-critical',
          containers: [{ name: 'calico-kube-controllers', image: image('kube-controllers'), env: [{ name: 'ENABLED_CONTROLLERS', value: 'node,loadbalancer' }, { name: 'DATASTORE_TYPE', value: 'kubernetes' }] }],
        },
      },
    },
  };
}
