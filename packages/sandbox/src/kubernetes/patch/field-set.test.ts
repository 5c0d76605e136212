import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedFields, fieldText, fieldsOf, fromFieldsV1, toFieldsV1, valueAt, withoutFields } from './field-set.ts';

const builtIn = { custom: false };
const set = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'a', uid: 'u', labels: { l: '1' } },
  spec: { template: { spec: { containers: [{ name: 'c', image: 'i' }], nodeSelector: { os: 'linux' }, tolerations: [{ operator: 'Exists' }] } } },
};

describe('field sets', () => {
  it('know keyed items, atomic lists and atomic maps, and leave the server its own', () => {
    expect(toFieldsV1(fieldsOf(set, builtIn))).toEqual({
      'f:metadata': { 'f:labels': { 'f:l': {} } },
      'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"c"}': { '.': {}, 'f:image': {}, 'f:name': {} } }, 'f:nodeSelector': {}, 'f:tolerations': {} } } },
    });
  });

  it('read every list of a custom resource as atomic', () => {
    expect(toFieldsV1(fieldsOf({ spec: { containers: [{ name: 'c' }], map: { a: 1 } } }, { custom: true }))).toEqual({ 'f:spec': { 'f:containers': {}, 'f:map': { 'f:a': {} } } });
  });

  it('come back from fieldsV1 as they were', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
    fc.assert(fc.property(value, (data) => {
      const fields = fieldsOf({ data }, { custom: true });
      expect(fromFieldsV1(toFieldsV1(fields))).toEqual(fields);
    }));
    expect(fromFieldsV1(toFieldsV1(fieldsOf(set, builtIn)))).toEqual(fieldsOf(set, builtIn));
  });

  it('name what changed, what came and what went', () => {
    const { set: changed, removed } = changedFields({ data: { a: '1', b: '1' } }, { data: { a: '2', c: '1' } }, builtIn);
    expect([[...changed].map(fieldText), [...removed].map(fieldText)]).toEqual([['.data.a', '.data.c'], ['.data.b']]);
  });

  it('take fields off an object, and what is empty then', () => {
    const fields = [...fieldsOf({ data: { a: '1' }, spec: { containers: [{ name: 'c' }] } }, builtIn)];
    const object = { data: { a: '1' }, spec: { containers: [{ name: 'c' }, { name: 'd' }] } };
    expect(withoutFields(object, new Set(fields))).toEqual({ spec: { containers: [{ name: 'd' }] } });
  });

  it('read the value and print the path of a field', () => {
    const image = [...fieldsOf(set, builtIn)].find((field) => field.endsWith('f:image')) ?? '';
    expect([valueAt(set, image), fieldText(image)]).toEqual(['i', '.spec.template.spec.containers[name="c"].image']);
  });
});
