import { describe, expect, it } from 'vitest';
import { readObject } from '../json.ts';
import { createFor, createNode, testPlane } from '../test-cluster.testing.ts';
import { jobController } from './job-controller.ts';
import { createKubelet } from './kubelet.ts';
import { scheduler } from './scheduler.ts';

describe('the Job controller', () => {
  it.each([[0, { succeeded: 2, conditions: [{ type: 'Complete' }] }], [1, { failed: 2, conditions: [{ type: 'Failed', reason: 'BackoffLimitExceeded' }] }]])('ends a Job whose pods exit with %i', async (exitCode, expected) => {
    const plane = testPlane({ run: () => Promise.resolve({ exitCode, log: '' }) });
    createNode(plane.cluster, 'a', {}, { podCIDR: '10.0.1.0/24' });
    createFor(plane.cluster, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'j', namespace: 'n' },
      spec: { completions: 2, backoffLimit: 1, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } } },
    });
    const kubelet = createKubelet();
    for (let rounds = 0; rounds < 8; rounds += 1) {
      for (const control of [jobController, scheduler, kubelet]) control(plane);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(readObject(plane.cluster.store.get({ group: 'batch', plural: 'jobs' }, 'n', 'j'), 'status')).toMatchObject(expected);
  });
});
