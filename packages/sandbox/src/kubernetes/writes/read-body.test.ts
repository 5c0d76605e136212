import { describe, expect, it } from 'vitest';
import { builtInResources } from '../resources.ts';
import type { ResourceType } from '../resources.ts';
import { customShape, newestMinor } from '../types/kind-shapes.ts';
import { decodeBody, emptyObject, otherKindProblem, readBody } from './read-body.ts';

const typeOf = (name: string): ResourceType => builtInResources(newestMinor).find(({ kind }) => kind === name) ?? expect.unreachable();
const configMaps = typeOf('ConfigMap');
const schema = { type: 'object', properties: { spec: { type: 'object', properties: { mode: { type: 'string', default: 'A' } } } } };
const things: ResourceType = { ...configMaps, group: 'example.com', plural: 'things', kind: 'Thing', custom: true, schema, shape: customShape('Thing', schema) };
const options = { fieldManager: 't', dryRun: false };

describe('a body', () => {
  it.each([[{}], [{ apiVersion: '', kind: '' }], [{ apiVersion: 5, kind: null }]])('that says %j is of the kind of its path', (members) => {
    expect(readBody(configMaps, { ...members, metadata: { name: 'a' } }, options)).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
  });

  it.each<[string, ResourceType, unknown, string]>([
    ['no object', configMaps, [], 'the body of the request is no JSON object'],
    ['of another version', configMaps, { apiVersion: 'v2' }, 'ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2" in scheme "pkg/runtime/scheme.go:111"'],
    ['of another group', typeOf('DaemonSet'), { apiVersion: 'apps/v1beta1' }, 'DaemonSet in version "v1beta1" cannot be handled as a DaemonSet: no kind'],
    ['of a custom kind without its kind', things, { apiVersion: 'example.com/v1' }, "Object 'Kind' is missing"],
    ['of another version of a custom kind', things, { apiVersion: 'example.com/v2', kind: 'Thing' }, 'the API version in the data (example.com/v2) does not match the expected API version (example.com/v1)'],
    ['of another custom kind', things, { apiVersion: 'example.com/v1', kind: 'Other', metadata: { name: 'a' } }, 'Other.example.com "a" is invalid: kind: Invalid value: "Other": must be Thing'],
    ['with custom metadata of a wrong type', things, { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { labels: { a: 1 } } }, 'Thing in version "v1" cannot be handled as a Thing: json: cannot unmarshal number into Go struct field ObjectMeta.labels of type string'],
  ])('that is %s is refused', (_what, type, body, message) => {
    expect(() => readBody(type, body, options)).toThrow(message);
  });

  it('of another kind is first held to the types of that kind', () => {
    expect(otherKindProblem(configMaps, { apiVersion: 'v1', kind: 'Secret', data: { a: 5 } })).toBe('json: cannot unmarshal number into Go struct field Secret.data of type []uint8');
    expect(otherKindProblem(typeOf('ClusterRole'), { apiVersion: 'v1', kind: 'Secret' })).toBe('converting (v1.Secret) to (rbac.ClusterRole): unknown conversion');
  });
});

describe('unknown and duplicate fields', () => {
  const body = { date: {}, metadata: { labls: {} }, data: { a: '1' } };
  const warnings = (type: ResourceType, members: object, fieldValidation?: string): string[] => {
    const heard: string[] = [];
    decodeBody(type, { ...members }, { ...(fieldValidation === undefined ? {} : { fieldValidation }), duplicates: ['data.a'], warn: (text) => heard.push(text) });
    return heard;
  };

  it.each([['Warn', 3], ['Ignore', 0], [undefined, 0]])('under %s bring %i warnings and are dropped', (fieldValidation, count) => {
    expect(warnings(configMaps, body, fieldValidation)).toHaveLength(count);
    expect(decodeBody(configMaps, body, {})).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '' }, data: { a: '1' } });
  });

  it('are refused all at once under Strict, duplicates first', () => {
    expect(() => warnings(configMaps, body, 'Strict')).toThrow('strict decoding error: duplicate field "data.a", unknown field "date", unknown field "metadata.labls"');
  });

  it('of a custom resource are named in the order of their paths', () => {
    expect(warnings(things, { spec: { odd: 1 }, metadata: { labls: {} }, extra: 1 }, 'Warn').slice(1)).toEqual(['unknown field "extra"', 'unknown field "metadata.labls"', 'unknown field "spec.odd"']);
  });
});

it('a custom resource gets the defaults of its schema', () => {
  expect(readBody(things, { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a' }, spec: { odd: 1 } }, options)).toEqual({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a' }, spec: { mode: 'A' } });
});

it('an empty object has what the types always write, and of a custom kind nothing', () => {
  expect(emptyObject(typeOf('DaemonSet'))).toMatchObject({ kind: 'DaemonSet', spec: { updateStrategy: {} }, status: { numberReady: 0 } });
  expect(emptyObject(things)).toEqual({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: '' } });
});
