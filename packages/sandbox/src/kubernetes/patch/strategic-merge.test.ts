import { describe, expect, it } from 'vitest';
import { applyStrategicMerge } from './strategic-merge.ts';

const spec = (members: object): object => ({ spec: { template: { spec: members } } });

describe('a strategic merge patch', () => {
  it.each([
    ['merges containers by name', { containers: [{ name: 'a', image: '1', env: [{ name: 'x', value: '1' }] }] }, { containers: [{ name: 'a', env: [{ name: 'y', value: '2' }] }, { name: 'b' }] }, { containers: [{ name: 'a', image: '1', env: [{ name: 'x', value: '1' }, { name: 'y', value: '2' }] }, { name: 'b' }] }],
    ['replaces tolerations', { tolerations: [{ key: 'a' }] }, { tolerations: [{ key: 'b' }] }, { tolerations: [{ key: 'b' }] }],
    ['replaces nodeSelectorTerms', { nodeSelectorTerms: [{ a: 1 }] }, { nodeSelectorTerms: [{ b: 1 }] }, { nodeSelectorTerms: [{ b: 1 }] }],
    ['replaces taints', { taints: [{ key: 'a' }] }, { taints: [{ key: 'b' }] }, { taints: [{ key: 'b' }] }],
    ['removes by null', { hostNetwork: true, a: 1 }, { hostNetwork: null }, { a: 1 }],
    ['deletes a keyed item', { volumes: [{ name: 'a' }, { name: 'b' }] }, { volumes: [{ name: 'a', $patch: 'delete' }] }, { volumes: [{ name: 'b' }] }],
    ['replaces a keyed list', { volumes: [{ name: 'a' }] }, { volumes: [{ $patch: 'replace' }, { name: 'b' }] }, { volumes: [{ name: 'b' }] }],
    ['replaces a map', { nodeSelector: { a: '1' } }, { nodeSelector: { $patch: 'replace', b: '2' } }, { nodeSelector: { b: '2' } }],
    ['adds to a set', { finalizers: ['a'] }, { finalizers: ['a', 'b'] }, { finalizers: ['a', 'b'] }],
  ])('%s', (_name, target, patch, expected) => {
    expect(applyStrategicMerge(spec(target), spec(patch))).toEqual(spec(expected));
  });

  it('says which directive it does not know', () => {
    expect(() => applyStrategicMerge({}, { $retainKeys: ['a'] })).toThrow(/\$retainKeys/);
    expect(() => applyStrategicMerge({}, { '$setElementOrder/containers': [] })).toThrow(/setElementOrder/);
  });

  it('refuses an item without its merge key', () => {
    expect(() => applyStrategicMerge({}, spec({ containers: [{ image: 'x' }] }))).toThrow(/does not contain declared merge key: name/);
  });
});
