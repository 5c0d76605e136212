import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../kube-types.ts';
import { emptyCluster } from '../test-cluster.testing.ts';
import { unknownFields, withoutUnknownFields } from './unknown-fields.ts';

const type = emptyCluster().registry.byKind('v1', 'ConfigMap');
const object: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', label: {} }, data: {}, date: {} };

describe('unknown fields', () => {
  it('are found at the top and in metadata, and dropped', () => {
    if (type === undefined) expect.unreachable();
    expect(unknownFields(type, object)).toEqual(['date', 'metadata.label']);
    expect(withoutUnknownFields(type, object)).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: {} });
  });

  it('are no matter of a custom resource, but for its metadata', () => {
    if (type === undefined) expect.unreachable();
    const { fields: _fields, ...rest } = type;
    expect(unknownFields({ ...rest, custom: true }, object)).toEqual(['metadata.label']);
  });
});
