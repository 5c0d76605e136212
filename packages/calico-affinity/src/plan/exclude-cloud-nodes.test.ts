import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excludeCloudNodes, planAffinity } from './exclude-cloud-nodes.ts';
import type { NodeAffinity, NodeSelectorRequirement, NodeSelectorTerm } from './node-affinity.ts';

const external = { key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] };
const virtual = { key: 'type', operator: 'NotIn', values: ['virtual-kubelet'] };
const onLinux = { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] };

const required = (...terms: NodeSelectorTerm[]): NodeAffinity => ({ requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } });
const expressions = (...list: NodeSelectorRequirement[]): NodeSelectorTerm => ({ matchExpressions: list });
const preferred = [{ weight: 5, preference: expressions({ key: 'disk', operator: 'Exists' }) }];

describe('excludeCloudNodes', () => {
  it.each<[string, NodeAffinity | undefined, NodeAffinity]>([
    ['makes one term where there is no affinity', undefined, required(expressions(external, virtual))],
    ['makes one term where there is an empty affinity', {}, required(expressions(external, virtual))],
    [
      'makes one term beside preferred terms, which stay',
      { preferredDuringSchedulingIgnoredDuringExecution: preferred },
      { preferredDuringSchedulingIgnoredDuringExecution: preferred, ...required(expressions(external, virtual)) },
    ],
    ['keeps what Flannel requires', required(expressions(onLinux)), required(expressions(onLinux, external, virtual))],
    [
      'adds to each of several terms, in their order',
      required(expressions(onLinux), expressions({ key: 'zone', operator: 'Exists' })),
      required(expressions(onLinux, external, virtual), expressions({ key: 'zone', operator: 'Exists' }, external, virtual)),
    ],
    [
      'adds to a term that has fields only, which stay',
      required({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] }),
      required({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }], matchExpressions: [external, virtual] }),
    ],
    ['leaves an empty term empty, which matches nothing', required({}, expressions(onLinux)), required({}, expressions(onLinux, external, virtual))],
    ['adds only what is missing', required(expressions(virtual)), required(expressions(virtual, external))],
    ['adds to a term whose other operator on the key implies nothing', required(expressions({ key: 'alibabacloud.com/external', operator: 'Exists' }, virtual)), required(expressions({ key: 'alibabacloud.com/external', operator: 'Exists' }, virtual, external))],
    ['adds where NotIn names another value', required(expressions({ ...external, values: ['yes'] }, virtual)), required(expressions({ ...external, values: ['yes'] }, virtual, external))],
  ])('%s', (_, input, merged) => {
    const copy = structuredClone(input);
    expect(excludeCloudNodes(input)).toEqual(merged);
    expect(input).toEqual(copy);
  });

  it.each<[string, NodeAffinity]>([
    ['our own requirements are there', required(expressions(external, virtual))],
    ['the key must not exist', required(expressions({ key: external.key, operator: 'DoesNotExist' }, { key: 'type', operator: 'DoesNotExist' }))],
    ['NotIn names our value among others', required(expressions({ ...external, values: ['yes', 'true'] }, virtual))],
    ['In names other values only', required(expressions({ key: external.key, operator: 'In', values: ['false'] }, virtual))],
    ['there are empty terms only', required({}, { matchExpressions: [], matchFields: [] })],
    ['there is no term at all, which selects nothing', required()],
  ])('changes nothing where %s', (_, input) => {
    const plan = planAffinity(input);
    expect(plan.after).toEqual(input);
    expect(plan).toMatchObject({ changed: false, changes: [] });
  });

  it('leaves virtual nodes alone where told so', () => {
    expect(excludeCloudNodes(undefined, { excludeVirtualKubelet: false })).toEqual(required(expressions(external)));
  });
});

describe('planAffinity', () => {
  it('says what each term gets', () => {
    expect(planAffinity(required(expressions(onLinux), expressions(external))).changes).toEqual([
      { term: 0, action: 'append', added: [external, virtual] },
      { term: 1, action: 'append', added: [virtual] },
    ]);
    expect(planAffinity(undefined).changes).toEqual([{ term: 0, action: 'create', added: [external, virtual] }]);
  });

  it.each([
    ['In names our value alone', [{ ...external, operator: 'In' }]],
    ['two expressions leave our value alone', [{ ...external, operator: 'In', values: ['true', 'no'] }, { ...external, values: ['no'] }]],
  ])('keeps a term that asks for cloud nodes and reports it: %s', (_, list) => {
    const plan = planAffinity(required(expressions(...list), expressions(onLinux)));
    expect(plan.findings).toMatchObject([{ code: 'term-selects-no-node', term: 0 }]);
    expect(plan.after.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]?.matchExpressions).toEqual([...list, external, virtual]);
    expect(planAffinity(plan.after).findings).toEqual(plan.findings);
  });

  it('does not report a term that also takes other values', () => {
    expect(planAffinity(required(expressions({ ...external, operator: 'In', values: ['true', 'no'] }))).findings).toEqual([]);
    expect(planAffinity(required(expressions({ ...external, operator: 'In', values: ['no'] }, { ...external, values: ['no'] }))).findings).toEqual([]);
  });

  it('reports an affinity that selects nothing already', () => {
    expect(planAffinity(required({})).findings.map((finding) => finding.code)).toEqual(['empty-term', 'selects-no-node']);
  });
});

/**
 * A judge that shares nothing with the planner: it works out, for a whole set of nodes, which names survive each
 * expression, and unites the terms.
 */
interface ModelNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}
const survivors = (nodes: readonly ModelNode[], affinity: NodeAffinity | undefined): Set<string> => {
  const everyone = new Set(nodes.map((node) => node.name));
  const selector = affinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (!selector) return everyone;
  const chosen = new Set<string>();
  for (const term of selector.nodeSelectorTerms) {
    const filters: ((node: ModelNode) => boolean)[] = [];
    for (const { key, operator, values = [] } of term.matchExpressions ?? []) {
      const has = (node: ModelNode): boolean => Object.keys(node.labels).includes(key);
      const number = (node: ModelNode): number => (/^-?\d+$/.test(node.labels[key] ?? '') ? Number(node.labels[key]) : Number.NaN);
      const table: Record<string, (node: ModelNode) => boolean> = {
        In: (node) => has(node) && values.indexOf(node.labels[key] as string) >= 0,
        NotIn: (node) => values.length > 0 && !(has(node) && values.indexOf(node.labels[key] as string) >= 0),
        Exists: has,
        DoesNotExist: (node) => !has(node),
        Gt: (node) => number(node) > Number(values[0]),
        Lt: (node) => number(node) < Number(values[0]),
      };
      filters.push(table[operator] as (node: ModelNode) => boolean);
    }
    for (const { operator, values = [] } of term.matchFields ?? []) filters.push((node) => (node.name === values[0]) === (operator === 'In'));
    if (filters.length === 0) continue;
    for (const node of nodes) if (filters.every((filter) => filter(node))) chosen.add(node.name);
  }
  return chosen;
};

const keys = ['alibabacloud.com/external', 'type', 'kubernetes.io/os', 'rack'];
const labelValues = ['true', 'false', 'virtual-kubelet', 'linux', '1', '7', ''];
const names = ['n0', 'n1', 'n2', 'n3', 'n4', 'n5'];
const arbitraryExpression = fc.oneof(
  fc.record({ key: fc.constantFrom(...keys), operator: fc.constantFrom('In', 'NotIn'), values: fc.uniqueArray(fc.constantFrom(...labelValues), { minLength: 1, maxLength: 3 }) }),
  fc.record({ key: fc.constantFrom(...keys), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
  fc.record({ key: fc.constantFrom(...keys), operator: fc.constantFrom('Gt', 'Lt'), values: fc.tuple(fc.constantFrom('0', '3', '9')) }),
);
const arbitraryField = fc.record({ key: fc.constant('metadata.name'), operator: fc.constantFrom('In', 'NotIn'), values: fc.tuple(fc.constantFrom(...names)) });
const arbitraryTerm: fc.Arbitrary<NodeSelectorTerm> = fc.record(
  { matchExpressions: fc.array(arbitraryExpression, { maxLength: 3 }), matchFields: fc.array(arbitraryField, { maxLength: 1 }) },
  { requiredKeys: [] },
);
const arbitraryAffinity: fc.Arbitrary<NodeAffinity | undefined> = fc.option(
  fc.record(
    {
      requiredDuringSchedulingIgnoredDuringExecution: fc.record({ nodeSelectorTerms: fc.array(arbitraryTerm, { maxLength: 4 }) }),
      preferredDuringSchedulingIgnoredDuringExecution: fc.array(fc.record({ weight: fc.integer({ min: 1, max: 100 }), preference: arbitraryTerm }), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined },
);
const arbitraryNodes: fc.Arbitrary<ModelNode[]> = fc
  .array(fc.dictionary(fc.constantFrom(...keys), fc.constantFrom(...labelValues), { maxKeys: 4 }), { minLength: 1, maxLength: names.length })
  .map((all) => all.map((labels, index) => ({ name: names[index] as string, labels })));

describe('the merge, judged by an evaluator of its own', () => {
  it.each([true, false])('selects exactly what was selected, less the nodes to be kept out (virtual nodes kept out: %s)', (excludeVirtualKubelet) => {
    fc.assert(
      fc.property(arbitraryAffinity, arbitraryNodes, (affinity, nodes) => {
        const wanted = nodes
          .filter((node) => survivors(nodes, affinity).has(node.name))
          .filter((node) => node.labels['alibabacloud.com/external'] !== 'true' && !(excludeVirtualKubelet && node.labels['type'] === 'virtual-kubelet'))
          .map((node) => node.name);
        expect([...survivors(nodes, excludeCloudNodes(affinity, { excludeVirtualKubelet }))].sort()).toEqual(wanted.sort());
      }),
      { numRuns: 5_000 },
    );
  });

  it('keeps every term, expression, field and preferred term in place, and never changes its input', () => {
    fc.assert(
      fc.property(arbitraryAffinity, (affinity) => {
        const copy = structuredClone(affinity);
        const merged = excludeCloudNodes(affinity);
        expect(affinity).toEqual(copy);
        expect(merged.preferredDuringSchedulingIgnoredDuringExecution).toEqual(affinity?.preferredDuringSchedulingIgnoredDuringExecution);
        const before = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
        const after = merged.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
        expect(after).toHaveLength(before?.length ?? 1);
        for (const [index, term] of (before ?? []).entries()) {
          expect(after[index]?.matchFields).toEqual(term.matchFields);
          expect(after[index]?.matchExpressions?.slice(0, term.matchExpressions?.length ?? 0) ?? []).toEqual(term.matchExpressions ?? []);
        }
      }),
    );
  });

  it('changes nothing when merged again', () => {
    fc.assert(
      fc.property(arbitraryAffinity, (affinity) => {
        const once = excludeCloudNodes(affinity);
        expect(planAffinity(once)).toMatchObject({ changed: false, after: once });
      }),
    );
  });
});
