import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../kube-types.ts';
import { applyConfiguration } from './apply.ts';
import { trackUpdate } from './managed-fields.ts';
import type { FieldWriter } from './managed-fields.ts';

const by = (manager: string, operation: 'Apply' | 'Update' = 'Apply'): FieldWriter => ({ manager, operation, apiVersion: 'apps/v1', time: '2026-01-01T00:00:00Z' });
const pods = (containers: readonly object[], extra: object = {}): KubeObject => ({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'a' }, spec: { template: { spec: { containers, ...extra } } } });
const apply = (live: KubeObject | undefined, applied: KubeObject, manager: string, force = false): KubeObject => applyConfiguration(live, applied, by(manager), force, { custom: false });
const containers = (object: KubeObject): unknown => (object.spec as { template: { spec: { containers: unknown } } }).template.spec.containers;

describe('server-side apply', () => {
  it('merges items of keyed lists and leaves those of others', () => {
    const first = apply(undefined, pods([{ name: 'a', image: '1' }]), 'one');
    const second = apply(first, pods([{ name: 'b', image: '1' }]), 'two');
    expect(containers(second)).toEqual([{ name: 'a', image: '1' }, { name: 'b', image: '1' }]);
    expect(containers(apply(second, pods([]), 'one'))).toEqual([{ name: 'b', image: '1' }]);
  });

  it('conflicts with an update of another value, by name and version', () => {
    const live = trackUpdate(undefined, pods([{ name: 'a', image: '1' }]), by('kubectl', 'Update'), { custom: false });
    expect(() => apply(live, pods([{ name: 'a', image: '2' }]), 'one')).toThrow('Apply failed with 1 conflict: conflict with "kubectl" using apps/v1: .spec.template.spec.containers[name="a"].image');
    expect(containers(apply(live, pods([{ name: 'a', image: '2' }]), 'one', true))).toEqual([{ name: 'a', image: '2' }]);
  });

  it('counts several conflicts of one owner', () => {
    const live = apply(undefined, pods([{ name: 'a', image: '1', command: ['x'] }]), 'one');
    expect(() => apply(live, pods([{ name: 'a', image: '2', command: ['y'] }]), 'two')).toThrow(
      'Apply failed with 2 conflicts: conflicts with "one":\n- .spec.template.spec.containers[name="a"].image\n- .spec.template.spec.containers[name="a"].command',
    );
  });

  it('owns together what two apply alike', () => {
    const live = apply(apply(undefined, pods([{ name: 'a', image: '1' }]), 'one'), pods([{ name: 'a', image: '1' }]), 'two');
    expect(live.metadata.managedFields?.map(({ manager }) => manager)).toEqual(['one', 'two']);
    expect(containers(apply(live, pods([]), 'one'))).toEqual([{ name: 'a', image: '1' }]);
  });

  it('replaces an atomic map whole', () => {
    const live = apply(undefined, pods([], { nodeSelector: { a: '1' } }), 'one');
    expect(apply(live, pods([], { nodeSelector: { b: '1' } }), 'one').spec).toEqual({ template: { spec: { containers: [], nodeSelector: { b: '1' } } } });
  });
});
