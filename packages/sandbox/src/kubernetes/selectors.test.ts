import { describe, expect, it } from 'vitest';
import type { KubeObject } from './kube-types.ts';
import { parseLabelSelector } from './label-selector-text.ts';
import { meetsFields, meetsLabelSelector, meetsRequirement, parseFieldSelector } from './selectors.ts';

const labels = { app: 'web', size: '10', empty: '' };
const pods = { group: '', plural: 'pods', custom: false };

describe('label selectors', () => {
  it.each([
    ['app=web', true],
    ['app==web', true],
    ['app!=web', false],
    ['other!=web', true],
    ['app in (web, api)', true],
    ['app notin (web)', false],
    ['other notin (web)', true],
    ['app', true],
    ['!app', false],
    ['! other', true],
    ['size>9', true],
    ['size<10', false],
    ['app>1', false],
    ['empty=', true],
    ['app=web,size=10', true],
    ['app=web,size in (9,11)', false],
    ['', true],
    ['example.com/x_y.z', false],
  ])('"%s" holds: %s', (text, expected) => {
    expect(parseLabelSelector(text).every((requirement) => meetsRequirement(labels, requirement))).toBe(expected);
  });

  it('select nothing where there is none, everything where it is empty', () => {
    expect([meetsLabelSelector(undefined, labels), meetsLabelSelector({}, labels), meetsLabelSelector({}, undefined)]).toEqual([false, true, true]);
  });

  it.each<[string, 'Gt' | 'Lt', string, boolean]>([
    ['10', 'Gt', '+9', true],
    ['+10', 'Gt', '9', true],
    ['+10', 'Lt', '+10', false],
    ['-3', 'Gt', '-4', true],
    ['-3', 'Lt', '+0', true],
    ['9223372036854775807', 'Gt', '9223372036854775806', true],
    ['9223372036854775808', 'Gt', '1', false],
    ['1', 'Lt', '+9223372036854775808', false],
    ['-9223372036854775808', 'Lt', '-9223372036854775807', true],
    ['', 'Lt', '1', false],
    ['+', 'Lt', '1', false],
    ['0x1', 'Lt', '2', false],
  ])('compare %s %s %s as 64-bit integers, with or without a sign: %s', (value, operator, bound, expected) => {
    expect(meetsRequirement({ size: value }, { key: 'size', operator, values: [bound] })).toBe(expected);
  });

  it('need every label and every expression', () => {
    const expression = { key: 'size', operator: 'Exists' };
    expect(meetsLabelSelector({ matchLabels: { app: 'web' }, matchExpressions: [expression] }, labels)).toBe(true);
    expect(meetsLabelSelector({ matchLabels: { app: 'api' }, matchExpressions: [expression] }, labels)).toBe(false);
    expect(meetsLabelSelector({ matchExpressions: [{ key: 'app', operator: 'Unheard' }] }, labels)).toBe(false);
  });
});

describe('field selectors', () => {
  const pod: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'b' }, spec: { nodeName: 'n' }, status: { phase: 'Running' } };

  it.each([
    ['metadata.name=a,metadata.namespace=b', true],
    ['spec.nodeName==n', true],
    ['status.phase!=Running', false],
    ['status.podIP=', true],
    ['spec.hostNetwork=false', true],
    ['', true],
  ])('"%s" holds: %s', (text, expected) => {
    expect(meetsFields(pod, parseFieldSelector(text, pods))).toBe(expected);
  });

  it('refuse a field that the server does not index, and text that is none', () => {
    expect(() => parseFieldSelector('spec.replicas=1', pods)).toThrow('field label not supported: spec.replicas');
    expect(() => parseFieldSelector('metadata.name', pods)).toThrow(/invalid selector/);
    expect(() => parseFieldSelector('data.a=1', { group: '', plural: 'configmaps', custom: false })).toThrow('"data.a" is not a known field selector: only "metadata.name", "metadata.namespace"');
  });
});
