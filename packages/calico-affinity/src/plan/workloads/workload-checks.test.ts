import { expect, test } from 'vitest';
import { cloudNode, premisesNode } from '../../testing/cluster.ts';
import { workload } from '../../testing/fake-workloads.ts';
import { excludeCloudNodes } from '../exclude-cloud-nodes.ts';
import type { JsonObject } from '../json.ts';
import { checkWorkload, type WorkloadOutcome } from './workload-checks.ts';

const virtual = premisesNode('vk', { labels: { type: 'virtual-kubelet' } });
const nodes = [premisesNode('dc-1'), cloudNode('ecs-1'), cloudNode('ecs-2', { ready: false }), virtual];
const kept = (spec: JsonObject = {}) => workload('DaemonSet', 'a', 'b', { spec, podSpec: { affinity: { nodeAffinity: excludeCloudNodes(undefined) } } });
const pod = (nodeName: string, fields: Partial<WorkloadOutcome['pods'][number]> = {}) => ({ name: `b-${nodeName}`, nodeName, terminating: false, ...fields });
const judge = (fields: Partial<WorkloadOutcome>) => {
  const { reference } = kept();
  return checkWorkload({ reference, workload: kept(), pods: [], nodes, options: {}, ...fields }).filter((check) => check.status !== 'pass');
};

test('all is well with pods on premises, and with one that ends on a node that is gone', () => {
  expect(judge({ pods: [pod('dc-1'), pod('ecs-2', { terminating: true })] })).toEqual([]);
});

test.each<readonly [string, Partial<WorkloadOutcome>, string, string, string]>([
  ['it is gone', { workload: undefined }, 'workload-in-place', 'fail', 'DaemonSet a/b is not there any more'],
  ['somebody took the affinity away', { workload: workload('DaemonSet', 'a', 'b') }, 'workload-in-place', 'fail', 'DaemonSet a/b still selects cloud nodes'],
  ['a pod is on a cloud node', { pods: [pod('ecs-1')] }, 'workload-off-cloud-nodes', 'fail', 'DaemonSet a/b runs on ecs-1'],
  ['a pod is on a virtual node', { pods: [pod('vk')] }, 'workload-off-cloud-nodes', 'fail', 'DaemonSet a/b runs on vk'],
  ['the scheduler has no place', { pods: [pod('', { unscheduled: 'no room' })] }, 'workload-scheduled', 'warn', 'the scheduler finds no place for b-: no room'],
])('says where %s', (_what, fields, name, status, message) => {
  expect(judge(fields)).toMatchObject([{ name, status, message }]);
});

test('a virtual node is no cloud node where the option says so', () => {
  expect(judge({ pods: [pod('vk')], options: { excludeVirtualKubelet: false } })).toEqual([]);
});

test('says which pods to delete where nothing replaces them', () => {
  expect(judge({ workload: kept({ updateStrategy: { type: 'OnDelete' } }), pods: [pod('ecs-1')] })[0]?.remediation).toBe('Its update strategy replaces no pod by itself: delete b-ecs-1.');
});
