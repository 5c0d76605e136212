import { describe, expect, it } from 'vitest';
import type { PodDisruptionBudget } from '../kube-types.ts';
import { podsKey } from '../pod-state.ts';
import { createFor, testPlane } from '../test-cluster.testing.ts';
import { budgetState, evictPod } from './evict-pod.ts';

const selector = { matchLabels: { x: 'y' } };

function begin(pods: number, ready: number): ReturnType<typeof testPlane>['cluster'] {
  const { cluster } = testPlane();
  for (let index = 0; index < pods; index += 1) {
    const pod = createFor(cluster, { apiVersion: 'v1', kind: 'Pod', metadata: { name: `p${index}`, namespace: 'n', labels: { x: 'y' } }, spec: { nodeName: 'a', containers: [{ name: 'c', image: 'i' }] } });
    cluster.store.put(podsKey, { ...pod, status: { phase: 'Running', conditions: [{ type: 'Ready', status: index < ready ? 'True' : 'False' }] } });
  }
  return cluster;
}

function addBudget(cluster: ReturnType<typeof begin>, name: string, spec: object): PodDisruptionBudget {
  return createFor(cluster, { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name, namespace: 'n' }, spec: { selector, ...spec } }) as PodDisruptionBudget;
}

function evict(cluster: ReturnType<typeof begin>, name: string): void {
  const type = cluster.registry.byKind('v1', 'Pod');
  if (type === undefined) return expect.unreachable();
  evictPod(cluster, type, { namespace: 'n', name }, { kind: 'Eviction', deleteOptions: { gracePeriodSeconds: 0 } }, false);
}

describe('evictions', () => {
  it.each<[object, number]>([
    [{ minAvailable: 3 }, 0],
    [{ minAvailable: 2 }, 1],
    [{ minAvailable: '50%' }, 1],
    [{ maxUnavailable: 1 }, 0],
    [{ maxUnavailable: '50%' }, 1],
    [{ maxUnavailable: 2 }, 1],
  ])('with a budget of %j for three Ready pods of four allow %i', (spec, expected) => {
    const cluster = begin(4, 3);
    expect(budgetState(cluster, addBudget(cluster, 'b', spec)).disruptionsAllowed).toBe(expected);
  });

  it('go on until the budget says no', () => {
    const cluster = begin(3, 3);
    addBudget(cluster, 'b', { minAvailable: 2 });
    evict(cluster, 'p0');
    // The server names no time to wait.
    expect(() => evict(cluster, 'p1')).toThrow(expect.objectContaining({ code: 429, retryAfterSeconds: undefined }) as Error);
    expect(() => evict(cluster, 'p1')).toThrow("Cannot evict pod as it would violate the pod's disruption budget.");
    expect(cluster.store.list(podsKey).map(({ metadata }) => metadata.name)).toEqual(['p1', 'p2']);
  });

  it('take a pod that is not Ready while the budget holds without it', () => {
    const cluster = begin(3, 2);
    addBudget(cluster, 'b', { minAvailable: 2 });
    evict(cluster, 'p2');
    expect(cluster.store.list(podsKey)).toHaveLength(2);
  });

  it('refuse a pod of two budgets and a body that is no Eviction', () => {
    const cluster = begin(1, 1);
    addBudget(cluster, 'b', { minAvailable: 0 });
    addBudget(cluster, 'c', { minAvailable: 0 });
    expect(() => evict(cluster, 'p0')).toThrow(/more than one PodDisruptionBudget/);
    const type = cluster.registry.byKind('v1', 'Pod');
    if (type === undefined) expect.unreachable();
    expect(() => evictPod(cluster, type, { namespace: 'n', name: 'p0' }, { kind: 'Pod' }, false)).toThrow(/must be a policy\/v1 Eviction/);
    expect(() => evictPod(cluster, type, { namespace: 'n', name: 'p0' }, { metadata: { name: 'p1' } }, false)).toThrow('name in URL does not match name in Eviction object');
  });
});
