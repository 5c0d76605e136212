import type { V1Node, V1Taint } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import type { NodeMarks } from '../halves.ts';
import { patchOfMarks } from './node-marks.ts';

const node = (labels: Readonly<Record<string, string>>, taints: readonly V1Taint[] = []): V1Node => ({ metadata: { name: 'n', resourceVersion: '7', labels: { ...labels } }, spec: { taints: [...taints] } });
const marks = (labels: NodeMarks['labels'] = {}, taints: NodeMarks['taints'] = []): NodeMarks => ({ labels, taints });
const notReady = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };
const work = (value: string) => ({ key: 'workload', value, effect: 'NoSchedule' });

describe('patchOfMarks', () => {
  it.each<[string, V1Node, NodeMarks, NodeMarks, unknown]>([
    ['sets a label', node({ own: 'x' }), marks(), marks({ a: '1' }), { metadata: { resourceVersion: '7', labels: { a: '1' } } }],
    ['changes a label', node({ a: '1' }), marks({ a: '1' }), marks({ a: '2' }), { metadata: { resourceVersion: '7', labels: { a: '2' } } }],
    ['takes away a label that the pool had', node({ a: '1', own: 'x' }), marks({ a: '1' }), marks(), { metadata: { resourceVersion: '7', labels: { a: null } } }],
    ['adds a taint to those of others', node({}, [notReady]), marks(), marks({}, [work('x')]), { metadata: { resourceVersion: '7', labels: {} }, spec: { taints: [notReady, work('x')] } }],
    ['changes the value of a taint', node({}, [work('x'), notReady]), marks({}, [work('x')]), marks({}, [work('y')]), { metadata: { resourceVersion: '7', labels: {} }, spec: { taints: [notReady, work('y')] } }],
    ['takes away a taint that the pool had', node({}, [work('x'), notReady]), marks({}, [work('x')]), marks(), { metadata: { resourceVersion: '7', labels: {} }, spec: { taints: [notReady] } }],
    ['leaves alone what others put there', node({ own: 'x' }, [notReady]), marks(), marks(), undefined],
    ['leaves alone what is as it should be', node({ a: '1' }, [notReady, work('x')]), marks({ a: '0' }), marks({ a: '1' }, [work('x')]), undefined],
    ['leaves alone what somebody took away before', node({}), marks({ a: '1' }, [work('x')]), marks(), undefined],
  ])('%s', (_title, target, before, after, patch) => {
    expect(patchOfMarks(target, before, after)).toEqual(patch);
  });
});
