import { readPath, type JsonObject } from './json.ts';

/** Where a rollout stands. `seen` is false while the controller hasn't looked at the change: no count is valid before. */
export type RolloutVerdict = { readonly done: true } | { readonly done: false; readonly seen: boolean; readonly state: string };

/**
 * Whether a DaemonSet has rolled out its template, by the counts in its status. With `OnDelete` no pod is replaced, so
 * only the controller's having seen the change is awaited. Of two pods on a node, as a surge has them, the controller
 * counts the older one (Kubernetes v1.36, pkg/controller/daemon, updateDaemonSetStatus).
 *
 * @param unreachable how many of its nodes are not Ready: their pods can't come back before the nodes do
 */
export const judgeRollout = (daemonSet: JsonObject, unreachable: number): RolloutVerdict => {
  const count = (field: string): number => countOf(daemonSet, field);
  const generation = Number(readPath(daemonSet, ['metadata', 'generation']) ?? 0);
  if (count('observedGeneration') < generation) return { done: false, seen: false, state: 'the controller has not seen the change yet' };
  if (isOnDelete(daemonSet)) return { done: true };
  const desired = count('desiredNumberScheduled');
  const awaited = Math.max(0, desired - unreachable);
  const [updated, ready, available] = [count('updatedNumberScheduled'), count('numberReady'), count('numberAvailable')];
  if (updated >= awaited && ready >= awaited && available >= awaited) return { done: true };
  return { done: false, seen: true, state: `${updated} of ${desired} updated, ${ready} ready, ${available} available, ${Math.max(0, desired - updated)} left` };
};

/** How many nodes keep a pod of an older template, by the counts in the status. */
export const countKept = (daemonSet: JsonObject): number => Math.max(0, countOf(daemonSet, 'desiredNumberScheduled') - countOf(daemonSet, 'updatedNumberScheduled'));

/** Whether a template change leaves running pods alone until someone deletes them. */
export const isOnDelete = (daemonSet: JsonObject): boolean => readPath(daemonSet, ['spec', 'updateStrategy', 'type']) === 'OnDelete';

const countOf = (daemonSet: JsonObject, field: string): number => {
  const value = readPath(daemonSet, ['status', field]);
  return typeof value === 'number' ? value : 0;
};
