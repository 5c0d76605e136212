import { describe, expect, it } from 'vitest';
import { byManifest, manifestKey } from '../testing/cluster.ts';
import { excludeCloudNodes } from '../plan/exclude-cloud-nodes.ts';
import { withPath } from '../plan/json.ts';
import { waitForRollout } from './wait-for-rollout.ts';

const reference = { namespace: 'kube-system', name: 'calico-node' };
const settings = { timing: { intervalMs: 1, rolloutTimeoutMs: 30 } };
const excluded = () => {
  const cluster = byManifest();
  cluster.put(manifestKey, withPath(cluster.objects.get(manifestKey) ?? {}, ['spec', 'template', 'spec', 'affinity'], { nodeAffinity: excludeCloudNodes(undefined) }));
  return cluster;
};

describe('waitForRollout', () => {
  it('ends once every pod is new and ready', async () => {
    const cluster = excluded();
    await expect(waitForRollout(cluster, { reference, nodes: cluster.nodes, isRendered: () => true }, settings, {})).resolves.toBe(cluster.objects.get(manifestKey));
  });

  it.each<[string, RegExp, (cluster: ReturnType<typeof excluded>) => boolean]>([
    ['pods linger on nodes that are not selected', /no longer selected: 1/, (cluster) => cluster.oddPods.push({ name: 'x', nodeName: 'ecs-1', ready: true, terminating: true }) > 0],
    ['the operator has not rendered it', /has not rendered/, () => false],
    ['the DaemonSet is away', /is not there/, (cluster) => cluster.objects.delete(manifestKey)],
  ])('waits while %s, and says so at the deadline with a way out', async (_, state, spoil) => {
    const cluster = excluded();
    const isRendered = spoil(cluster);
    const failure = waitForRollout(cluster, { reference, nodes: cluster.nodes, isRendered: () => isRendered }, settings, {});
    await expect(failure).rejects.toThrow(state);
    await expect(failure).rejects.toMatchObject({ remediation: expect.stringContaining('undo') as string });
  });

  it("gives the scheduler's words where it finds no place for a pod", async () => {
    const cluster = excluded();
    cluster.objects.set(manifestKey, withPath(cluster.objects.get(manifestKey) ?? {}, ['status', 'numberReady'], 0));
    cluster.oddPods.push({ name: 'x', nodeName: '', ready: false, terminating: false, unscheduled: "0/9 nodes are available: 1 node(s) didn't match pod affinity rules." });
    const failure = waitForRollout(cluster, { reference, nodes: cluster.nodes, isRendered: () => true }, settings, {});
    await expect(failure).rejects.toThrow(/0 ready.*no place for 1 pod: 0\/9 nodes are available: 1 node\(s\) didn't match pod affinity rules/);
  });

  it('does not wait for a pod that is going on a node that is not Ready', async () => {
    const cluster = excluded();
    cluster.oddPods.push({ name: 'x', nodeName: 'ecs-1', ready: false, terminating: true });
    const nodes = cluster.nodes.map((node) => (node.name === 'ecs-1' ? { ...node, ready: false } : node));
    await expect(waitForRollout(cluster, { reference, nodes, isRendered: () => true }, settings, {})).resolves.toBeDefined();
  });
});
