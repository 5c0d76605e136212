import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from './kube-types.ts';
import { ObjectStore } from './store.ts';

const things = { group: '', plural: 'configmaps' };
const thing = (name: string, value = 0, namespace = 'a'): KubeObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, value });

describe('the object store', () => {
  it('stamps each change with the next version and hands out what it stored', () => {
    const store = new ObjectStore();
    const first = store.put(things, thing('x'));
    const second = store.put(things, thing('x', 1));
    expect(Number(second.metadata.resourceVersion)).toBe(Number(first.metadata.resourceVersion) + 1);
    expect(store.get(things, 'a', 'x')).toBe(second);
    expect(first.value).toBe(0);
  });

  it('lists by namespace and name', () => {
    const store = new ObjectStore();
    for (const object of [thing('y'), thing('x'), thing('z', 0, 'b')]) store.put(things, object);
    expect(store.list(things).map(({ metadata }) => metadata.name)).toEqual(['x', 'y', 'z']);
    expect(store.list(things, 'b')).toHaveLength(1);
    expect(store.list({ group: 'apps', plural: 'none' })).toEqual([]);
  });

  it('tells listeners what happened until they stop', () => {
    const store = new ObjectStore();
    const seen: string[] = [];
    const stop = store.listen(({ type }) => seen.push(type));
    const stored = store.put(things, thing('x'));
    store.put(things, thing('x', 1));
    store.remove(things, stored);
    stop();
    store.put(things, thing('x'));
    expect(seen).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  });

  it('refuses to resume from before its window', () => {
    const store = new ObjectStore(2);
    const start = store.version;
    for (const value of [1, 2, 3]) store.put(things, thing('x', value));
    expect(() => store.eventsSince(start)).toThrow(/too old resource version/);
    expect(store.eventsSince(start + 1)).toHaveLength(2);
    expect(store.eventsSince(store.version)).toEqual([]);
  });

  it('lists any earlier version as it was', () => {
    const change = fc.record({ name: fc.constantFrom('x', 'y', 'z'), value: fc.integer(), remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const store = new ObjectStore();
        const states = [{ version: store.version, list: store.list(things) }];
        for (const { name, value, remove } of changes) {
          const present = store.get(things, 'a', name);
          if (remove && present !== undefined) store.remove(things, present);
          else store.put(things, thing(name, value));
          states.push({ version: store.version, list: store.list(things) });
        }
        for (const { version, list } of states) expect(store.listAt(version, things)).toEqual(list);
      }),
    );
  });
});
