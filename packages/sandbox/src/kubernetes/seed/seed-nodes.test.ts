import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../world.ts';
import { kubeletVersion, nodeObjects, nodePodCidr } from './seed-nodes.ts';

describe('the on-premises nodes', () => {
  it.each([['10.100.0.0/16', 0, '10.100.0.0/24'], ['10.100.0.0/16', 255, '10.100.255.0/24'], ['10.96.0.0/12', 256, '10.97.0.0/24'], ['10.1.2.0/26', 3, '10.1.2.0/26']])('take of %s the block %i: %s', (cidr, index, expected) => {
    expect(nodePodCidr(cidr, index)).toBe(expected);
  });

  it('are Ready, with the taint on the control plane and one route reflector', () => {
    const nodes = nodeObjects(defaultWorld);
    expect(nodes.map(({ spec }) => spec?.taints)).toEqual([[{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }], undefined, undefined]);
    expect(nodes.filter(({ metadata }) => metadata.annotations?.['projectcalico.org/RouteReflectorClusterID'] !== undefined).map(({ metadata }) => metadata.name)).toEqual(['dc-worker-1']);
    expect(nodes.every(({ metadata }) => metadata.labels?.['alibabacloud.com/external'] === undefined)).toBe(true);
    expect(kubeletVersion(defaultWorld)).toBe('v1.33.2');
  });

  it('have a reflector where every node is of the control plane', () => {
    const nodes = defaultWorld.dataCenter.nodes.slice(0, 1);
    expect(nodeObjects({ ...defaultWorld, dataCenter: { ...defaultWorld.dataCenter, nodes } })[0]?.metadata.labels).toHaveProperty('route-reflector');
  });
});
