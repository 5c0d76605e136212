import { describe, expect, it } from 'vitest';
import { createFor, testPlane } from '../test-cluster.testing.ts';
import { patchObject } from './patch-object.ts';
import type { PatchResult } from './patch-object.ts';

const mediaTypes = { json: 'application/json-patch+json', merge: 'application/merge-patch+json', strategic: 'application/strategic-merge-patch+json', apply: 'application/apply-patch+yaml' };

function patch(kind: keyof typeof mediaTypes, text: string, name = 'a', custom = false): PatchResult {
  const { cluster } = testPlane();
  createFor(cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'n' }, data: { k: '1' } });
  const type = cluster.registry.byKind('v1', 'ConfigMap');
  if (type === undefined) return expect.unreachable();
  return patchObject(cluster, { ...type, custom }, { namespace: 'n', name }, { mediaType: mediaTypes[kind], text, force: false }, { fieldManager: 't', dryRun: false });
}

describe('patching an object', () => {
  it.each<[keyof typeof mediaTypes, string]>([
    ['json', '[{"op":"add","path":"/data/l","value":"2"}]'],
    ['merge', '{"data":{"l":"2"}}'],
    ['strategic', '{"data":{"l":"2"}}'],
    ['apply', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {l: "2"}'],
  ])('by %s merges what it says', (kind, text) => {
    expect(patch(kind, text)).toMatchObject({ created: false, object: { data: { k: '1', l: '2' } } });
  });

  it('creates by apply what is not there', () => {
    const { created, object } = patch('apply', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\ndata: {l: "2"}', 'b');
    expect([created, object.metadata.name, object.metadata.managedFields?.[0]?.operation]).toEqual([true, 'b', 'Apply']);
  });

  it.each<[keyof typeof mediaTypes, string, RegExp]>([
    ['json', '{}', /error decoding patch/],
    ['merge', '[]', /error decoding patch/],
    ['merge', 'not JSON', /error decoding patch/],
    ['merge', '{"metadata":{"name":"b"}}', /does not match the name on the URL/],
    ['apply', '- a', /json: cannot unmarshal array into Go value of type map/],
    ['apply', 'apiVersion: v1\nkind: ConfigMap\ndata: {}', /name must be provided/],
    ['apply', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndate: {}', /failed to create typed patch object \(\/a; \/v1, Kind=ConfigMap\): \.date: field not declared in schema/],
    ['json', '[{"op":"replace","path":"/kind","value":"Nothing"}]', / "" is invalid: patch: Invalid value: .*: no kind "Nothing" is registered/],
    ['merge', '{"metadata":{"uid":"x"}}', /metadata.uid: Invalid value: "x": field is immutable/],
    ['apply', 'a: [', /error decoding YAML/],
    ['apply', 'kind: ConfigMap', /invalid object type: \/, Kind=ConfigMap/],
    ['apply', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}', /does not match the name on the URL/],
    ['apply', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {managedFields: []}', /managedFields must be nil/],
  ])('by %s refuses %j', (kind, text, message) => {
    expect(() => patch(kind, text)).toThrow(message);
  });

  it('knows no strategic merge of a custom resource', () => {
    expect(() => patch('strategic', '{}', 'a', true)).toThrow('the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml');
  });
});
