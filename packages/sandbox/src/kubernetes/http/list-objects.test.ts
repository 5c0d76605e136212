import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cluster } from '../cluster.ts';
import { emptyCluster } from '../test-cluster.testing.ts';
import { listObjects } from './list-objects.ts';

const configMaps = { group: '', plural: 'configmaps' };

function list(cluster: Cluster, query: Record<string, string>): { names: string[]; token: string | undefined } {
  const type = cluster.registry.byKind('v1', 'ConfigMap');
  if (type === undefined) return expect.unreachable();
  const { items, metadata } = listObjects(cluster, type, undefined, new URLSearchParams(query)) as { items: { metadata: { name: string } }[]; metadata: { continue?: string } };
  return { names: items.map((item) => item.metadata.name), token: metadata.continue };
}

const put = ({ store }: Cluster, name: string): unknown => store.put(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'n' } });

describe('a list', () => {
  it('in pages of any size gives what it gives at once, whatever happens in between', () => {
    const name = fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', '-') });
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 8 }), fc.integer({ min: 1, max: 4 }), (names, size) => {
        const cluster = emptyCluster();
        for (const each of names) put(cluster, each);
        const whole = list(cluster, {}).names;
        const paged: string[] = [];
        let token: string | undefined;
        do {
          const page = list(cluster, { limit: String(size), ...(token === undefined ? {} : { continue: token }) });
          paged.push(...page.names);
          token = page.token;
          put(cluster, `late-${paged.length}`);
        } while (token !== undefined);
        expect(paged).toEqual(whole);
      }),
    );
  });

  it('shows an exact version', () => {
    const cluster = emptyCluster();
    put(cluster, 'a');
    const version = String(cluster.store.version);
    put(cluster, 'b');
    expect(list(cluster, { resourceVersion: version, resourceVersionMatch: 'Exact' }).names).toEqual(['a']);
  });

  it('refuses a token that is not its own and one that is too old', () => {
    const cluster = emptyCluster(1);
    for (const name of ['a', 'b', 'c']) put(cluster, name);
    const { token = '' } = list(cluster, { limit: '1' });
    expect(() => list(cluster, { continue: 'x' })).toThrow(/continue key is not valid/);
    put(cluster, 'd');
    put(cluster, 'e');
    expect(() => list(cluster, { continue: token })).toThrow(/too old to display a consistent list/);
  });
});
