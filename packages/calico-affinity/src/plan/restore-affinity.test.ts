import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excludeCloudNodes } from './exclude-cloud-nodes.ts';
import type { NodeAffinity, NodeSelectorTerm, PodAffinitySpec } from './node-affinity.ts';
import { restoreAffinity } from './restore-affinity.ts';

const external = { key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] };
const virtual = { key: 'type', operator: 'NotIn', values: ['virtual-kubelet'] };
const onLinux = { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] };
const inRack = { key: 'rack', operator: 'Exists' };

const required = (...terms: NodeSelectorTerm[]): NodeAffinity => ({ requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } });
const affinity = (...terms: NodeSelectorTerm[]): PodAffinitySpec => ({ nodeAffinity: required(...terms) });
const applyTo = (previous: PodAffinitySpec | undefined): PodAffinitySpec => ({ ...previous, nodeAffinity: excludeCloudNodes(previous?.nodeAffinity) });

describe('restoreAffinity', () => {
  it.each<[string, PodAffinitySpec | undefined]>([
    ['nothing', undefined],
    ['an empty affinity', {}],
    ['an empty node affinity', { nodeAffinity: {} }],
    ['a pod affinity only', { podAntiAffinity: { preferred: [] } }],
    ['several terms', affinity({ matchExpressions: [onLinux] }, { matchExpressions: [inRack, virtual] }, {})],
    ['preferred terms', { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: { matchExpressions: [inRack] } }] } }],
  ])('gives back exactly %s', (_, previous) => {
    const applied = applyTo(previous);
    expect(restoreAffinity({ current: applied, previous, applied })).toStrictEqual({ affinity: previous, kind: 'exact', notes: [] });
  });

  it('is exact where someone has taken ours out already', () => {
    const previous = affinity({ matchExpressions: [onLinux] });
    expect(restoreAffinity({ current: previous, previous, applied: applyTo(previous) })).toMatchObject({ kind: 'exact', affinity: previous });
  });

  it('keeps an expression that someone added to our own term', () => {
    const restored = restoreAffinity({ current: affinity({ matchExpressions: [external, virtual, inRack] }), previous: undefined, applied: applyTo(undefined) });
    expect(restored).toMatchObject({ kind: 'partial', affinity: affinity({ matchExpressions: [inRack] }) });
    expect(restored.notes).toHaveLength(1);
  });

  it('keeps a term that someone added, and takes the term that we made', () => {
    const current = affinity({ matchExpressions: [external, virtual] }, { matchExpressions: [inRack] });
    expect(restoreAffinity({ current, previous: undefined, applied: applyTo(undefined) }).affinity).toEqual(affinity({ matchExpressions: [inRack] }));
  });

  it('gives the terms back that nobody touched, beside a new one', () => {
    const previous = affinity({ matchExpressions: [onLinux] });
    const applied = applyTo(previous);
    const current = affinity({ matchExpressions: [inRack] }, { matchExpressions: [onLinux, external, virtual] });
    expect(restoreAffinity({ current, previous, applied }).affinity).toEqual(affinity({ matchExpressions: [inRack] }, { matchExpressions: [onLinux] }));
  });

  it('keeps a requirement like ours that was there before us, though the term was changed since', () => {
    const previous = affinity({ matchExpressions: [external] });
    const current = affinity({ matchExpressions: [external, virtual, inRack] });
    expect(restoreAffinity({ current, previous, applied: applyTo(previous) }).affinity).toEqual(affinity({ matchExpressions: [external, inRack] }));
  });

  it('takes the required terms only, where someone added a pod affinity', () => {
    const current = { ...applyTo(undefined), podAffinity: { some: 'thing' } };
    expect(restoreAffinity({ current, previous: undefined, applied: applyTo(undefined) })).toMatchObject({ affinity: { podAffinity: { some: 'thing' } }, kind: 'partial' });
  });

  it('keeps a preferred term that someone added', () => {
    const preferred = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: { matchExpressions: [inRack] } }] };
    const current = { nodeAffinity: { ...excludeCloudNodes(undefined), ...preferred } };
    expect(restoreAffinity({ current, previous: undefined, applied: applyTo(undefined) }).affinity).toEqual({ nodeAffinity: preferred });
  });

  it('leaves an affinity alone from which someone removed the node affinity', () => {
    const current = { podAffinity: {} };
    expect(restoreAffinity({ current, previous: undefined, applied: applyTo(undefined) })).toMatchObject({ affinity: current, kind: 'partial' });
    expect(restoreAffinity({ current: undefined, previous: { podAffinity: {} }, applied: applyTo({ podAffinity: {} }) }).affinity).toBeUndefined();
  });

  it("never empties someone else's term that holds nothing but requirements like ours", () => {
    const previous = affinity({ matchExpressions: [onLinux] });
    const current = affinity({ matchExpressions: [onLinux, external, virtual] }, { matchExpressions: [external] });
    const restored = restoreAffinity({ current, previous, applied: applyTo(previous) });
    expect(restored.affinity).toEqual(affinity({ matchExpressions: [onLinux] }, { matchExpressions: [external] }));
    expect(restored.notes).toHaveLength(1);
  });

  it('keeps the fields of a term that held our requirements beside them', () => {
    const fields = { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] };
    const current = affinity({ ...fields, matchExpressions: [external, virtual] });
    expect(restoreAffinity({ current, previous: undefined, applied: applyTo(undefined) }).affinity).toEqual(affinity(fields));
  });

  it('takes the term that we made, though someone took a requirement out of it', () => {
    expect(restoreAffinity({ current: affinity({ matchExpressions: [external] }), previous: undefined, applied: applyTo(undefined) }).affinity).toBeUndefined();
    expect(restoreAffinity({ current: affinity({ matchExpressions: [external] }), previous: {}, applied: applyTo({}) }).affinity).toStrictEqual({});
  });

  it('keeps a term that stands as it did before us, wherever it stands now', () => {
    const previous = affinity({ matchExpressions: [external, onLinux] });
    const current = affinity({ matchExpressions: [inRack] }, { matchExpressions: [external, onLinux] });
    expect(restoreAffinity({ current, previous, applied: applyTo(previous) })).toMatchObject({ affinity: current, notes: [] });
  });

  it('keeps an empty node affinity that was there before us', () => {
    const previous = { nodeAffinity: {} };
    const current = { ...applyTo(previous), podAffinity: {} };
    expect(restoreAffinity({ current, previous, applied: applyTo(previous) }).affinity).toStrictEqual({ podAffinity: {}, nodeAffinity: {} });
  });

  it('takes our requirements out of an affinity that was merged from an operator of which there was no override', () => {
    const applied = applyTo(affinity({ matchExpressions: [onLinux] }));
    expect(restoreAffinity({ current: applied, previous: undefined, applied })).toStrictEqual({ affinity: undefined, kind: 'exact', notes: [] });
    const current = { ...applied, podAffinity: {} };
    expect(restoreAffinity({ current, previous: undefined, applied }).affinity).toEqual({ podAffinity: {}, ...affinity({ matchExpressions: [onLinux] }) });
  });

  it('is the inverse of the merge for any affinity', () => {
    const expression = fc.record({ key: fc.constantFrom('alibabacloud.com/external', 'type', 'rack'), operator: fc.constantFrom('In', 'NotIn'), values: fc.tuple(fc.constantFrom('true', 'virtual-kubelet', 'a')) });
    const term = fc.record({ matchExpressions: fc.array(expression, { maxLength: 3 }) }, { requiredKeys: [] });
    const any = fc.option(fc.record({ nodeAffinity: fc.record({ requiredDuringSchedulingIgnoredDuringExecution: fc.record({ nodeSelectorTerms: fc.array(term, { maxLength: 3 }) }) }, { requiredKeys: [] }) }, { requiredKeys: [] }), { nil: undefined });
    fc.assert(
      fc.property(any, (previous) => {
        const applied = applyTo(previous);
        expect(restoreAffinity({ current: applied, previous, applied }).affinity).toStrictEqual(previous);
      }),
    );
  });
});
