import { describe, expect, it } from 'vitest';
import type { Pod, Workload } from '../kube-types.ts';
import { podsKey } from '../pod-state.ts';
import { createFor, createNode, testPlane } from '../test-cluster.testing.ts';
import { createKubelet } from './kubelet.ts';
import { deploymentController, replicaSetController } from './replica-controllers.ts';
import { scheduler } from './scheduler.ts';

const deployments = { group: 'apps', plural: 'deployments' };

describe('the controllers of replicas', () => {
  it('keep the number of pods, replace the template and scale in', () => {
    const plane = testPlane();
    const { store } = plane.cluster;
    createNode(plane.cluster, 'a', {}, { podCIDR: '10.0.1.0/24' });
    createFor(plane.cluster, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd', namespace: 'n' },
      spec: { replicas: 3, selector: { matchLabels: { x: 'y' } }, template: { metadata: { labels: { x: 'y' } }, spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'c', image: 'one' }] } } },
    });
    const kubelet = createKubelet();
    const settle = (): void => {
      for (let rounds = 0; rounds < 8; rounds += 1) for (const control of [deploymentController, replicaSetController, scheduler, kubelet]) control(plane);
    };
    const images = (): unknown[] => (store.list(podsKey) as Pod[]).map((pod) => pod.spec.containers?.[0]?.image);
    const read = (): Workload => store.get(deployments, 'n', 'd') as Workload;
    settle();
    expect([images(), read().status]).toMatchObject([['one', 'one', 'one'], { readyReplicas: 3, updatedReplicas: 3, conditions: [{ status: 'True' }] }]);
    const { template } = read().spec;
    store.put(deployments, { ...read(), spec: { ...read().spec, replicas: 2, template: { ...template, spec: { ...template.spec, containers: [{ name: 'c', image: 'two' }] } } } });
    settle();
    expect(images()).toEqual(['two', 'two']);
    expect(store.list({ group: 'apps', plural: 'replicasets' }).map(({ spec }) => (spec as { replicas: number }).replicas).sort()).toEqual([0, 2]);
  });
});
