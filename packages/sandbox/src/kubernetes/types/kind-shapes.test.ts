import { describe, expect, it } from 'vitest';
import { builtInResources } from '../resources.ts';
import { builtInShape, customShape, newestMinor, UnknownTypeError } from './kind-shapes.ts';

describe('the shapes of kinds', () => {
  it('are there for every resource that is served', () => {
    for (const { kind, shape } of builtInResources(newestMinor)) expect(shape.fieldNames(), kind).toContain('metadata');
  });

  it('are those of the newest version for a later one', () => {
    expect(builtInShape('PodSpec', newestMinor + 1).fieldNames()).toEqual(builtInShape('PodSpec', newestMinor).fieldNames());
  });

  it('name what the table lacks', () => {
    expect(() => builtInShape('Ingress')).toThrow(UnknownTypeError);
    expect(() => builtInShape('Ingress')).toThrow('The table of types has no Ingress');
  });

  it('of a custom resource know the metadata of every object, whatever its schema says of it', () => {
    const shape = customShape('Thing', { properties: { metadata: { type: 'object', properties: { name: { type: 'integer' } } }, spec: { type: 'object' } } });
    expect(shape.field('metadata')).toMatchObject({ kind: 'struct', name: 'ObjectMeta', zero: {} });
    expect(shape.fieldNames()).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
    expect(shape.field('status')).toBeUndefined();
  });
});
