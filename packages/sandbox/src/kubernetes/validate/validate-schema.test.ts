import { describe, expect, it } from 'vitest';
import { validateSchema } from './validate-schema.ts';

const schema = {
  type: 'object',
  required: ['cidr'],
  properties: {
    cidr: { type: 'string', maxLength: 5, pattern: '^\\d' },
    size: { type: 'integer', minimum: 2, maximum: 4 },
    mode: { type: 'string', enum: ['A', 'B'] },
    list: { type: 'array', items: { type: 'boolean' } },
    map: { type: 'object', additionalProperties: { type: 'string' } },
    either: { 'x-kubernetes-int-or-string': true },
  },
};

describe('the validation by a structural schema', () => {
  it.each<[object, string[]]>([
    [{ cidr: '1', size: 2, mode: 'B', list: [true], map: { a: '' }, either: '1%' }, []],
    [{}, ['spec.cidr: Required value']],
    [{ cidr: 1 }, ['spec.cidr: Invalid value: "integer": spec.cidr in body must be of type string: "integer"']],
    [{ cidr: 'x' }, ["spec.cidr: Invalid value: \"x\": spec.cidr in body should match '^\\d'"]],
    [{ cidr: 'xxxxxx' }, ['spec.cidr: Too long: may not be more than 5 bytes']],
    [{ cidr: '1', size: 5 }, ['spec.size: Invalid value: 5: spec.size in body should be less than or equal to 4']],
    [{ cidr: '1', size: 1.5 }, ['spec.size: Invalid value: "number": spec.size in body must be of type integer: "number"']],
    [{ cidr: '1', mode: 'C' }, ['spec.mode: Unsupported value: "C": supported values: "A", "B"']],
    [{ cidr: '1', list: ['x'] }, ['spec.list[0]: Invalid value: "string": spec.list[0] in body must be of type boolean: "string"']],
    [{ cidr: '1', map: { a: 1 } }, ['spec.map.a: Invalid value: "integer": spec.map.a in body must be of type string: "integer"']],
  ])('finds in %j the problems %j', (value, problems) => {
    expect(validateSchema(schema, value, 'spec').map(({ field, message }) => `${field}: ${message}`)).toEqual(problems);
  });
});
