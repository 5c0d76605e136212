import { InvalidInputError } from '@ack-hybrid/core';
import type { PoolInstance } from './judge-nodes.ts';

/** Which nodes go: so many that `size` are left, failed ones first, then the newest; or those that are named. */
export type ScaleInTarget = { readonly kind: 'size'; readonly size: number } | { readonly kind: 'instances'; readonly instanceIds: readonly string[] };

/**
 * Chooses the instances to remove. Pure; the same answer for the same pool. Those that are being removed already count
 * as gone, so that an interrupted removal goes on where it stopped.
 *
 * @throws {InvalidInputError} for a size that is no whole number of 0 to 500, and for no instance ids
 */
export const chooseNodesToRemove = (instances: readonly PoolInstance[], target: ScaleInTarget): readonly string[] => {
  const staying = instances.filter((instance) => instance.state !== 'removing');
  if (target.kind === 'instances') {
    if (target.instanceIds.length === 0) throw new InvalidInputError({ subject: 'scale in', issues: [{ path: 'instanceIds', message: 'names no instance' }] });
    return staying.filter((instance) => target.instanceIds.includes(instance.instanceId)).map((instance) => instance.instanceId);
  }
  if (!Number.isInteger(target.size) || target.size < 0 || target.size > 500) {
    throw new InvalidInputError({ subject: 'scale in', issues: [{ path: 'size', message: `${String(target.size)} is no whole number from 0 to 500` }] });
  }
  return [...staying]
    .sort((left, right) => rank(left) - rank(right) || right.createdAt.localeCompare(left.createdAt) || left.instanceId.localeCompare(right.instanceId))
    .slice(0, Math.max(staying.length - target.size, 0))
    .map((instance) => instance.instanceId);
};

const rank = (instance: PoolInstance): number => (instance.state === 'failed' ? 0 : 1);
