import { describe, expect, it } from 'vitest';
import { schemaShape } from './schema-shape.ts';

const fieldOf = (schema: object): unknown => schemaShape({ properties: { a: schema } }).field('a');

describe('the shape of a schema', () => {
  it.each<[string, object, object]>([
    ['an integer', { type: 'integer' }, { kind: 'int64' }],
    ['a number', { type: 'number' }, { kind: 'double' }],
    ['an integer or a string', { 'x-kubernetes-int-or-string': true }, { kind: 'int-or-string' }],
    ['what has no type, as open', { 'x-kubernetes-preserve-unknown-fields': true }, { kind: 'open' }],
    ['a list, owned as a whole where it says nothing', { type: 'array', items: { type: 'string' } }, { kind: 'list', list: 'atomic', keys: [], item: { kind: 'string' } }],
    ['a set', { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } }, { list: 'set' }],
    ['a list with keys', { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['x', 'y'], items: { type: 'object' } }, { list: 'map', keys: ['x', 'y'] }],
    ['a map', { type: 'object', additionalProperties: { type: 'boolean' } }, { kind: 'map', value: { kind: 'boolean' }, atomic: false }],
    ['an atomic map', { type: 'object', additionalProperties: { type: 'string' }, 'x-kubernetes-map-type': 'atomic' }, { kind: 'map', atomic: true }],
    ['an atomic object', { type: 'object', properties: {}, 'x-kubernetes-map-type': 'atomic' }, { kind: 'struct', atomic: true }],
  ])('knows %s', (_what, schema, expected) => {
    expect(fieldOf(schema)).toMatchObject(expected);
  });

  it('has no field beside its properties, inherited names among them, unless it preserves the unknown', () => {
    const closed = schemaShape({ properties: { own: { type: 'string' } } });
    expect([closed.field('own')?.kind, closed.field('other'), closed.field('toString')]).toEqual(['string', undefined, undefined]);
    const open = schemaShape({ properties: { own: { type: 'string' } }, 'x-kubernetes-preserve-unknown-fields': true });
    expect([open.field('own')?.kind, open.field('other')?.kind]).toEqual(['string', 'open']);
  });
});
