import { describe, expect, it } from 'vitest';
import { isAtomicObject, listTypeAt } from './list-types.ts';

describe('the types of lists and maps', () => {
  it.each([
    ['spec.template.spec.containers', { kind: 'keyed', keys: ['name'] }],
    ['spec.template.spec.containers.ports', { kind: 'keyed', keys: ['containerPort', 'protocol'] }],
    ['spec.ports', { kind: 'keyed', keys: ['port', 'protocol'] }],
    ['spec.taints', { kind: 'atomic' }],
    ['metadata.finalizers', { kind: 'set' }],
    ['spec.toString', { kind: 'atomic' }],
  ])('%s is %j', (path, expected) => {
    expect(listTypeAt(path.split('.'))).toEqual(expected);
  });

  it.each([
    ['spec.template.spec.nodeSelector', true],
    ['roleRef', true],
    ['data.nodeSelector', false],
    ['spec.template', false],
  ])('%s is owned as a whole: %s', (path, expected) => {
    expect(isAtomicObject(path.split('.'))).toBe(expected);
  });
});
