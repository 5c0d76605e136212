import { describe, expect, it } from 'vitest';
import { DecodeError, decodeObject } from './decode.ts';
import { builtInShape, customShape } from './kind-shapes.ts';
import { parseShapes } from './shape.ts';
import { pruneValue, withSchemaDefaults } from './custom-values.ts';

describe('the table of types', () => {
  it('reads every form of its grammar', () => {
    const shape = parseShapes('A! b:B= list:[]s set:{}s* keyed:[x+y]B*x^ map:<>i! swapped:B~ word:s="TCP" nothing:[]s=\nB x:s= y:b')('A');
    expect(shape).toMatchObject({ name: 'A', atomic: true });
    expect(shape?.field('b')).toMatchObject({ kind: 'struct', name: 'B', zero: {} });
    expect(shape?.field('set')).toMatchObject({ kind: 'list', list: 'set', mergeKey: '' });
    expect(shape?.field('keyed')).toMatchObject({ list: 'map', keys: ['x', 'y'], mergeKey: 'x', retainKeys: true });
    expect(shape?.field('list')).toMatchObject({ list: 'atomic', mergeKey: undefined });
    expect(shape?.field('map')).toMatchObject({ kind: 'map', value: { kind: 'int32' }, atomic: true });
    expect(shape?.field('swapped')).toMatchObject({ replaces: true });
    expect([shape?.field('word')?.zero, shape?.field('nothing')?.zero, shape?.field('none')]).toEqual(['TCP', null, undefined]);
  });

  it('lacks in older versions what came later, and writes an empty creationTimestamp there', () => {
    expect(builtInShape('PodSpec', 36).field('hostnameOverride')).toBeDefined();
    expect(builtInShape('PodSpec', 33).field('hostnameOverride')).toBeUndefined();
    expect(builtInShape('Volume', 30).field('image')).toBeUndefined();
    const template = (minor: number): unknown => decodeObject(builtInShape('PodTemplateSpec', minor), {}).object.metadata;
    expect([template(36), template(33)]).toEqual([{}, { creationTimestamp: null }]);
  });
});

describe('decoding', () => {
  it('leaves out what is unknown, null or empty, and writes what the types always write', () => {
    const decoded = decodeObject(builtInShape('DaemonSet', 36), { metadata: { labels: null, annotations: {} }, spec: { template: { spec: { affinty: {}, containers: [{ name: 'c', imag: 'x' }], tolerations: [] } } } });
    expect(decoded.unknown).toEqual(['spec.template.spec.affinty', 'spec.template.spec.containers[0].imag']);
    expect(decoded.object).toMatchObject({ metadata: {}, spec: { template: { metadata: {}, spec: { containers: [{ name: 'c', resources: {} }] } }, updateStrategy: {} }, status: { numberReady: 0 } });
    expect(decoded.object.spec).not.toHaveProperty('template.spec.tolerations');
  });

  it.each([
    ['ConfigMap', { data: { a: 1 } }, 'json: cannot unmarshal number into Go struct field ConfigMap.data of type string'],
    ['Pod', { spec: { hostNetwork: 'yes' } }, 'json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool'],
    ['Pod', { spec: 'text' }, 'json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec'],
    ['Secret', { data: { a: 'no base64' } }, 'illegal base64 data at input byte 2'],
  ])('refuses in a %s the members %j as "%s"', (name, members, message) => {
    expect(() => decodeObject(builtInShape(name), members)).toThrow(new DecodeError(message));
  });

  it('leaves out the zero of a value, and keeps that of a pointer', () => {
    const { object } = decodeObject(builtInShape('PodSpec'), { hostNetwork: false, enableServiceLinks: false, subdomain: '', terminationGracePeriodSeconds: 0, containers: [{ name: '', env: [{ name: 'A', value: '' }] }] });
    expect(object).toEqual({ enableServiceLinks: false, terminationGracePeriodSeconds: 0, containers: [{ name: '', env: [{ name: 'A' }], resources: {} }] });
  });

  it('prunes a custom resource by its schema and gives it the defaults', () => {
    const schema = { type: 'object', properties: { spec: { type: 'object', properties: { mode: { type: 'string', default: 'A' }, free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } } } };
    const unknown: string[] = [];
    const pruned = pruneValue(customShape('Thing', schema), { spec: { odd: 1, free: { any: 1 } } }, '', unknown);
    expect([pruned, unknown]).toEqual([{ spec: { free: { any: 1 } } }, ['spec.odd']]);
    expect(withSchemaDefaults(schema, pruned)).toEqual({ spec: { mode: 'A', free: { any: 1 } } });
  });
});
