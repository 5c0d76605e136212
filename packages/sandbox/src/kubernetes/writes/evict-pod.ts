import type { Cluster } from '../cluster.ts';
import { isJsonObject, readObject } from '../json.ts';
import type { KubeObject, Pod, PodDisruptionBudget, Workload } from '../kube-types.ts';
import { timeText } from '../names.ts';
import { isActive, isReady, podsKey, scaled } from '../pod-state.ts';
import type { ResourceType } from '../resources.ts';
import { meetsLabelSelector } from '../selectors.ts';
import { StatusError, badRequest } from '../status-error.ts';
import { deleteObject } from './delete-object.ts';
import { readStored } from './update-object.ts';
import type { ObjectAddress } from './write-options.ts';

const replicaSetsKey = { group: 'apps', plural: 'replicasets' } as const;
const budgetsKey = { group: 'policy', plural: 'poddisruptionbudgets' } as const;

/** How a budget stands: `disruptionsAllowed` evictions would keep it. */
export interface BudgetState {
  readonly expectedPods: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly disruptionsAllowed: number;
}

/** Counts a budget's pods. `maxUnavailable` and percentages round up, as the disruption controller does. */
export function budgetState(cluster: Cluster, budget: PodDisruptionBudget): BudgetState {
  const pods = (cluster.store.list(podsKey, budget.metadata.namespace) as Pod[]).filter((pod) => meetsLabelSelector(budget.spec.selector, pod.metadata.labels));
  const expectedPods = expectedCount(cluster, pods);
  const currentHealthy = pods.filter((pod) => isActive(pod) && isReady(pod)).length;
  const { minAvailable, maxUnavailable } = budget.spec;
  const desiredHealthy = Math.max(0, minAvailable !== undefined ? scaled(minAvailable, expectedPods, 'up', 0) : expectedPods - scaled(maxUnavailable, expectedPods, 'up', 0));
  return { expectedPods, currentHealthy, desiredHealthy, disruptionsAllowed: Math.max(0, currentHealthy - desiredHealthy) };
}

/** How many pods their controllers want; a pod that an eviction has just ended still counts, and so does one without a scalable owner. */
function expectedCount(cluster: Cluster, pods: readonly Pod[]): number {
  const owners = new Map<string, number>();
  let others = 0;
  for (const pod of pods) {
    const owner = pod.metadata.ownerReferences?.find(({ controller, kind }) => controller === true && kind === 'ReplicaSet');
    const set = owner === undefined ? undefined : (cluster.store.get(replicaSetsKey, pod.metadata.namespace, owner.name) as Workload | undefined);
    if (owner !== undefined && set !== undefined) owners.set(owner.uid, set.spec.replicas ?? 1);
    else if (isActive(pod)) others += 1;
  }
  return [...owners.values()].reduce((sum, replicas) => sum + replicas, others);
}

/** Evicts a pod as POST pods/{name}/eviction does. @throws StatusError 429 where a budget would not hold, 404, 409. */
export function evictPod(cluster: Cluster, type: ResourceType, address: ObjectAddress, body: unknown, dryRun: boolean): void {
  // The JavaScript client leaves the kind out; the server takes what the path expects.
  if (!isJsonObject(body) || (body.kind !== undefined && body.kind !== 'Eviction')) throw badRequest('the body of an eviction must be a policy/v1 Eviction');
  const named = readObject(body, 'metadata').name;
  if (typeof named === 'string' && named !== '' && named !== address.name) throw badRequest('name in URL does not match name in Eviction object');
  const pod = readStored(cluster, type, address) as Pod;
  const isOver = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed' || pod.status?.phase === 'Pending' || pod.metadata.deletionTimestamp !== undefined;
  const budgets = isOver ? [] : budgetsOf(cluster, pod);
  if (budgets.length > 1) throw new StatusError(500, 'InternalError', 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.');
  const budget = budgets[0];
  if (budget !== undefined) requireBudget(cluster, budget, pod);
  const options = readObject(body, 'deleteOptions');
  const preconditions = readObject(options, 'preconditions');
  if (!dryRun && preconditions.uid === undefined) disrupt(cluster, type, pod);
  deleteObject(cluster, type, address, {
    dryRun,
    ...(typeof options.gracePeriodSeconds === 'number' ? { gracePeriodSeconds: options.gracePeriodSeconds } : {}),
    ...(typeof preconditions.uid === 'string' ? { uid: preconditions.uid } : {}),
  });
}

/** Writes into a pod's status why it goes, before it does. */
function disrupt(cluster: Cluster, type: ResourceType, pod: Pod): void {
  const conditions = (pod.status?.conditions ?? []).filter((condition) => condition.type !== 'DisruptionTarget');
  const reason = { type: 'DisruptionTarget', status: 'True', lastProbeTime: null, lastTransitionTime: timeText(cluster.clock.now()), reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' };
  cluster.store.put(type, { ...pod, status: { ...pod.status, conditions: [...conditions, reason] } });
}

function budgetsOf(cluster: Cluster, pod: KubeObject): PodDisruptionBudget[] {
  const budgets = cluster.store.list(budgetsKey, pod.metadata.namespace) as PodDisruptionBudget[];
  return budgets.filter((budget) => meetsLabelSelector(budget.spec.selector, pod.metadata.labels));
}

function requireBudget(cluster: Cluster, budget: PodDisruptionBudget, pod: Pod): void {
  const { currentHealthy, desiredHealthy, disruptionsAllowed } = budgetState(cluster, budget);
  // A pod that is not Ready may go where the budget is met without it (unhealthyPodEvictionPolicy IfHealthyBudget).
  if (disruptionsAllowed > 0 || (!isReady(pod) && currentHealthy >= desiredHealthy)) return;
  throw new StatusError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [
      {
        reason: 'DisruptionBudget',
        message: `The disruption budget ${budget.metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
      },
    ],
  });
}
