import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../kube-types.ts';
import { builtInShape } from '../types/kind-shapes.ts';
import { applyConfiguration } from './apply.ts';
import { trackUpdate } from './managed-fields.ts';
import type { FieldWriter } from './managed-fields.ts';

const shape = builtInShape('DaemonSet');
const by = (manager: string, operation: 'Apply' | 'Update' = 'Apply'): FieldWriter => ({ manager, operation, apiVersion: 'apps/v1', time: '2026-01-01T00:00:00Z' });
const pods = (containers: readonly object[], extra: object = {}): KubeObject => ({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'a' }, spec: { template: { spec: { containers, ...extra } } } });
const nothing: KubeObject = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'a' } };
const apply = (live: KubeObject | undefined, applied: KubeObject, manager: string, force = false): KubeObject => applyConfiguration(shape, live ?? nothing, applied, by(manager), { force, hasStatus: true });
const containers = (object: KubeObject): unknown => (object.spec as { template: { spec: { containers: unknown } } } | undefined)?.template.spec.containers;

describe('server-side apply', () => {
  it('merges items of keyed lists and leaves those of others', () => {
    const first = apply(undefined, pods([{ name: 'a', image: '1' }]), 'one');
    const second = apply(first, pods([{ name: 'b', image: '1' }]), 'two');
    expect(containers(second)).toEqual([{ name: 'a', image: '1' }, { name: 'b', image: '1' }]);
    expect(containers(apply(second, nothing, 'one'))).toEqual([{ name: 'b', image: '1' }]);
  });

  it('puts items into the order in which they are applied', () => {
    const first = apply(undefined, pods([{ name: 'a' }, { name: 'b' }, { name: 'c' }]), 'one');
    expect(containers(apply(first, pods([{ name: 'c' }, { name: 'x' }, { name: 'a' }]), 'two', true))).toEqual([{ name: 'b' }, { name: 'c' }, { name: 'x' }, { name: 'a' }]);
  });

  it('conflicts with an update of another value, by name and version', () => {
    const live = trackUpdate(shape, nothing, pods([{ name: 'a', image: '1' }]), by('kubectl', 'Update'), { owners: [], hasStatus: true });
    expect(() => apply(live, pods([{ name: 'a', image: '2' }]), 'one')).toThrow('Apply failed with 1 conflict: conflict with "kubectl" using apps/v1: .spec.template.spec.containers[name="a"].image');
    expect(containers(apply(live, pods([{ name: 'a', image: '2' }]), 'one', true))).toEqual([{ name: 'a', image: '2' }]);
  });

  it('counts several conflicts of one owner', () => {
    const live = apply(undefined, pods([{ name: 'a', image: '1', command: ['x'] }]), 'one');
    expect(() => apply(live, pods([{ name: 'a', image: '2', command: ['y'] }]), 'two')).toThrow(
      'Apply failed with 2 conflicts: conflicts with "one":\n- .spec.template.spec.containers[name="a"].command\n- .spec.template.spec.containers[name="a"].image',
    );
  });

  it('owns together what two apply alike; the second, which changes nothing, has no time', () => {
    const live = apply(apply(undefined, pods([{ name: 'a', image: '1' }]), 'one'), pods([{ name: 'a', image: '1' }]), 'two');
    expect(live.metadata.managedFields?.map(({ manager, time }) => [manager, time])).toEqual([['two', undefined], ['one', '2026-01-01T00:00:00Z']]);
    expect(containers(apply(live, nothing, 'one'))).toEqual([{ name: 'a', image: '1' }]);
  });

  it('replaces an atomic map whole', () => {
    const live = apply(undefined, pods([{ name: 'a' }], { nodeSelector: { a: '1' } }), 'one');
    expect(apply(live, pods([{ name: 'a' }], { nodeSelector: { b: '1' } }), 'one').spec).toEqual({ template: { spec: { containers: [{ name: 'a' }], nodeSelector: { b: '1' } } } });
  });
});
