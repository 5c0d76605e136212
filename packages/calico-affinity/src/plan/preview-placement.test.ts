import { describe, expect, it } from 'vitest';
import { CalicoAffinityError } from '../errors.ts';
import { excludeCloudNodes } from './exclude-cloud-nodes.ts';
import type { NodeView } from './match-node.ts';
import type { NodeAffinity } from './node-affinity.ts';
import { assertNoneEndangered, judgeNode, previewPlacement, siteOf, type DaemonPodSpec } from './preview-placement.ts';

const calico: DaemonPodSpec = { nodeSelector: { 'kubernetes.io/os': 'linux' }, tolerations: [{ operator: 'Exists' }], hostNetwork: true };
const node = (name: string, fields: Partial<NodeView> = {}): NodeView => ({
  name,
  taints: [],
  ready: true,
  ...fields,
  labels: { 'kubernetes.io/os': 'linux', ...fields.labels },
});
const premises = node('dc-1');
const cloud = node('ecs-1', { labels: { 'alibabacloud.com/external': 'true' }, providerId: 'cn-hangzhou.i-bp1abc' });
const mislabelled = node('dc-2', { labels: { 'alibabacloud.com/external': 'true' } });
const virtual = node('vk-1', { labels: { type: 'virtual-kubelet' }, taints: [{ key: 'virtual-kubelet.io/provider', value: 'alibabacloud', effect: 'NoSchedule' }] });
const windows = node('win-1', { labels: { 'kubernetes.io/os': 'windows' } });
const onlyNamed = (name: string): NodeAffinity => ({ requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] }] } });

describe('previewPlacement', () => {
  it('tells who keeps and who loses the pod, and leaves out who never had it', () => {
    const preview = previewPlacement({ podSpec: calico, nodes: [premises, cloud, virtual, windows], before: undefined, after: excludeCloudNodes(undefined) });
    expect(preview).toEqual({ keep: ['dc-1'], lose: ['ecs-1', 'vk-1'], gain: [], endangered: [] });
  });

  it('tells who gains it', () => {
    expect(previewPlacement({ podSpec: calico, nodes: [premises, cloud], before: excludeCloudNodes(undefined), after: undefined }).gain).toEqual(['ecs-1']);
  });

  it('sees the danger for an on-premises node', () => {
    const preview = previewPlacement({ podSpec: calico, nodes: [premises, node('dc-9')], before: undefined, after: onlyNamed('dc-1') });
    expect(preview.endangered).toEqual([{ name: 'dc-9', why: 'an on-premises node' }]);
  });

  it.each([
    ['a cloud label without an ECS provider id', mislabelled],
    ['a virtual label without the taint of a virtual node', node('dc-3', { labels: { type: 'virtual-kubelet' } })],
  ])('sees the danger for a node with %s, unless it is waived', (_, odd) => {
    const question = { podSpec: calico, nodes: [odd], before: undefined, after: excludeCloudNodes(undefined) };
    expect(previewPlacement(question).endangered.map((each) => each.name)).toEqual([odd.name]);
    expect(previewPlacement({ ...question, waivedNodes: [odd.name] })).toMatchObject({ lose: [odd.name], endangered: [] });
  });

  it('does not count a node that a NoExecute taint keeps clear', () => {
    const tainted = node('dc-4', { taints: [{ key: 'maintenance', effect: 'NoExecute' }] });
    expect(previewPlacement({ podSpec: { ...calico, tolerations: [] }, nodes: [tainted], before: undefined, after: onlyNamed('x') }).lose).toEqual([]);
  });

  it('counts a node whose NoSchedule taint lets a running pod stay', () => {
    const tainted = node('dc-4', { taints: [{ key: 'maintenance', effect: 'NoSchedule' }] });
    const question = { podSpec: { ...calico, tolerations: [] }, nodes: [tainted], before: undefined, after: onlyNamed('x') };
    expect(judgeNode(question.podSpec, undefined, tainted)).toBe('may-stay');
    expect(previewPlacement(question).endangered).toHaveLength(1);
  });

  it('heeds a node name in the template', () => {
    expect(judgeNode({ nodeName: 'dc-1' }, undefined, premises)).toBe('runs');
    expect(judgeNode({ nodeName: 'dc-1' }, undefined, cloud)).toBe('none');
  });
});

describe('siteOf', () => {
  it.each([
    [premises, 'on-premises'],
    [cloud, 'cloud'],
    [virtual, 'virtual'],
    [node('dc-5', { labels: { 'alibabacloud.com/external': 'false' } }), 'on-premises'],
  ])('places $name', (placed, site) => {
    expect(siteOf(placed)).toBe(site);
  });
});

describe('assertNoneEndangered', () => {
  it('passes where nobody is in danger', () => {
    expect(() => assertNoneEndangered({ keep: ['dc-1'], lose: ['ecs-1'], gain: [], endangered: [] }, 'DaemonSet a/b')).not.toThrow();
  });

  it('refuses with the nodes, the reasons and the way out', () => {
    const endangered = Array.from({ length: 12 }, (_, index) => ({ name: `dc-${index}`, why: 'an on-premises node' }));
    const refuse = () => assertNoneEndangered({ keep: [], lose: [], gain: [], endangered }, 'DaemonSet kube-system/calico-node');
    expect(refuse).toThrow(CalicoAffinityError);
    expect(refuse).toThrowErrorMatchingInlineSnapshot(`[CalicoAffinityError: DaemonSet kube-system/calico-node: pods would lose their network on dc-0 (an on-premises node), dc-1 (an on-premises node), dc-2 (an on-premises node), dc-3 (an on-premises node), dc-4 (an on-premises node), dc-5 (an on-premises node), dc-6 (an on-premises node), dc-7 (an on-premises node), dc-8 (an on-premises node), dc-9 (an on-premises node) and 2 more]`);
  });
});
