import type { PodDisruptionBudget } from '../kube-types.ts';
import { budgetState } from '../writes/evict-pod.ts';
import { store } from './control-plane.ts';
import type { ControlPlane } from './control-plane.ts';

const budgetsKey = { group: 'policy', plural: 'poddisruptionbudgets' } as const;

/** Writes down how every PodDisruptionBudget stands. */
export function budgetController(plane: ControlPlane): void {
  for (const budget of plane.cluster.store.list(budgetsKey) as PodDisruptionBudget[]) {
    const status = { ...budgetState(plane.cluster, budget), observedGeneration: budget.metadata.generation ?? 1 };
    store(plane, budgetsKey, budget, { ...budget, status });
  }
}
