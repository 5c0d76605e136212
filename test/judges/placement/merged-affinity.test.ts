import { excludeCloudNodes, matchesNodeAffinity, restoreAffinity, type NodeAffinity } from '@ack-hybrid/calico-affinity';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { questions } from './affinity-arbitraries.ts';
import { askKubernetes, type PlacementAnswer, type PlacementQuestion } from './placement-judge.ts';

const size = 10_000;

/** Nodes that a merge keeps out: ECS nodes, and virtual ones where the option says so. */
const isExcluded = ({ labels }: PlacementQuestion['nodes'][number], virtualToo: boolean): boolean => labels['alibabacloud.com/external'] === 'true' || (virtualToo && labels['type'] === 'virtual-kubelet');

describe(`${size} random affinities over random nodes, judged by Kubernetes' own evaluator`, () => {
  const drawn = fc.sample(questions, size);
  let before: readonly PlacementAnswer[];
  beforeAll(async () => {
    before = await askKubernetes(drawn);
  });

  /** The shortest case that differs, whole, so that it can be run again. */
  const expectSame = (found: readonly (readonly string[])[], wanted: readonly (readonly string[])[]): void => {
    const differing = drawn.flatMap((question, index) => (JSON.stringify(found[index]) === JSON.stringify(wanted[index]) ? [] : [JSON.stringify({ question, found: found[index], wanted: wanted[index] })]));
    expect(differing.sort((a, b) => a.length - b.length)[0]).toBeUndefined();
  };

  it.each([true, false])('the merge selects exactly those of the old selection that are kept (virtual nodes excluded: %s)', async (excludeVirtualKubelet) => {
    const after = await askKubernetes(drawn.map((question) => ({ ...question, nodeAffinity: excludeCloudNodes(question.nodeAffinity, { excludeVirtualKubelet }) })));
    const wanted = drawn.map(({ nodes }, index) => {
      const kept = new Set(nodes.filter((node) => !isExcluded(node, excludeVirtualKubelet)).map(({ name }) => name));
      return (before[index] as PlacementAnswer).selected.filter((name) => kept.has(name));
    });
    expectSame(after.map(({ selected }) => selected), wanted);
  });

  it('the draw has what makes the merge hard: selections that shrink, that stay, that are empty, and terms that can not be parsed', () => {
    const shrinking = drawn.filter(({ nodes }, index) => nodes.some((node) => isExcluded(node, true) && before[index]?.selected.includes(node.name)));
    const counts = [shrinking.length, size - shrinking.length, before.filter(({ selected }) => selected.length === 0).length, before.filter(({ problems }) => problems.length > 0).length];
    expect(counts.every((count) => count > size / 50), counts.join(', ')).toBe(true);
  });

  it('our own evaluator says the same of every node', () => {
    const ours = drawn.map(({ nodes, nodeAffinity, nodeSelector }) =>
      nodes.filter((node) => Object.entries(nodeSelector ?? {}).every(([key, value]) => node.labels[key] === value) && matchesNodeAffinity(nodeAffinity, { ...node, taints: [], ready: true })).map(({ name }) => name),
    );
    expectSame(ours, before.map(({ selected }) => selected));
  });

  it('undo after the merge is the identity, byte for byte', () => {
    const specOf = (nodeAffinity: NodeAffinity | undefined) => (nodeAffinity === undefined ? undefined : { nodeAffinity });
    for (const { nodeAffinity } of drawn) {
      const previous = specOf(nodeAffinity);
      const applied = specOf(excludeCloudNodes(nodeAffinity));
      expect(JSON.stringify(restoreAffinity({ current: structuredClone(applied), previous, applied }).affinity)).toBe(JSON.stringify(previous));
    }
  });
});

describe("the patch of the vendor's guide, which replaces the terms", () => {
  const guide: NodeAffinity = excludeCloudNodes(undefined);
  const nodes = [
    { name: 'dc-linux', labels: { 'kubernetes.io/os': 'linux', zone: 'a' } },
    { name: 'dc-windows', labels: { 'kubernetes.io/os': 'windows' } },
    { name: 'ecs', labels: { 'kubernetes.io/os': 'linux', zone: 'a', 'alibabacloud.com/external': 'true' } },
  ];
  const onLinux = { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] };
  const required = (...terms: NonNullable<NodeAffinity['requiredDuringSchedulingIgnoredDuringExecution']>['nodeSelectorTerms']): NodeAffinity => ({ requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } });

  it.each([
    ["Flannel's own manifest", required({ matchExpressions: [onLinux] })],
    ['a DaemonSet with two terms', required({ matchExpressions: [onLinux] }, { matchExpressions: [{ key: 'zone', operator: 'Exists' }] })],
  ])('selects a node that %s does not, where the merge keeps the selection', async (_what, nodeAffinity) => {
    const [before, merged, patched] = await askKubernetes([nodeAffinity, excludeCloudNodes(nodeAffinity), guide].map((each) => ({ nodeAffinity: each, nodes })));
    expect(before?.selected).toEqual(['dc-linux', 'ecs']);
    expect(merged?.selected).toEqual(['dc-linux']);
    expect(patched?.selected).toEqual(['dc-linux', 'dc-windows']);
  });
});
