import { InvalidInputError } from '@ack-hybrid/core/errors';
import type { CidrBlock } from '../block/cidr-block.ts';
import { CidrSet } from '../set/cidr-set.ts';
import type { CidrSetLike } from '../set/cidr-set.ts';

/** What a pool starts with. */
export interface CidrPoolOptions {
  /** What is in use already, by whomever; what lies outside of the pool is ignored. */
  readonly taken?: CidrSetLike | undefined;
  /** Named allocations of an earlier run: they keep their blocks. */
  readonly allocations?: Readonly<Record<string, CidrBlock | string>> | ReadonlyMap<string, CidrBlock | string> | undefined;
  /** Allocations of an earlier run that have no name. */
  readonly unnamed?: Iterable<CidrBlock | string> | undefined;
}

/** The allocations by name, of an object or a map. */
export const entriesOf = (allocations: NonNullable<CidrPoolOptions['allocations']>): Iterable<readonly [string, CidrBlock | string]> =>
  allocations instanceof Map ? (allocations as ReadonlyMap<string, CidrBlock | string>) : Object.entries(allocations as Readonly<Record<string, CidrBlock | string>>);

/** Whether a value has fields. */
export const isObject = (value: unknown): value is Readonly<Record<string, never>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the blocks of an option. */
export const readSet = (path: string, blocks: CidrSetLike): CidrSet => readAt(path, () => new CidrSet(blocks));

/** Reads a block or a list of them; what is wrong is told with the place where it stands. */
export const readAt = <Value>(path: string, read: () => Value): Value => {
  try {
    return read();
  } catch (error) {
    if (!InvalidInputError.isInstance(error)) throw error;
    const issues = error.issues.map((issue) => ({ path: `${path}${issue.path}`, message: issue.message }));
    throw new InvalidInputError({ subject: 'CIDR pool', code: error.code, issues, ...(error.remediation === undefined ? {} : { remediation: error.remediation }), cause: error });
  }
};

/** One bad field of a pool or of a request. */
export const invalid = (path: string, message: string, remediation: string): InvalidInputError => new InvalidInputError({ subject: 'CIDR pool', issues: [{ path, message }], remediation });
