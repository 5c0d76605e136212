import type { Condition, Pod } from './kube-types.ts';

/** Logs of pods by their uid, as the pod runtime gave them. */
export type PodLogs = Map<string, string>;

/** Where pods are kept, and how errors name them. */
export const podsKey = { group: '', plural: 'pods', kind: 'Pod' } as const;
/** Where nodes are kept, and how errors name them. */
export const nodesKey = { group: '', plural: 'nodes', kind: 'Node' } as const;

/** Whether the condition Ready is True: of a pod or of a node. */
export function isReady(object: { readonly status?: unknown }): boolean {
  const conditions = (object.status as { conditions?: Condition[] } | undefined)?.conditions ?? [];
  return conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

/** Neither finished nor being deleted. */
export function isActive(pod: Pod): boolean {
  return pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed' && pod.metadata.deletionTimestamp === undefined;
}

/** A count or a percentage of a total; percentages round up or down as the caller's controller does. */
export function scaled(value: number | string | undefined, total: number, round: 'up' | 'down', fallback: number): number {
  if (value === undefined) return fallback;
  if (typeof value === 'number') return value;
  const exact = (Number(value.replace('%', '')) / 100) * total;
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}
