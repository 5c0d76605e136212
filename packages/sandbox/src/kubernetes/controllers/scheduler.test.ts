import { describe, expect, it } from 'vitest';
import type { Pod } from '../kube-types.ts';
import { podsKey } from '../pod-state.ts';
import { createFor, createNode, testPlane } from '../test-cluster.testing.ts';
import { scheduler } from './scheduler.ts';

describe('the scheduler', () => {
  it.each<[string, object, string | undefined]>([
    ['by selector', { nodeSelector: { disk: 'ssd' } }, 'b'],
    ['not onto a cordoned node', { nodeSelector: { state: 'cordoned' } }, undefined],
    ['onto a cordoned node that it tolerates', { nodeSelector: { state: 'cordoned' }, tolerations: [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }] }, 'c'],
    ['not onto a tainted node', { nodeSelector: { state: 'tainted' } }, undefined],
    ['onto a tainted node that it tolerates', { nodeSelector: { state: 'tainted' }, tolerations: [{ operator: 'Exists' }] }, 'd'],
    ['onto the emptiest node', {}, 'b'],
  ])('binds a pod %s', (_name, spec, expected) => {
    const plane = testPlane();
    const { cluster } = plane;
    createNode(cluster, 'a');
    createNode(cluster, 'b', { disk: 'ssd' });
    createNode(cluster, 'c', { state: 'cordoned' }, { unschedulable: true });
    createNode(cluster, 'd', { state: 'tainted' }, { taints: [{ key: 'x', effect: 'NoSchedule' }] });
    const pod = (name: string, members: object): unknown => createFor(cluster, { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'n' }, spec: { containers: [{ name: 'c', image: 'i' }], ...members } });
    pod('there', { nodeName: 'a' });
    pod('new', spec);
    scheduler(plane);
    const version = cluster.store.version;
    expect((cluster.store.get(podsKey, 'n', 'new') as Pod).spec.nodeName).toBe(expected);
    scheduler(plane);
    expect(cluster.store.version).toBe(version);
  });
});
