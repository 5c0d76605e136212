import type { V1Pod } from '@kubernetes/client-node';
import type { ProbePod } from './port.ts';

/** The labels by which our pods are found again, whichever run made them. */
export const probeLabels: Readonly<Record<string, string>> = { 'app.kubernetes.io/managed-by': 'ack-hybrid', 'app.kubernetes.io/component': 'connectivity-probe' };

/**
 * The pod that runs a command on one node: pinned, tolerating every taint, without a service account token, small, and
 * ended by the kubelet after five minutes where nobody else does.
 */
export const buildProbePod = (pod: ProbePod, image: string, namespace: string): V1Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: pod.name, namespace, labels: { ...probeLabels, 'ack-hybrid.io/probe-role': pod.role } },
  spec: {
    nodeName: pod.nodeName,
    hostNetwork: pod.network === 'node',
    restartPolicy: 'Never',
    activeDeadlineSeconds: 300,
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // A cloud node's own resolver knows the registries and OSS; a pod asks the cluster's DNS as any other.
    dnsPolicy: pod.network === 'node' ? 'Default' : 'ClusterFirst',
    tolerations: [{ operator: 'Exists' }],
    containers: [
      {
        name: 'probe',
        image,
        command: [...pod.command],
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '32Mi' } },
        // ping needs a raw socket where the kernel grants no unprivileged one; nothing else is kept.
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'], add: ['NET_RAW'] } },
      },
    ],
  },
});
