import { describe, expect, it } from 'vitest';
import { builtInShape } from '../types/kind-shapes.ts';
import { applyStrategicMerge } from './strategic-merge.ts';

const shape = builtInShape('DaemonSet');
const spec = (members: object): { spec: object } => ({ spec: { template: { spec: members } } });
const merge = (target: object, patch: object): unknown => applyStrategicMerge(shape, spec(target), spec(patch));
const named = (...names: string[]): object[] => names.map((name) => ({ name }));

describe('a strategic merge patch', () => {
  it.each([
    ['merges containers by name', { containers: [{ name: 'a', image: '1', env: [{ name: 'x', value: '1' }] }] }, { containers: [{ name: 'a', env: [{ name: 'y', value: '2' }] }, { name: 'b' }] }, { containers: [{ name: 'a', image: '1', env: [{ name: 'y', value: '2' }, { name: 'x', value: '1' }] }, { name: 'b' }] }],
    ['replaces tolerations', { tolerations: [{ key: 'a' }] }, { tolerations: [{ key: 'b' }] }, { tolerations: [{ key: 'b' }] }],
    ['removes by null', { hostNetwork: true, subdomain: 's' }, { hostNetwork: null }, { subdomain: 's' }],
    ['deletes a keyed item', { volumes: named('a', 'b') }, { volumes: [{ name: 'a', $patch: 'delete' }] }, { volumes: named('b') }],
    ['replaces a keyed list', { volumes: named('a') }, { volumes: [{ $patch: 'replace' }, { name: 'b' }] }, { volumes: named('b') }],
    ['replaces a map', { nodeSelector: { a: '1' } }, { nodeSelector: { $patch: 'replace', b: '2' } }, { nodeSelector: { b: '2' } }],
    ['empties a struct', { affinity: { podAffinity: {} } }, { affinity: { $patch: 'delete' } }, { affinity: {} }],
    ['orders by $setElementOrder, the others in their places', { containers: named('a', 'b', 'c') }, { '$setElementOrder/containers': named('c', 'a') }, { containers: named('b', 'c', 'a') }],
    ['keeps what $retainKeys says', { volumes: [{ name: 'v', hostPath: { path: '/' } }] }, { volumes: [{ name: 'v', $retainKeys: ['name', 'emptyDir'], emptyDir: {} }] }, { volumes: [{ name: 'v', emptyDir: {} }] }],
  ])('%s', (_name, target, patch, expected) => {
    expect(merge(target, patch)).toEqual(spec(expected));
  });

  it('adds to a set, takes from it and orders it', () => {
    const finalizers = (members: object, present: string[]): unknown => applyStrategicMerge(shape, { metadata: { finalizers: present } }, { metadata: members });
    expect(finalizers({ finalizers: ['c', 'a'] }, ['a', 'b'])).toEqual({ metadata: { finalizers: ['c', 'a', 'b'] } });
    expect(finalizers({ '$deleteFromPrimitiveList/finalizers': ['a'] }, ['a', 'b'])).toEqual({ metadata: { finalizers: ['b'] } });
  });

  it.each([
    [{ containers: [{ image: 'x' }] }, 'map: map[image:x] does not contain declared merge key: name'],
    [{ nodeSelector: { $patch: 'frobnicate' } }, 'unknown patch type: frobnicate in map: map[$patch:frobnicate]'],
    [{ containers: 'text' }, 'cannot restore slice from string'],
  ])('refuses %j in the words of the server', (patch, message) => {
    expect(() => merge({ containers: named('a'), nodeSelector: { a: 'b' } }, patch)).toThrow(message);
  });
});
