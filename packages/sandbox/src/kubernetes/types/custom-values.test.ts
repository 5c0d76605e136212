import { describe, expect, it } from 'vitest';
import { pruneValue, withSchemaDefaults } from './custom-values.ts';
import { schemaShape } from './schema-shape.ts';

const schema = {
  properties: {
    list: { type: 'array', items: { type: 'object', properties: { a: { type: 'string', default: 'x' } } } },
    map: { type: 'object', additionalProperties: { type: 'object', properties: { a: { type: 'string', default: 'x' } } } },
    outer: { type: 'object', default: {}, properties: { inner: { type: 'integer', default: 5 } } },
    maybe: { type: 'string', default: 'x', nullable: true },
    plain: { type: 'string' },
  },
};

describe('a custom resource', () => {
  it('is pruned within lists and maps, each path told', () => {
    const unknown: string[] = [];
    const pruned = pruneValue(schemaShape(schema), { list: [{ a: '1' }, { b: 1 }], map: { k: { a: '1', b: { c: 1 } } } }, '', unknown);
    expect([pruned, unknown]).toEqual([{ list: [{ a: '1' }, {}], map: { k: { a: '1' } } }, ['list[1].b', 'map.k.b']]);
  });

  it.each([[['x']], ['text'], [null]])('keeps %j where the schema has an object: its type is not looked at', (value) => {
    expect(pruneValue(schemaShape(schema), { outer: value }, '', [])).toEqual({ outer: value });
  });

  it.each<[string, object, object]>([
    ['in the items that are there', { list: [{}, { a: 'y' }] }, { list: [{ a: 'x' }, { a: 'y' }] }],
    ['in the values of a map', { map: { k: {} } }, { map: { k: { a: 'x' } } }],
    ['in an object that is itself a default', {}, { outer: { inner: 5 } }],
    ['for null, which is not allowed', { outer: null }, { outer: { inner: 5 } }],
    ['and not for null where that is allowed', { maybe: null }, { maybe: null }],
    ['and keeps a null that has no default', { plain: null }, { plain: null }],
  ])('gets defaults %s', (_where, value, expected) => {
    expect(withSchemaDefaults(schema, value)).toEqual({ outer: { inner: 5 }, maybe: 'x', ...expected });
  });
});
