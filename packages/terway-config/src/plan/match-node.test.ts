import { describe, expect, it } from 'vitest';
import { matchesNode, type NodePlacement } from './match-node.ts';

const node = { name: 'node-1', labels: { zone: 'a', cpus: '8', 'alibabacloud.com/external': 'true' } };
const terms = (...requiredTerms: NonNullable<NodePlacement['requiredTerms']>[number][]): NodePlacement => ({ nodeSelector: {}, requiredTerms });
const expression = (key: string, operator: string, ...values: string[]) => terms({ matchExpressions: [{ key, operator, values }] });

describe('matchesNode', () => {
  it.each<[string, NodePlacement, boolean]>([
    ['nothing asked', { nodeSelector: {} }, true],
    ['a selector that holds', { nodeSelector: { zone: 'a' } }, true],
    ['a selector that does not', { nodeSelector: { zone: 'b' } }, false],
    ['In', expression('zone', 'In', 'b', 'a'), true],
    ['In without the label', expression('none', 'In', 'a'), false],
    ['NotIn', expression('zone', 'NotIn', 'a'), false],
    ['NotIn without the label', expression('none', 'NotIn', 'a'), true],
    ['Exists', expression('zone', 'Exists'), true],
    ['DoesNotExist', expression('zone', 'DoesNotExist'), false],
    ['Gt', expression('cpus', 'Gt', '7'), true],
    ['Gt at the bound', expression('cpus', 'Gt', '8'), false],
    ['Lt', expression('cpus', 'Lt', '9'), true],
    ['Gt of a label that is no number', expression('zone', 'Gt', '1'), false],
    ['Gt with two bounds', expression('cpus', 'Gt', '1', '2'), false],
    ['an unknown operator', expression('zone', 'Like', 'a'), false],
    ['no term', terms(), false],
    ['an empty term', terms({}), false],
    ['one of two terms', terms({ matchExpressions: [{ key: 'zone', operator: 'In', values: ['b'] }] }, { matchExpressions: [{ key: 'zone', operator: 'Exists' }] }), true],
    ['one of two expressions', terms({ matchExpressions: [{ key: 'zone', operator: 'Exists' }, { key: 'none', operator: 'Exists' }] }), false],
    ['the name', terms({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] }), true],
    ['another name', terms({ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['node-1'] }] }), false],
    ['a field that Kubernetes does not take', terms({ matchFields: [{ key: 'metadata.uid', operator: 'Exists' }] }), false],
    ['selector and affinity together', { nodeSelector: { zone: 'a' }, ...{ requiredTerms: [{ matchExpressions: [{ key: 'none', operator: 'Exists' }] }] } }, false],
  ])('%s: %s', (_what, placement, matches) => {
    expect(matchesNode(placement, node)).toBe(matches);
  });
});
