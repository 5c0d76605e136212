import type { V1Node, V1Taint } from '@kubernetes/client-node';
import type { NodeMarks } from '../halves.ts';

/**
 * The patch that brings a Node from the labels and taints that its pool had to those that the pool has: what only `before` has goes, what
 * `after` has is set, whatever others put there stays. Good as a merge patch and as a strategic one; its `resourceVersion` makes the API
 * server refuse it (409) where the Node changed meanwhile, for the list of taints is replaced as a whole.
 *
 * @returns `undefined` where the Node is as it should be.
 */
export function patchOfMarks(node: V1Node, before: NodeMarks, after: NodeMarks): unknown {
  const labels: Record<string, string | null> = {};
  const present = node.metadata?.labels ?? {};
  for (const key of Object.keys(before.labels)) if (key in present && !(key in after.labels)) labels[key] = null;
  for (const [key, value] of Object.entries(after.labels)) if (present[key] !== value) labels[key] = value;

  const old = node.spec?.taints ?? [];
  const ours = new Set([...before.taints, ...after.taints].map(identityOf));
  const taints: V1Taint[] = [...old.filter((taint) => !ours.has(identityOf(taint))), ...after.taints.map((taint) => ({ ...taint }))];
  const sameTaints = taints.length === old.length && taints.every((taint) => old.some((other) => identityOf(other) === identityOf(taint) && (other.value ?? '') === (taint.value ?? '')));

  if (Object.keys(labels).length === 0 && sameTaints) return undefined;
  const { resourceVersion } = node.metadata ?? {};
  return { metadata: { ...(resourceVersion === undefined ? {} : { resourceVersion }), labels }, ...(sameTaints ? {} : { spec: { taints } }) };
}

/** A Node has one taint of a key and an effect. */
function identityOf(taint: { readonly key: string; readonly effect: string }): string {
  return `${taint.key}:${taint.effect}`;
}
