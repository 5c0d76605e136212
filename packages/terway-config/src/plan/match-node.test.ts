import { describe, expect, it } from 'vitest';
import { matchesNode, type NodePlacement } from './match-node.ts';

const node = { name: 'node-1', labels: { zone: 'a', cpus: '8', empty: '', 'alibabacloud.com/external': 'true' } };
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
    ['In with an empty value', expression('empty', 'In', ''), true],
    ['In without values', expression('zone', 'In'), false],
    ['In with a value that no label can have beside one that fits', expression('zone', 'In', 'a', 'not a label value'), false],
    ['NotIn without values', expression('zone', 'NotIn'), false],
    ['NotIn with a value that no label can have', expression('none', 'NotIn', '-x'), false],
    ['NotIn with a value that is too long', expression('none', 'NotIn', 'x'.repeat(64)), false],
    ['Exists with a value', expression('zone', 'Exists', 'x'), false],
    ['DoesNotExist with a value', expression('none', 'DoesNotExist', 'x'), false],
    ['DoesNotExist without the label', expression('none', 'DoesNotExist'), true],
    ['Gt with a negative bound', expression('cpus', 'Gt', '-4'), false],
    ['Gt with a plus', expression('cpus', 'Gt', '+4'), false],
    ['Lt with a plus', expression('cpus', 'Lt', '+9'), false],
    ['Lt with the largest bound', expression('cpus', 'Lt', '9223372036854775807'), true],
    ['Lt with a bound beyond 64 bits', expression('cpus', 'Lt', '9223372036854775808'), false],
    ['Lt with a fraction', expression('cpus', 'Lt', '10.5'), false],
    ['Lt without the label', expression('none', 'Lt', '1'), false],
    ['Lt without a bound', expression('cpus', 'Lt'), false],
    ['what every object has, by Exists', expression('toString', 'Exists'), false],
    ['what every object has, by DoesNotExist', expression('toString', 'DoesNotExist'), true],
    ['what every object has, by NotIn', expression('constructor', 'NotIn', 'x'), true],
    ['what every object has, by a selector', { nodeSelector: JSON.parse('{"__proto__":"x"}') as Record<string, string> }, false],
    ['the name among two', terms({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1', 'node-2'] }] }), false],
    ['not another name', terms({ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['node-2'] }] }), true],
    ['not one of two other names', terms({ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['node-2', 'node-3'] }] }), false],
    ['a name without a value', terms({ matchFields: [{ key: 'metadata.name', operator: 'NotIn' }] }), false],
    ['a name that exists', terms({ matchFields: [{ key: 'metadata.name', operator: 'Exists' }] }), false],
    ['a name beyond another', terms({ matchFields: [{ key: 'metadata.name', operator: 'Gt', values: ['1'] }] }), false],
    ['the name and an expression that does not hold', terms({ matchExpressions: [{ key: 'none', operator: 'Exists' }], matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] }), false],
    ['selector and affinity together', { nodeSelector: { zone: 'a' }, ...{ requiredTerms: [{ matchExpressions: [{ key: 'none', operator: 'Exists' }] }] } }, false],
  ])('%s: %s', (_what, placement, matches) => {
    expect(matchesNode(placement, node)).toBe(matches);
  });
});
