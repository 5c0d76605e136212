import { describe, expect, it } from 'vitest';
import type { DaemonSet, Pod } from '../kube-types.ts';
import { podsKey } from '../pod-state.ts';
import { createFor, createNode, testPlane } from '../test-cluster.testing.ts';
import type { ControlPlane } from './control-plane.ts';
import { daemonSetController } from './daemon-set-controller.ts';
import { createKubelet } from './kubelet.ts';
import { scheduler } from './scheduler.ts';

const key = { group: 'apps', plural: 'daemonsets' };

function begin(updateStrategy: object): { plane: ControlPlane; round: () => void; pods: () => Pod[]; images: () => unknown[]; set: () => DaemonSet; change: (image: string) => void } {
  const plane = testPlane();
  for (const name of ['a', 'b', 'c', 'd']) createNode(plane.cluster, name);
  createFor(plane.cluster, {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 's', namespace: 'n' },
    spec: { selector: { matchLabels: { x: 'y' } }, updateStrategy, template: { metadata: { labels: { x: 'y' } }, spec: { hostNetwork: true, terminationGracePeriodSeconds: 0, containers: [{ name: 'c', image: 'one' }] } } },
  });
  const kubelet = createKubelet();
  const round = (): void => {
    for (const control of [daemonSetController, scheduler, kubelet]) control(plane);
  };
  const set = (): DaemonSet => plane.cluster.store.get(key, 'n', 's') as DaemonSet;
  const pods = (): Pod[] => plane.cluster.store.list(podsKey) as Pod[];
  const change = (image: string): void => {
    const live = set();
    const template = { ...live.spec.template, spec: { ...live.spec.template.spec, containers: [{ name: 'c', image }] } };
    plane.cluster.store.put(key, { ...live, metadata: { ...live.metadata, generation: 2 }, spec: { ...live.spec, template } });
  };
  const images = (): unknown[] => pods().map((pod) => pod.spec.containers?.[0]?.image);
  return { plane, round, pods, images, set, change };
}

describe('the DaemonSet controller', () => {
  it.each([[1, 1], [2, 2], ['50%', 2], [4, 4]])('with maxUnavailable %s takes at most %i pods away at a time', (maxUnavailable, most) => {
    const { round, pods, images, change } = begin({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable } });
    round();
    round();
    expect(images()).toEqual(['one', 'one', 'one', 'one']);
    change('two');
    let fewest = 4;
    for (let rounds = 0; rounds < 20; rounds += 1) {
      round();
      fewest = Math.min(fewest, pods().filter((pod) => pod.status?.phase === 'Running').length);
    }
    expect(images()).toEqual(['two', 'two', 'two', 'two']);
    expect(4 - fewest).toBe(most);
  });

  it('leaves pods of an old template alone with OnDelete', () => {
    const { plane, round, images, pods, set, change } = begin({ type: 'OnDelete' });
    round();
    round();
    change('two');
    round();
    expect(images()).toEqual(['one', 'one', 'one', 'one']);
    const first = pods()[0];
    if (first !== undefined) plane.cluster.store.remove(podsKey, first);
    round();
    round();
    expect(images().filter((image) => image === 'two')).toHaveLength(1);
    expect(set().status).toMatchObject({ updatedNumberScheduled: 1, observedGeneration: 2 });
  });

  it('counts a pod on a node that it no longer selects as misscheduled until it is gone', () => {
    const { plane, round, set } = begin({});
    round();
    round();
    const node = plane.cluster.store.get({ group: '', plural: 'nodes' }, undefined, 'd');
    if (node !== undefined) plane.cluster.store.put({ group: '', plural: 'nodes' }, { ...node, spec: { taints: [{ key: 'x', effect: 'NoSchedule' }] } });
    round();
    expect(set().status).toMatchObject({ desiredNumberScheduled: 3, numberMisscheduled: 1 });
  });

  it('gives a failed pod a successor', () => {
    const { plane, round, pods } = begin({});
    round();
    round();
    const [first] = pods();
    if (first === undefined) expect.unreachable();
    plane.cluster.store.put(podsKey, { ...first, status: { ...first.status, phase: 'Failed' } });
    round();
    round();
    expect(pods().map(({ status }) => status?.phase)).toEqual(['Running', 'Running', 'Running', 'Running']);
    expect(pods().map(({ metadata }) => metadata.uid)).not.toContain(first.metadata.uid);
  });
});
