import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../world.ts';
import { calicoObjects } from './seed-calico.ts';

describe('the seeded Calico', () => {
  const objects = calicoObjects(defaultWorld);
  const find = (kind: string, name: string): unknown => objects.find((object) => object.kind === kind && object.metadata.name === name);

  it('routes by reflectors and without encapsulation', () => {
    expect(find('IPPool', 'default-ipv4-ippool')).toMatchObject({ spec: { cidr: '10.100.0.0/16', ipipMode: 'Never', vxlanMode: 'Never', natOutgoing: true } });
    expect(find('BGPConfiguration', 'default')).toMatchObject({ spec: { nodeToNodeMeshEnabled: false } });
    expect(objects.filter(({ kind }) => kind === 'BGPPeer').map(({ spec }) => typeof spec?.peerSelector)).toEqual(['string', 'string']);
  });

  it('has calico-node on every Linux node, whatever its taints, and no affinity', () => {
    const set = find('DaemonSet', 'calico-node');
    expect(set).toMatchObject({ spec: { template: { spec: { nodeSelector: { 'kubernetes.io/os': 'linux' }, hostNetwork: true } } } });
    expect(set).not.toHaveProperty('spec.template.spec.affinity');
  });
});
