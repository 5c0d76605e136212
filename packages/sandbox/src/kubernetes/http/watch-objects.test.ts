import { describe, expect, it } from 'vitest';
import type { Cluster } from '../cluster.ts';
import { createFor, emptyCluster } from '../test-cluster.testing.ts';
import { planWatch } from './watch-objects.ts';

const configMaps = { group: '', plural: 'configmaps' };

function begin(window?: number): Cluster {
  const cluster = emptyCluster(window);
  createFor(cluster, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } });
  return cluster;
}

function put(cluster: Cluster, name: string, labels: Record<string, string> = {}): void {
  cluster.store.put(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'n', labels } });
}

function watch(cluster: Cluster, query: Record<string, string>, name?: string): { lines: string[]; stop: () => void; ended: () => boolean } {
  const type = cluster.registry.byKind('v1', 'ConfigMap');
  if (type === undefined) return expect.unreachable();
  const lines: string[] = [];
  let isEnded = false;
  const plan = planWatch(cluster, type, 'n', name, new URLSearchParams(query));
  const stop = plan.start(
    ({ type: kind, object }) => lines.push(`${kind} ${String((object.metadata as { name?: string }).name ?? object.code ?? '')}`),
    () => {
      isEnded = true;
    },
  );
  return { lines, stop, ended: () => isEnded };
}

describe('a watch', () => {
  it('begins with what is there where it names no version, and marks the end of that where asked', () => {
    const cluster = begin();
    put(cluster, 'a');
    expect(watch(cluster, {}).lines).toEqual(['ADDED a']);
    expect(watch(cluster, { sendInitialEvents: 'true', allowWatchBookmarks: 'true', resourceVersionMatch: 'NotOlderThan' }).lines).toEqual(['ADDED a', 'BOOKMARK ']);
  });

  it('resumes after the version that it names and follows until it stops', () => {
    const cluster = begin();
    put(cluster, 'a');
    const from = String(cluster.store.version);
    put(cluster, 'b');
    const { lines, stop } = watch(cluster, { resourceVersion: from });
    put(cluster, 'a');
    stop();
    put(cluster, 'c');
    expect(lines).toEqual(['ADDED b', 'MODIFIED a']);
  });

  it('reports an object that begins or ceases to meet the selector as added or deleted', () => {
    const cluster = begin();
    put(cluster, 'a');
    const { lines } = watch(cluster, { labelSelector: 'x=1', resourceVersion: String(cluster.store.version) });
    put(cluster, 'a', { x: '1' });
    put(cluster, 'a', { x: '1', y: '1' });
    put(cluster, 'a');
    put(cluster, 'b');
    expect(lines).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
  });

  it('ends with 410 where the changes since its version are gone', () => {
    const cluster = begin(2);
    const from = String(cluster.store.version);
    for (const name of ['a', 'b', 'c']) put(cluster, name);
    const { lines, ended } = watch(cluster, { resourceVersion: from });
    expect([lines, ended()]).toEqual([['ERROR 410'], true]);
  });

  it('shows what leaves the selection as it was, under the version at which it left', () => {
    const cluster = begin();
    const seen: unknown[] = [];
    const type = cluster.registry.byKind('v1', 'ConfigMap');
    if (type === undefined) return expect.unreachable();
    const put = (set: string) => cluster.store.put(type, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'moving', namespace: 'n', labels: { set } } });
    put('in');
    const { version } = cluster.store;
    planWatch(cluster, type, 'n', undefined, new URLSearchParams({ labelSelector: 'set=in', resourceVersion: String(version) })).start((event) => void seen.push(event), () => undefined);
    const after = put('out');
    expect(seen).toMatchObject([{ type: 'DELETED', object: { metadata: { labels: { set: 'in' }, resourceVersion: after.metadata.resourceVersion } } }]);
  });

  it('follows one object by name and refuses a version that is none', () => {
    const cluster = begin();
    const { lines } = watch(cluster, {}, 'b');
    put(cluster, 'a');
    put(cluster, 'b');
    expect(lines).toEqual(['ADDED b']);
    expect(() => watch(cluster, { resourceVersion: 'x' })).toThrow('resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax');
  });
});
