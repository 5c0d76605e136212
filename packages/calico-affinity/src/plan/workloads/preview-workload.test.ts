import { expect, test } from 'vitest';
import { cloudNode, premisesNode } from '../../testing/cluster.ts';
import { workload } from '../../testing/fake-workloads.ts';
import { excludeCloudNodes } from '../exclude-cloud-nodes.ts';
import { describePreview, previewWorkload } from './preview-workload.ts';

const taint = { key: 'only', effect: 'NoSchedule' };
const nodes = [premisesNode('dc-1'), premisesNode('dc-2', { taints: [taint] }), cloudNode('ecs-1'), cloudNode('ecs-2', { taints: [taint] })];
const after = excludeCloudNodes(undefined);

test.each([
  ['nodes that its tolerations allow', {}, ['dc-1'], ['ecs-1'], undefined],
  ['all nodes where it tolerates everything', { tolerations: [{ operator: 'Exists' }] }, ['dc-1', 'dc-2'], ['ecs-1', 'ecs-2'], undefined],
  ['none where it selects none', { nodeSelector: { disk: 'fast' } }, [], [], undefined],
  ['cloud nodes alone, which is refused', { nodeSelector: { 'alibabacloud.com/external': 'true' } }, [], ['ecs-1'], 'no node would be left that may run it (now: 1 cloud node)'],
])('a Deployment may run on %s', (_what, podSpec, keep, lose, danger) => {
  const asked = workload('Deployment', 'a', 'b', { podSpec });
  const preview = previewWorkload({ workload: asked, nodes, before: undefined, after, waivedNodes: [] });
  expect(preview).toEqual({ keep, lose, losePremises: [], danger });
  expect(describePreview(asked, preview)).toBe(`${keep.length === 1 ? '1 node' : `${keep.length} nodes`} may run it afterwards, ${lose.length} no longer`);
});

test('a DaemonSet that would leave many nodes on premises names ten of them', () => {
  const many = Array.from({ length: 12 }, (_, index) => cloudNode(`dc-${index}`, { providerId: 'vsphere://1' }));
  const question = { workload: workload('DaemonSet', 'a', 'b'), nodes: many, before: undefined, after };
  expect(previewWorkload({ ...question, waivedNodes: [] }).danger).toContain('dc-9 and 2 more nodes, which are on premises');
  expect(previewWorkload({ ...question, waivedNodes: many.map((node) => node.name) }).danger).toBeUndefined();
});
