import { expect, test } from 'vitest';
import { workload } from '../../testing/fake-workloads.ts';
import type { JsonObject } from '../json.ts';
import { judgeWorkload } from './judge-workload.ts';
import type { WorkloadKind } from './workload.ts';

const withStatus = (kind: WorkloadKind, status: JsonObject, spec: JsonObject = {}) => {
  const made = workload(kind, 'a', 'b', { spec });
  return { ...made, object: { ...made.object, status } };
};

test.each<readonly [string, WorkloadKind, JsonObject, JsonObject, string]>([
  ['nothing in its status', 'DaemonSet', {}, {}, 'the controller has not seen the change yet'],
  ['an old generation', 'Deployment', { observedGeneration: 0, updatedReplicas: 1, availableReplicas: 1 }, {}, 'the controller has not seen the change yet'],
  ['pods to update', 'DaemonSet', { observedGeneration: 1, desiredNumberScheduled: 3, updatedNumberScheduled: 1, numberAvailable: 3 }, {}, '1 of 3 updated, 3 available'],
  ['pods to come', 'DaemonSet', { observedGeneration: 1, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2 }, {}, '3 of 3 updated, 2 available'],
  ['pods of the old template', 'Deployment', { observedGeneration: 1, replicas: 3, updatedReplicas: 2, availableReplicas: 3 }, { replicas: 2 }, '1 pods of the old template are left'],
  ['no pod available', 'StatefulSet', { observedGeneration: 1, updatedReplicas: 1 }, {}, '1 of 1 updated, 0 available'],
])('a workload with %s (%s) is waited for', (_what, kind, status, spec, state) => {
  expect(judgeWorkload(withStatus(kind, status, spec))).toEqual({ done: false, state });
});

test.each<readonly [string, WorkloadKind, JsonObject, JsonObject]>([
  ['all pods updated and available', 'DaemonSet', { observedGeneration: 1, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 }, {}],
  ['no node', 'DaemonSet', { observedGeneration: 1 }, {}],
  ['no replica', 'Deployment', { observedGeneration: 1 }, { replicas: 0 }],
  ['OnDelete', 'DaemonSet', { observedGeneration: 1, desiredNumberScheduled: 3 }, { updateStrategy: { type: 'OnDelete' } }],
  ['a partition', 'StatefulSet', { observedGeneration: 1 }, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } }],
])('a workload with %s (%s) is done', (_what, kind, status, spec) => {
  expect(judgeWorkload(withStatus(kind, status, spec))).toEqual({ done: true });
});
