import { InvalidInputError } from '@ack-hybrid/core';
import { CidrParseError } from '../../errors.ts';
import { CidrBlock } from '../block/cidr-block.ts';
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
export const readSet = (path: string, blocks: CidrSetLike): CidrSet => {
  if (typeof blocks !== 'string' && !isIterable(blocks) && !(blocks instanceof CidrBlock)) throw invalid(path, 'this is no block and no list of blocks', 'Write a block such as 10.10.0.0/16, or a list of them.');
  return readAt(path, () => new CidrSet(blocks));
};

const isIterable = (value: unknown): value is Iterable<never> => typeof value === 'object' && value !== null && Symbol.iterator in value;

/** Reads a block or a list of them; what is wrong with a text is told with the place where it stands. */
export const readAt = <Value>(path: string, read: () => Value): Value => {
  try {
    return read();
  } catch (error) {
    if (!CidrParseError.isInstance(error)) throw error;
    const place = error.index === undefined ? path : `${path}[${error.index}]`;
    throw new InvalidInputError({ subject: 'CIDR pool', code: error.code, issues: [{ path: place, message: error.message }], ...(error.remediation === undefined ? {} : { remediation: error.remediation }), cause: error });
  }
};

/** One bad field of a pool or of a request. */
export const invalid = (path: string, message: string, remediation: string): InvalidInputError => new InvalidInputError({ subject: 'CIDR pool', issues: [{ path, message }], remediation });
