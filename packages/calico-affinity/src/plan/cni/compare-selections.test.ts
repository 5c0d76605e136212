import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { matchesNodeAffinity, matchesNodeSelector, type NodeView } from '../match-node.ts';
import type { NodeAffinity, NodeSelectorRequirement } from '../node-affinity.ts';
import { viewWorkload, type WorkloadView } from '../report/workload-view.ts';
import { requires } from './cni-objects.testing.ts';
import { maySelectSameNode } from './compare-selections.ts';

const view = (spec: JsonObject): WorkloadView => viewWorkload('DaemonSet', { spec: { template: { spec } } });

describe('maySelectSameNode', () => {
  it.each<[string, JsonObject, JsonObject, boolean]>([
    ['no requirement', {}, {}, true],
    ['other values of one label', { nodeSelector: { a: '1' } }, { nodeSelector: { a: '2' } }, false],
    ['nodeSelector against affinity', { nodeSelector: { a: '1' } }, requires({ key: 'a', operator: 'NotIn', values: ['1', '2'] }), false],
    ['NotIn that leaves a value', requires({ key: 'a', operator: 'In', values: ['1', '3'] }), requires({ key: 'a', operator: 'NotIn', values: ['1'] }), true],
    ['Exists against DoesNotExist', requires({ key: 'a', operator: 'Exists' }), requires({ key: 'a', operator: 'DoesNotExist' }), false],
    ['Gt against DoesNotExist', requires({ key: 'a', operator: 'Gt', values: ['1'] }), requires({ key: 'a', operator: 'DoesNotExist' }), false],
    ['NotIn against DoesNotExist', requires({ key: 'a', operator: 'NotIn', values: ['1'] }), requires({ key: 'a', operator: 'DoesNotExist' }), true],
    ['another label', { nodeSelector: { a: '1' } }, { nodeSelector: { b: '2' } }, true],
    ['an empty term, which selects nothing', requires(), {}, false],
  ])('%s', (_, left, right, expected) => {
    expect(maySelectSameNode(view(left), view(right))).toBe(expected);
    expect(maySelectSameNode(view(right), view(left))).toBe(expected);
  });

  it('tells nodes apart by their names', () => {
    const named = (name: string): WorkloadView => view({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] }] } } } });
    expect(maySelectSameNode(named('one'), named('two'))).toBe(false);
    expect(maySelectSameNode(named('one'), named('one'))).toBe(true);
  });

  it('is never false where a node that both select exists', () => {
    const key = fc.constantFrom('a', 'b');
    const value = fc.constantFrom('1', '2', '3');
    const requirement: fc.Arbitrary<NodeSelectorRequirement> = fc.oneof(
      fc.record({ key, operator: fc.constantFrom('In', 'NotIn'), values: fc.array(value, { minLength: 1, maxLength: 3 }) }),
      fc.record({ key, operator: fc.constantFrom('Exists', 'DoesNotExist') }),
      fc.record({ key, operator: fc.constantFrom('Gt', 'Lt'), values: fc.tuple(value) }),
    );
    const selection = fc.record({ nodeSelector: fc.dictionary(key, value), terms: fc.option(fc.array(fc.array(requirement, { maxLength: 3 }), { maxLength: 3 }), { nil: undefined }) });
    const nodes = [undefined, '1', '2', '3'].flatMap((a) =>
      [undefined, '1', '2', '3'].map((b): NodeView => ({ name: 'n', labels: { ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) }, taints: [], ready: true })),
    );
    fc.assert(
      fc.property(selection, selection, (left, right) => {
        const views = [left, right].map(({ nodeSelector, terms }) => {
          const nodeAffinity: NodeAffinity | undefined = terms === undefined ? undefined : { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms.map((matchExpressions) => ({ matchExpressions })) } };
          return { podSpec: { nodeSelector }, nodeAffinity };
        });
        const [one, other] = views;
        const shared = nodes.some((node) => views.every((each) => matchesNodeSelector(each.podSpec.nodeSelector, node) && matchesNodeAffinity(each.nodeAffinity, node)));
        if (shared && one !== undefined && other !== undefined) expect(maySelectSameNode(one, other)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
