import { NodePoolError } from '../errors.ts';
import type { ObservedNodePool } from './node-pool.ts';

/**
 * The pool of a name; `undefined` where there is none. Pure.
 *
 * @throws {NodePoolError} `AmbiguousNodePool` where several pools have the name: Container Service doesn't forbid that
 */
export const selectNodePool = (pools: readonly ObservedNodePool[], name: string): ObservedNodePool | undefined => {
  const found = pools.filter((pool) => pool.name === name);
  if (found.length <= 1) return found[0];
  throw new NodePoolError({
    code: 'AmbiguousNodePool',
    message: `${found.length} node pools are named "${name}": ${found.map((pool) => pool.id).join(', ')}`,
    remediation: 'Rename or remove all but one of them; a pool is found again by its name.',
  });
};
