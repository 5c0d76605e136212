import { describe, expect, it } from 'vitest';
import type { KubeNode, Pod } from '../kube-types.ts';
import { nodesKey, podsKey } from '../pod-state.ts';
import { createFor, createNode, testPlane } from '../test-cluster.testing.ts';
import { nodeLifecycle, podCollector } from './node-lifecycle.ts';

const own = { key: 'x', effect: 'NoSchedule' };

describe('the node lifecycle', () => {
  it('adds the taints of a state, keeps those of others, and takes its own back', () => {
    const plane = testPlane();
    const node = createNode(plane.cluster, 'a', {}, { unschedulable: true, taints: [own] }) as KubeNode;
    nodeLifecycle(plane);
    const read = (): KubeNode => plane.cluster.store.get(nodesKey, undefined, 'a') as KubeNode;
    expect(read().spec?.taints?.map(({ key }) => key)).toEqual(['x', 'node.kubernetes.io/unschedulable']);
    plane.cluster.store.put(nodesKey, { ...read(), spec: { taints: read().spec?.taints ?? [] }, status: { ...node.status, conditions: [] } });
    nodeLifecycle(plane);
    expect(read().spec?.taints?.map(({ key }) => key)).toEqual(['x', 'node.kubernetes.io/not-ready']);
    plane.cluster.store.put(nodesKey, { ...read(), status: { conditions: [{ type: 'Ready', status: 'True' }] } });
    nodeLifecycle(plane);
    expect(read().spec?.taints).toEqual([own]);
  });

  it('collects the pods of missing nodes and ends those that a NoExecute taint forbids', () => {
    const plane = testPlane();
    createNode(plane.cluster, 'a', {}, { taints: [{ key: 'x', effect: 'NoExecute' }] });
    const pod = (name: string, spec: object): unknown => createFor(plane.cluster, { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'n' }, spec: { containers: [{ name: 'c', image: 'i' }], ...spec } });
    pod('lost', { nodeName: 'none' });
    pod('forbidden', { nodeName: 'a' });
    pod('tolerant', { nodeName: 'a', tolerations: [{ operator: 'Exists' }] });
    pod('unbound', {});
    podCollector(plane);
    const left = (plane.cluster.store.list(podsKey) as Pod[]).map(({ metadata }) => [metadata.name, metadata.deletionTimestamp !== undefined]);
    expect(left).toEqual([['forbidden', true], ['tolerant', false], ['unbound', false]]);
  });
});
