import { describe, expect, it } from 'vitest';
import { readObject } from '../json.ts';
import { createFor, testPlane } from '../test-cluster.testing.ts';
import { budgetController } from './budget-controller.ts';

describe('the controller of disruption budgets', () => {
  it('writes how a budget stands', () => {
    const plane = testPlane();
    createFor(plane.cluster, { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'b', namespace: 'n' }, spec: { minAvailable: 1, selector: { matchLabels: { x: 'y' } } } });
    budgetController(plane);
    expect(readObject(plane.cluster.store.get({ group: 'policy', plural: 'poddisruptionbudgets' }, 'n', 'b'), 'status')).toEqual({ expectedPods: 0, currentHealthy: 0, desiredHealthy: 1, disruptionsAllowed: 0, observedGeneration: 1 });
  });
});
