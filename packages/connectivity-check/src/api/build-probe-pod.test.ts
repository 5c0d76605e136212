import { describe, expect, it } from 'vitest';
import { buildProbePod, probeLabels } from './build-probe-pod.ts';

const pod = { name: 'p', nodeName: 'n1', network: 'pod', role: 'target', command: ['httpd', '-f'] } as const;

describe('the pod of a probe', () => {
  it('stands on a pod network, resolves by the cluster DNS and is found by its labels', () => {
    const built = buildProbePod(pod, 'i', 'kube-system');
    expect([built.spec?.hostNetwork, built.spec?.dnsPolicy, built.spec?.nodeName, built.spec?.containers[0]?.command]).toEqual([false, 'ClusterFirst', 'n1', ['httpd', '-f']]);
    expect(built.metadata?.labels).toMatchObject(probeLabels);
  });

  it('stands on the network of its node and resolves as the node does', () => {
    const built = buildProbePod({ ...pod, network: 'node', role: 'probe' }, 'i', 'kube-system');
    expect([built.spec?.hostNetwork, built.spec?.dnsPolicy]).toEqual([true, 'Default']);
  });

  it('is given no credential, no privilege and no time without end', () => {
    const { spec } = buildProbePod(pod, 'i', 'kube-system');
    expect([spec?.automountServiceAccountToken, spec?.activeDeadlineSeconds, spec?.volumes, spec?.containers[0]?.env]).toEqual([false, 300, undefined, undefined]);
    expect(spec?.containers[0]?.securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'], add: ['NET_RAW'] } });
  });
});
