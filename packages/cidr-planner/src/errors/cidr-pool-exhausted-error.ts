import { HybridError } from '@ack-hybrid/core';
import type { AddressFamily } from '../plan/block/address-family.ts';

const marker = Symbol.for('ack-hybrid.CidrPoolExhaustedError');

/** Free blocks of one size. */
export interface FreeBlocks {
  readonly family: AddressFamily;
  /** The length of the prefix in bits. */
  readonly prefix: number;
  /** How many of the fewest free blocks have this prefix. */
  readonly blocks: number;
}

/** Named allocations that stand in the way of one block. */
export interface RoomToMake {
  /** The block that would be free then. */
  readonly block: string;
  /** The allocations that would have to go, in address order. */
  readonly release: readonly string[];
}

/** A pool has no free block of the prefix that is asked for. `code` is `CidrPoolExhausted`. */
export class CidrPoolExhaustedError extends HybridError {
  /** The prefix that was asked for. */
  readonly prefix: number;
  /** What is free, the largest blocks first. */
  readonly free: readonly FreeBlocks[];
  /** The allocations with the fewest addresses whose release would make room; undefined where none would. */
  readonly room: RoomToMake | undefined;

  constructor(fields: { readonly pool: string; readonly prefix: number; readonly free: readonly FreeBlocks[]; readonly room: RoomToMake | undefined }) {
    const { pool, prefix, free, room } = fields;
    const shown = free.slice(0, 5).map(({ prefix: size, blocks }) => `${blocks} × /${size}`);
    super({
      code: 'CidrPoolExhausted',
      message: `${pool} has no free /${prefix}: ${free.length === 0 ? 'nothing is free' : `free ${free.length === 1 && free[0]?.blocks === 1 ? 'is' : 'are'} ${shown.join(', ')}${free.length > shown.length ? ' and smaller ones' : ''}`}`,
      remediation: [room ? `Release ${listNames(room.release)}, which makes ${room.block} free` : 'Ask for a smaller block', `or add a /${prefix} or a larger block to the pool.`].join(', '),
    });
    this.prefix = prefix;
    this.free = free;
    this.room = room;
  }

  get [marker](): true {
    return true;
  }

  static override isInstance(value: unknown): value is CidrPoolExhaustedError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[marker] === true;
  }
}

const listNames = (names: readonly string[]): string => {
  const shown = names.slice(0, 5).map((name) => JSON.stringify(name));
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(' and ');
};
