import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInShape, customShape } from '../types/kind-shapes.ts';
import { fieldText, fromFieldsV1, toFieldsV1 } from './field-path.ts';
import { compareObjects, fieldsOf, withoutFields } from './field-set.ts';

const daemonSet = builtInShape('DaemonSet');
const configMap = builtInShape('ConfigMap');
const open = customShape('Thing', { type: 'object', properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } });
const set = {
  metadata: { labels: { l: '1' } },
  spec: { template: { spec: { containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 80 }] }], nodeSelector: { os: 'linux' }, tolerations: [{ operator: 'Exists' }] } } },
};

describe('field sets', () => {
  it('know keyed items with their defaults, atomic lists and atomic maps by the types', () => {
    expect(toFieldsV1(fieldsOf(daemonSet, set))).toEqual({
      'f:metadata': { 'f:labels': { 'f:l': {} } },
      'f:spec': {
        'f:template': {
          'f:spec': {
            'f:containers': { 'k:{"name":"c"}': { '.': {}, 'f:image': {}, 'f:name': {}, 'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } } } },
            'f:nodeSelector': {},
            'f:tolerations': {},
          },
        },
      },
    });
  });

  it('own an open object by its members and its lists as a whole', () => {
    expect(toFieldsV1(fieldsOf(open, { spec: { containers: [{ name: 'c' }], map: { a: 1 } } }))).toEqual({ 'f:spec': { 'f:containers': {}, 'f:map': { '.': {}, 'f:a': {} } } });
  });

  it('come back from fieldsV1 as they were', () => {
    const value = fc.dictionary(fc.string().filter((text) => text !== '.' && !text.includes('\u0000')), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
    fc.assert(fc.property(value, (spec) => {
      const fields = fieldsOf(open, { spec });
      expect(fromFieldsV1(toFieldsV1(fields))).toEqual(fields);
    }));
    expect(fromFieldsV1(toFieldsV1(fieldsOf(daemonSet, set)))).toEqual(fieldsOf(daemonSet, set));
  });

  it('tell what changed, what came and what went; a map that comes is a field itself', () => {
    const names = (fields: ReadonlySet<string>): string[] => [...fields].map(fieldText).sort();
    const change = compareObjects(configMap, { data: { a: '1', b: '1' } }, { data: { a: '2', c: '1' }, metadata: { labels: { l: '1' } } });
    expect([names(change.modified), names(change.added), names(change.removed)]).toEqual([['.data.a'], ['.data.c', '.metadata', '.metadata.labels', '.metadata.labels.l'], ['.data.b']]);
  });

  it('take fields off an object, and what is empty then', () => {
    const fields = fieldsOf(daemonSet, { metadata: { labels: { l: '1' } }, spec: { template: { spec: { containers: [{ name: 'c' }] } } } });
    const object = { metadata: { labels: { l: '1' } }, spec: { template: { spec: { containers: [{ name: 'c' }, { name: 'd' }] } } } };
    expect(withoutFields(daemonSet, object, fields)).toEqual({ spec: { template: { spec: { containers: [{ name: 'd' }] } } } });
  });

  it('print the path of a field', () => {
    const image = [...fieldsOf(daemonSet, set)].find((field) => field.endsWith('f:image')) ?? '';
    expect(fieldText(image)).toBe('.spec.template.spec.containers[name="c"].image');
  });
});
