import { describe, expect, it } from 'vitest';
import { builtInShape } from '../types/kind-shapes.ts';
import type { Shape } from '../types/shape.ts';
import { below, difference, fieldText, fromFieldsV1, intersection, itemElement, toFieldsV1, union } from './field-path.ts';

const elementIn = (type: string, field: string, item: unknown): string | undefined => {
  const shape: Shape | undefined = builtInShape(type).field(field);
  return shape?.kind === 'list' ? itemElement(shape, item) : expect.unreachable();
};
const path = (...elements: string[]): string => elements.reduce(below, '');

describe('the element of an item', () => {
  it.each<[string, string, unknown, string | undefined]>([
    ['Container', 'ports', { containerPort: 80, name: 'web' }, 'k:{"containerPort":80,"protocol":"TCP"}'],
    ['Container', 'ports', { protocol: 'UDP', containerPort: 53 }, 'k:{"containerPort":53,"protocol":"UDP"}'],
    ['PodSpec', 'containers', { name: 'a"b' }, 'k:{"name":"a\\"b"}'],
    ['ObjectMeta', 'finalizers', 'x', 'v:"x"'],
    ['PodSpec', 'imagePullSecrets', {}, 'k:{"name":""}'],
    ['NodeStatus', 'conditions', 'text', 'k:{"type":""}'],
  ])('in %s.%s of %j is %s', (type, field, item, expected) => {
    expect(elementIn(type, field, item)).toBe(expected);
  });

  it('is missing where every key is, and none has a default', () => {
    const item: Shape = { kind: 'map', value: { kind: 'string' }, atomic: false };
    expect(itemElement({ kind: 'list', item, list: 'map', keys: ['a', 'b'], mergeKey: undefined, retainKeys: false }, { c: '1' })).toBeUndefined();
  });
});

describe('fieldsV1', () => {
  it('marks with a dot what is owned itself beside its fields, and nothing else', () => {
    const fields = new Set([path('f:a'), path('f:a', 'f:b'), path('f:c', 'f:d')]);
    expect(toFieldsV1(fields)).toEqual({ 'f:a': { '.': {}, 'f:b': {} }, 'f:c': { 'f:d': {} } });
    expect(fromFieldsV1({ 'f:a': { '.': {}, 'f:b': {} }, 'f:c': { 'f:d': {} } })).toEqual(fields);
  });

  it('keeps keys apart of which one begins like the other', () => {
    const fields = new Set([path('f:a'), path('f:ab', 'f:c'), path('f:a.b')]);
    expect(toFieldsV1(fields)).toEqual({ 'f:a': {}, 'f:ab': { 'f:c': {} }, 'f:a.b': {} });
  });

  it.each([[undefined], [null], ['text'], [{}]])('that is %j holds nothing', (fieldsV1) => {
    expect(fromFieldsV1(fieldsV1).size).toBe(0);
  });
});

it.each([
  [path('f:data', 'f:a.b/c'), '.data.a.b/c'],
  [path('f:spec', 'k:{"containerPort":80,"protocol":"TCP"}', 'f:name'), '.spec[containerPort=80,protocol="TCP"].name'],
  [path('f:metadata', 'f:finalizers', 'v:"x"'), '.metadata.finalizers[="x"]'],
])('a field is written %#: %s', (field, text) => {
  expect(fieldText(field)).toBe(text);
});

it('sets are joined and parted by whole paths', () => {
  const [left, right] = [new Set(['a', path('a', 'b')]), new Set(['a', 'c'])];
  expect([intersection(left, right), difference(left, right), union(left, right)]).toEqual([new Set(['a']), new Set([path('a', 'b')]), new Set(['a', path('a', 'b'), 'c'])]);
});
