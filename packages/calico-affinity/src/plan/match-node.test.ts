import { describe, expect, it } from 'vitest';
import { matchesNodeAffinity, matchesNodeSelector, type NodeView } from './match-node.ts';
import type { NodeAffinity, NodeSelectorRequirement } from './node-affinity.ts';

const node: NodeView = { name: 'dc-1', labels: { os: 'linux', cores: '8', empty: '' }, taints: [], ready: true };
const withExpressions = (...matchExpressions: NodeSelectorRequirement[]): NodeAffinity => ({ requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } });
const withFields = (...matchFields: NodeSelectorRequirement[]): NodeAffinity => ({ requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] } });

describe('matchesNodeAffinity', () => {
  it.each<[NodeSelectorRequirement, boolean]>([
    [{ key: 'os', operator: 'In', values: ['windows', 'linux'] }, true],
    [{ key: 'os', operator: 'In', values: ['windows'] }, false],
    [{ key: 'absent', operator: 'In', values: ['linux'] }, false],
    [{ key: 'os', operator: 'In', values: [] }, false],
    [{ key: 'os', operator: 'In', values: ['linux', 'not a label value'] }, false],
    [{ key: 'os', operator: 'NotIn', values: ['linux'] }, false],
    [{ key: 'absent', operator: 'NotIn', values: ['linux'] }, true],
    [{ key: 'os', operator: 'NotIn', values: [] }, false],
    [{ key: 'empty', operator: 'In', values: [''] }, true],
    [{ key: 'empty', operator: 'Exists' }, true],
    [{ key: 'toString', operator: 'Exists' }, false],
    [{ key: 'os', operator: 'Exists', values: ['x'] }, false],
    [{ key: 'absent', operator: 'DoesNotExist' }, true],
    [{ key: 'os', operator: 'DoesNotExist' }, false],
    [{ key: 'cores', operator: 'Gt', values: ['7'] }, true],
    [{ key: 'cores', operator: 'Gt', values: ['8'] }, false],
    [{ key: 'cores', operator: 'Lt', values: ['+9'] }, false],
    [{ key: 'cores', operator: 'Lt', values: ['10.5'] }, false],
    [{ key: 'cores', operator: 'Lt', values: ['9223372036854775808'] }, false],
    [{ key: 'cores', operator: 'Gt', values: ['1', '2'] }, false],
    [{ key: 'os', operator: 'Gt', values: ['1'] }, false],
    [{ key: 'absent', operator: 'Lt', values: ['1'] }, false],
    [{ key: 'os', operator: 'Unheard', values: ['linux'] }, false],
  ])('judges the expression %j: %s', (expression, matches) => {
    expect(matchesNodeAffinity(withExpressions(expression), node)).toBe(matches);
  });

  it.each<[NodeSelectorRequirement, boolean]>([
    [{ key: 'metadata.name', operator: 'In', values: ['dc-1'] }, true],
    [{ key: 'metadata.name', operator: 'In', values: ['dc-1', 'dc-2'] }, false],
    [{ key: 'metadata.name', operator: 'NotIn', values: ['dc-1'] }, false],
    [{ key: 'metadata.name', operator: 'NotIn', values: ['dc-2'] }, true],
    [{ key: 'metadata.name', operator: 'Exists' }, false],
    [{ key: 'spec.other', operator: 'In', values: ['dc-1'] }, false],
  ])('judges the field %j: %s', (field, matches) => {
    expect(matchesNodeAffinity(withFields(field), node)).toBe(matches);
  });

  it.each<[string, NodeAffinity | undefined, boolean]>([
    ['takes every node without an affinity', undefined, true],
    ['takes every node with preferred terms only', { preferredDuringSchedulingIgnoredDuringExecution: [] }, true],
    ['takes none without a term', { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } }, false],
    ['takes none for an empty term', { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{}] } }, false],
    ['needs every expression of a term', withExpressions({ key: 'os', operator: 'Exists' }, { key: 'absent', operator: 'Exists' }), false],
    [
      'needs one term only',
      { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'absent', operator: 'Exists' }] }, { matchExpressions: [{ key: 'os', operator: 'Exists' }] }] } },
      true,
    ],
  ])('%s', (_, affinity, matches) => {
    expect(matchesNodeAffinity(affinity, node)).toBe(matches);
  });
});

describe('matchesNodeSelector', () => {
  it.each([
    [undefined, true],
    [{}, true],
    [{ os: 'linux' }, true],
    [{ os: 'linux', cores: '9' }, false],
    [{ absent: '' }, false],
  ])('judges %j: %s', (selector, matches) => {
    expect(matchesNodeSelector(selector, node)).toBe(matches);
  });
});
