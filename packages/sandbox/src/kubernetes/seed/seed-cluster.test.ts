import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../world.ts';
import type { SandboxWorld } from '../../types.ts';
import { emptyCluster } from '../test-cluster.testing.ts';
import { seedCluster } from './seed-cluster.ts';

function seed(calico: SandboxWorld['dataCenter']['calico']): string[] {
  const cluster = emptyCluster();
  seedCluster(cluster, { ...defaultWorld, dataCenter: { ...defaultWorld.dataCenter, calico } });
  return cluster.store.all().map(({ object: { kind, metadata } }) => [kind, ...(metadata.namespace === undefined ? [] : [metadata.namespace]), metadata.name].join('/'));
}

describe('the seeded cluster', () => {
  it.each<[SandboxWorld['dataCenter']['calico'], readonly string[], readonly string[]]>([
    ['manifest', ['DaemonSet/kube-system/calico-node', 'ConfigMap/kube-system/calico-config', 'IPPool/default-ipv4-ippool', 'CustomResourceDefinition/ippools.crd.projectcalico.org'], ['Installation/default', 'Namespace/calico-system']],
    ['operator', ['DaemonSet/calico-system/calico-node', 'Installation/default', 'BGPConfiguration/default', 'CustomResourceDefinition/installations.operator.tigera.io'], ['DaemonSet/kube-system/calico-node', 'ConfigMap/kube-system/calico-config']],
  ])('with Calico by %s has what that brings', (calico, present, absent) => {
    const names = seed(calico);
    expect(names).toEqual(expect.arrayContaining([...present, 'DaemonSet/kube-system/kube-proxy', 'Deployment/kube-system/coredns', 'ConfigMap/kube-system/kubeadm-config', 'Node/dc-control-1']));
    expect(names.filter((name) => absent.includes(name))).toEqual([]);
  });
});
