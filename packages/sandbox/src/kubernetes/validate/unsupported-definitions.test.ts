import { describe, expect, it } from 'vitest';
import { refuseUnsupportedDefinition } from './unsupported-definitions.ts';

const check = (spec: object): void => refuseUnsupportedDefinition({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'things.example.com' }, spec: { ...spec } });
const versions = (...schemas: object[]): object => ({ versions: schemas.map((openAPIV3Schema) => ({ name: 'v1', schema: { openAPIV3Schema } })) });
const within = (schema: object): object => ({ type: 'object', properties: { spec: { type: 'array', items: { type: 'object', additionalProperties: schema } } } });

describe('a definition', () => {
  it.each<[string, object]>([
    ['that converts nothing', { conversion: { strategy: 'None' }, ...versions({ type: 'object' }) }],
    ['with a status', { versions: [{ name: 'v1', subresources: { status: {} } }] }],
    ['of which a property has the name of a rule', versions({ type: 'object', properties: { minItems: { type: 'integer' }, not: { type: 'string' } } })],
    ['with an integer or a string, said by anyOf', versions(within({ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] }))],
    ['with the rules that are checked', versions(within({ type: 'string', enum: ['a'], pattern: 'a', maxLength: 5 }))],
  ])('%s is taken', (_what, spec) => {
    expect(() => check(spec)).not.toThrow();
  });

  it.each<[string, object, string]>([
    ['by a webhook', { conversion: { strategy: 'Webhook' } }, 'the conversion "Webhook" of a CustomResourceDefinition'],
    ['with scale', { versions: [{ name: 'v1', subresources: { scale: {} } }] }, 'the subresource scale'],
    ['with selectable fields', { versions: [{ name: 'v1', selectableFields: [{ jsonPath: '.spec.a' }] }] }, 'selectableFields'],
    ['with CEL rules, deep down', versions(within({ 'x-kubernetes-validations': [{ rule: 'true' }] })), 'x-kubernetes-validations in the schema'],
    ['with bounds in its second version', versions({ type: 'object' }, within({ type: 'array', maxItems: 5 })), 'maxItems in the schema'],
    ['with anyOf for anything else', versions(within({ type: 'string', anyOf: [{ pattern: 'a' }] })), 'anyOf in the schema'],
    ['with oneOf for an integer or a string', versions(within({ 'x-kubernetes-int-or-string': true, oneOf: [] })), 'oneOf in the schema'],
  ])('%s is refused with 501', (_what, spec, words) => {
    expect(() => check(spec)).toThrow(expect.objectContaining({ code: 501, message: expect.stringContaining(words) as string }));
  });
});
