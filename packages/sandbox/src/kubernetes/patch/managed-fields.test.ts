import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../kube-types.ts';
import { builtInShape } from '../types/kind-shapes.ts';
import { ownersOf, trackUpdate } from './managed-fields.ts';
import type { FieldWriter } from './managed-fields.ts';

const shape = builtInShape('ConfigMap');
const writer = (manager: string): FieldWriter => ({ manager, operation: 'Update', apiVersion: 'v1', time: '2026-01-01T00:00:00Z' });
const config = (values: Record<string, string>): KubeObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', uid: 'u' }, data: values });
const owners = (object: KubeObject): unknown => Object.fromEntries((object.metadata.managedFields ?? []).map(({ manager, fieldsV1 }) => [manager, Object.keys((fieldsV1['f:data'] ?? {}))]));
const update = (before: KubeObject | undefined, values: Record<string, string>, manager: string): KubeObject =>
  trackUpdate(shape, before ?? {}, config(values), writer(manager), { owners: ownersOf(before), hasStatus: false });

describe('managed fields of updates', () => {
  it('give a changed field to whoever changed it and leave the others', () => {
    const first = update(undefined, { a: '1', b: '1' }, 'one');
    const second = update(first, { a: '2', b: '1' }, 'two');
    expect(owners(second)).toEqual({ one: ['.', 'f:b'], two: ['f:a'] });
  });

  it('forget a field that is gone; the map that held it stays with who made it', () => {
    const first = update(update(undefined, { a: '1' }, 'one'), { a: '1', b: '1' }, 'two');
    expect(owners(update(first, { b: '1' }, 'three'))).toEqual({ one: [], two: ['f:b'] });
  });

  it('stay as they are where nothing changed', () => {
    const first = update(undefined, { a: '1' }, 'one');
    expect(update(first, { a: '1' }, 'two').metadata.managedFields).toEqual(first.metadata.managedFields);
  });
});
