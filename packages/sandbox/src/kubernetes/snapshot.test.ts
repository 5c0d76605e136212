import { describe, expect, it } from 'vitest';
import { snapshotObjects } from './snapshot.ts';
import { emptyCluster } from './test-cluster.testing.ts';

const put = ({ store }: ReturnType<typeof emptyCluster>, plural: string, object: object): void => {
  store.put({ group: '', plural }, { apiVersion: 'v1', kind: 'x', metadata: { name: 'a' }, ...object });
};

describe('a snapshot', () => {
  it('leaves out what belongs to the incarnation and hashes secrets', () => {
    const cluster = emptyCluster();
    put(cluster, 'secrets', { kind: 'Secret', metadata: { name: 's', namespace: 'n', uid: 'u', generation: 3, managedFields: [], annotations: { 'deprecated.daemonset.template.generation': '1' } }, data: { k: 'Y2FuYXJ5' } });
    put(cluster, 'nodes', { kind: 'Node', status: { observedGeneration: 1, conditions: [{ type: 'Ready', lastHeartbeatTime: 'now' }] } });
    put(cluster, 'events', { kind: 'Event' });
    const snapshot = snapshotObjects(cluster.store);
    expect(snapshot).toEqual({
      'v1/Secret/n/s': { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'n' }, data: { k: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as unknown } },
      'v1/Node/a': { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' }, status: { conditions: [{ type: 'Ready' }] } },
    });
    expect(JSON.stringify(snapshot)).not.toContain('Y2FuYXJ5');
  });

  it('names pods by owner and node, one after another where there are several', () => {
    const cluster = emptyCluster();
    const pod = (name: string): void =>
      put(cluster, 'pods', {
        kind: 'Pod',
        metadata: { name, namespace: 'n', labels: { app: 'a', 'controller-revision-hash': name }, ownerReferences: [{ kind: 'DaemonSet', name: 'd', uid: 'u', controller: true }] },
        spec: { nodeName: 'm', containers: [{ name: 'c', image: 'i', env: [] }] },
        status: { phase: 'Running', podIP: name },
      });
    pod('d-1');
    pod('d-2');
    const value = { labels: { app: 'a' }, spec: { nodeName: 'm', hostNetwork: false, containers: [{ name: 'c', image: 'i' }] }, phase: 'Running' };
    expect(snapshotObjects(cluster.store)).toEqual({ 'v1/Pod/n/DaemonSet:d@m': value, 'v1/Pod/n/DaemonSet:d@m#2': value });
  });
});
