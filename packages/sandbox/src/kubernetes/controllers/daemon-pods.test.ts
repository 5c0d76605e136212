import { describe, expect, it } from 'vitest';
import type { DaemonSet, KubeNode, PodSpec, Taint } from '../kube-types.ts';
import { daemonNode, daemonPodSpec, daemonTolerations, placement, templateHash } from './daemon-pods.ts';

const set = (spec: PodSpec): DaemonSet => ({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'd' }, spec: { selector: {}, template: { spec } } });
const node = (...taints: Taint[]): KubeNode => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', labels: { a: 'b' } }, spec: { taints } });

describe('daemon pods', () => {
  it.each<[string, PodSpec, KubeNode, boolean, boolean]>([
    ['a node without taints', {}, node(), true, true],
    ['a selector that does not match', { nodeSelector: { a: 'c' } }, node(), false, false],
    ['a NoSchedule taint', {}, node({ key: 'x', effect: 'NoSchedule' }), false, true],
    ['a NoExecute taint', {}, node({ key: 'x', effect: 'NoExecute' }), false, false],
    ['a tolerated taint', { tolerations: [{ operator: 'Exists' }] }, node({ key: 'x', effect: 'NoExecute' }), true, true],
    ['a cordon', {}, node({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }), true, true],
    ['an unready node', {}, node({ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }), true, true],
    ['another node by name', { nodeName: 'm' }, node(), false, false],
  ])('on %s', (_name, spec, target, shouldRun, mayStay) => {
    expect(placement(set(spec), target)).toEqual({ shouldRun, mayStay });
  });

  it('tolerate network-unavailable on the host network only, and nothing twice', () => {
    const keys = (spec: PodSpec): (string | undefined)[] => daemonTolerations(spec).map(({ key }) => key);
    expect(keys({})).not.toContain('node.kubernetes.io/network-unavailable');
    expect(keys({ hostNetwork: true })).toContain('node.kubernetes.io/network-unavailable');
    expect(daemonTolerations({ tolerations: daemonTolerations({}) })).toEqual(daemonTolerations({}));
  });

  it('are bound by the name of their node, whatever affinity the template has', () => {
    const required = { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }] };
    const spec = daemonPodSpec(set({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required }, podAffinity: {} } }), 'n');
    expect(spec.affinity).toEqual({ podAffinity: {}, nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }] }] } } });
    expect([daemonNode(spec), daemonNode({ nodeName: 'm' }), daemonNode({})]).toEqual(['n', 'm', undefined]);
  });

  it('share a hash by equal templates', () => {
    expect(templateHash({ a: 1, b: 2 })).toBe(templateHash({ b: 2, a: 1 }));
    expect(templateHash({ a: 1 })).not.toBe(templateHash({ a: 2 }));
  });
});
