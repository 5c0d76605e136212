import { describe, expect, it } from 'vitest';
import type { KubeNode, Requirement } from './kube-types.ts';
import { meetsNodeSelector, nodeMatchesPod } from './node-affinity.ts';

const node: KubeNode = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', labels: { os: 'linux', cpu: '8', external: 'true' } } };
const term = (...matchExpressions: Requirement[]): { matchExpressions: Requirement[] } => ({ matchExpressions });
const holds: Requirement = { key: 'os', operator: 'In', values: ['linux'] };
const fails: Requirement = { key: 'os', operator: 'In', values: ['windows'] };

describe('required node affinity', () => {
  it.each<[string, Requirement, boolean]>([
    ['In', { key: 'os', operator: 'In', values: ['a', 'linux'] }, true],
    ['NotIn with the value', { key: 'external', operator: 'NotIn', values: ['true'] }, false],
    ['NotIn without the label', { key: 'none', operator: 'NotIn', values: ['true'] }, true],
    ['Exists', { key: 'os', operator: 'Exists' }, true],
    ['DoesNotExist', { key: 'os', operator: 'DoesNotExist' }, false],
    ['Gt', { key: 'cpu', operator: 'Gt', values: ['7'] }, true],
    ['Gt at the bound', { key: 'cpu', operator: 'Gt', values: ['8'] }, false],
    ['Lt', { key: 'cpu', operator: 'Lt', values: ['9'] }, true],
    ['Lt of no number', { key: 'os', operator: 'Lt', values: ['9'] }, false],
    ['Gt with a negative bound, which is no label value', { key: 'cpu', operator: 'Gt', values: ['-4'] }, false],
    ['Gt with a plus sign, which is no label value', { key: 'cpu', operator: 'Gt', values: ['+4'] }, false],
    ['Lt with a plus sign', { key: 'cpu', operator: 'Lt', values: ['+9'] }, false],
    ['Lt with the greatest bound of 64 bits', { key: 'cpu', operator: 'Lt', values: ['9223372036854775807'] }, true],
    ['Lt with a bound beyond 64 bits', { key: 'cpu', operator: 'Lt', values: ['9223372036854775808'] }, false],
    ['Gt without a bound', { key: 'cpu', operator: 'Gt', values: [] }, false],
    ['Gt with two bounds', { key: 'cpu', operator: 'Gt', values: ['1', '2'] }, false],
    ['NotIn without values', { key: 'none', operator: 'NotIn', values: [] }, false],
    ['NotIn with what is no label value', { key: 'none', operator: 'NotIn', values: ['-x'] }, false],
    ['Exists with values', { key: 'os', operator: 'Exists', values: ['linux'] }, false],
    ['DoesNotExist with values', { key: 'none', operator: 'DoesNotExist', values: ['x'] }, false],
    ['a key that is no label key', { key: '-none', operator: 'DoesNotExist' }, false],
  ])('matches by %s', (_name, requirement, expected) => {
    expect(meetsNodeSelector({ nodeSelectorTerms: [term(requirement)] }, node)).toBe(expected);
  });

  it('ORs terms and ANDs expressions', () => {
    expect(meetsNodeSelector({ nodeSelectorTerms: [term(fails), term(holds)] }, node)).toBe(true);
    expect(meetsNodeSelector({ nodeSelectorTerms: [term(holds, fails)] }, node)).toBe(false);
  });

  it('matches nothing by no term and by an empty term', () => {
    expect([meetsNodeSelector({}, node), meetsNodeSelector({ nodeSelectorTerms: [] }, node), meetsNodeSelector({ nodeSelectorTerms: [{}] }, node)]).toEqual([false, false, false]);
  });

  it('matches the field metadata.name and no other', () => {
    const field = (key: string, values: string[]): boolean => meetsNodeSelector({ nodeSelectorTerms: [{ matchFields: [{ key, operator: 'In', values }] }] }, node);
    expect([field('metadata.name', ['n']), field('metadata.name', ['m']), field('metadata.uid', ['n'])]).toEqual([true, false, false]);
  });

  it.each<[string, Requirement, boolean]>([
    ['NotIn another name', { key: 'metadata.name', operator: 'NotIn', values: ['m'] }, true],
    ['two names', { key: 'metadata.name', operator: 'In', values: ['n', 'm'] }, false],
    ['Exists', { key: 'metadata.name', operator: 'Exists' }, false],
  ])('takes In and NotIn with one value for a field: %s', (_name, requirement, expected) => {
    expect(meetsNodeSelector({ nodeSelectorTerms: [{ matchFields: [requirement] }] }, node)).toBe(expected);
  });

  it('holds beside the nodeSelector, not instead of it', () => {
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term(holds)] } } };
    expect(nodeMatchesPod({ affinity, nodeSelector: { cpu: '8' } }, node)).toBe(true);
    expect(nodeMatchesPod({ affinity, nodeSelector: { cpu: '9' } }, node)).toBe(false);
    expect(nodeMatchesPod({}, node)).toBe(true);
  });
});
