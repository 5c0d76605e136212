import type { JsonObject } from '../json.ts';

/** A DaemonSet with a pod template. */
export const daemonSet = (namespace: string, name: string, podSpec: JsonObject): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { namespace, name },
  spec: { template: { spec: { hostNetwork: true, tolerations: [{ operator: 'Exists' }], ...podSpec } } },
});

/** What matters of kube-flannel.yml of v0.28.4. */
export const flannel = (podSpec: JsonObject = {}): JsonObject =>
  daemonSet('kube-flannel', 'kube-flannel-ds', {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] }] } } },
    tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
    initContainers: [
      { name: 'install-cni-plugin', image: 'ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel1' },
      { name: 'install-cni', image: 'ghcr.io/flannel-io/flannel:v0.28.4' },
    ],
    containers: [{ name: 'kube-flannel', image: 'ghcr.io/flannel-io/flannel:v0.28.4' }],
    ...podSpec,
  });
