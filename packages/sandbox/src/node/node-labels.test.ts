import { describe, expect, it } from 'vitest';
import { isForbiddenNodeLabel, isLabelValue, isNodeName, isQualifiedName, readNodeLabels, readTaints } from './node-labels.ts';

describe('isForbiddenNodeLabel', () => {
  it.each(['node-role.kubernetes.io/worker', 'kubernetes.io/x', 'a.k8s.io/x', 'k8s.io/x', 'node.k8s.io/x', 'topology.kubernetes.io/rack'])('holds for %s', (key) => {
    expect(isForbiddenNodeLabel(key)).toBe(true);
  });
  it.each(['team', 'alibabacloud.com/external', 'kubernetes.io/hostname', 'topology.kubernetes.io/zone', 'node.kubernetes.io/x', 'a.kubelet.kubernetes.io/x', 'notkubernetes.io/x'])('does not hold for %s', (key) => {
    expect(isForbiddenNodeLabel(key)).toBe(false);
  });
});

describe('names and values', () => {
  it.each([
    ['a', true],
    ['a.b/c_d', true],
    ['A.b/c', false],
    ['a/b/c', false],
    ['', false],
    ['-a', false],
    ['a'.repeat(64), false],
  ])('takes %s as a key: %s', (key, expected) => {
    expect(isQualifiedName(key)).toBe(expected);
  });
  it.each([['', true], ['x_1.y-Z', true], ['a b', false], ['a,', false], ['x'.repeat(64), false]])('takes "%s" as a value: %s', (value, expected) => {
    expect(isLabelValue(value)).toBe(expected);
  });
  it.each([['cn-hangzhou.10.0.0.1', true], ['a,b', false], ['A', false], ['', false]])('takes "%s" as a name of a Node: %s', (name, expected) => {
    expect(isNodeName(name)).toBe(expected);
  });
});

describe('readNodeLabels', () => {
  it.each([
    ['a=1,b=2', { a: '1', b: '2' }],
    ['a=1,,a=2,', { a: '2' }],
    ['a, b = x=y ', { a: '', b: 'x=y' }],
    ['', {}],
  ])('reads %s', (text, labels) => {
    expect(readNodeLabels(text)).toEqual(labels);
  });
});

describe('readTaints', () => {
  it.each<[string, unknown]>([
    ['', []],
    ['a=b:NoSchedule,c:NoExecute', [{ key: 'a', value: 'b', effect: 'NoSchedule' }, { key: 'c', effect: 'NoExecute' }]],
    ['a=b:NoSchedule,', 'invalid taint spec: '],
    ['a=b:Never', 'invalid taint effect: Never, unsupported taint effect'],
    ['a=b=c:NoSchedule', 'invalid taint spec: a=b=c:NoSchedule'],
    ['a:b:NoSchedule', 'invalid taint spec: a:b:NoSchedule'],
    ['a', [{ key: 'a', effect: '' }]],
  ])('reads "%s"', (text, expected) => {
    expect(readTaints(text)).toEqual(expected);
  });
});
