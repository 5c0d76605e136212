import type { SandboxWorld } from '../../types.ts';
import type { SeedObject } from './seed-object.ts';

const conditionTime = '2026-01-05T08:00:00Z';

/** The on-premises nodes, Ready, each with its /24 of the pod network; the control plane's taint as kubeadm sets it. */
export function nodeObjects(world: SandboxWorld): SeedObject[] {
  const { nodes, podCidr } = world.dataCenter;
  return nodes.map(({ name, address, controlPlane }, index) => {
    const podCIDR = nodePodCidr(podCidr, index);
    const first = nodes.findIndex((node) => !node.controlPlane);
    const isReflector = index === (first < 0 ? 0 : first);
    return {
      apiVersion: 'v1',
      kind: 'Node',
      manager: 'kubelet',
      metadata: {
        name,
        labels: {
          'beta.kubernetes.io/arch': 'amd64',
          'beta.kubernetes.io/os': 'linux',
          'kubernetes.io/arch': 'amd64',
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux',
          ...(controlPlane ? { 'node-role.kubernetes.io/control-plane': '', 'node.kubernetes.io/exclude-from-external-load-balancers': '' } : {}),
          ...(isReflector ? { 'route-reflector': 'true' } : {}),
        },
        annotations: {
          'kubeadm.alpha.kubernetes.io/cri-socket': 'unix:///run/containerd/containerd.sock',
          'node.alpha.kubernetes.io/ttl': '0',
          'projectcalico.org/IPv4Address': `${address}/24`,
          ...(isReflector ? { 'projectcalico.org/RouteReflectorClusterID': '244.0.0.1' } : {}),
          'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
        },
      },
      spec: {
        podCIDR,
        podCIDRs: [podCIDR],
        ...(controlPlane ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } : {}),
      },
      status: {
        addresses: [
          { type: 'InternalIP', address },
          { type: 'Hostname', address: name },
        ],
        capacity: { cpu: '8', 'ephemeral-storage': '102400Mi', memory: '16Gi', pods: '110' },
        allocatable: { cpu: '8', 'ephemeral-storage': '92160Mi', memory: '15Gi', pods: '110' },
        conditions: [
          condition('NetworkUnavailable', 'False', 'CalicoIsUp', 'Calico is running on this node'),
          condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
          condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
          condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
          condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
        ],
        daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
        nodeInfo: {
          architecture: 'amd64',
          bootID: `00000000-0000-0000-0000-${String(index + 1).padStart(12, '0')}`,
          containerRuntimeVersion: 'containerd://1.7.27',
          kernelVersion: '5.10.134-18.al8.x86_64',
          kubeProxyVersion: kubeletVersion(world),
          kubeletVersion: kubeletVersion(world),
          machineID: String(index + 1).padStart(32, '0'),
          operatingSystem: 'linux',
          osImage: 'Anolis OS 8.9',
          systemUUID: `00000000-0000-0000-0000-${String(index + 1).padStart(12, '0')}`,
        },
      },
    };
  });
}

function condition(type: string, status: string, reason: string, message: string): Readonly<Record<string, string>> {
  return { type, status, reason, message, lastHeartbeatTime: conditionTime, lastTransitionTime: conditionTime };
}

/** `v1.33.2` of the cluster's version `1.33.2-sandbox`. */
export function kubeletVersion(world: SandboxWorld): string {
  return `v${world.cluster.kubernetesVersion.replace(/^v/, '').split('-')[0] ?? ''}`;
}

/** The n-th /24 of the pod network, as the node IPAM controller hands them out; the network itself where it is smaller. */
export function nodePodCidr(podCidr: string, index: number): string {
  const [address = '', length = '24'] = podCidr.split('/');
  if (Number(length) >= 24) return podCidr;
  const [first = 0, second = 0, third = 0] = address.split('.').map(Number);
  const block = third + index;
  return `${first}.${second + Math.floor(block / 256)}.${block % 256}.0/24`;
}
