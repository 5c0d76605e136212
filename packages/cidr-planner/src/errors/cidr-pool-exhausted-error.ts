import { HybridError } from '@ack-hybrid/core/errors';
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
  /** Other places for all of them, where there are any: moving is enough then. */
  readonly move?: readonly { readonly name: string; readonly to: string }[];
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
      message: `${pool} has no free /${prefix}: ${free.length === 0 ? 'nothing is free' : `what is free is ${shown.join(', ')}${free.length > shown.length ? ' and smaller ones' : ''}`}`,
      remediation: `${capitalise([...describeRoom(room), ...(free.length > 0 ? ['ask for a smaller block'] : []), `add a /${prefix} or a larger block to the pool`].join(', or '))}.`,
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

const describeRoom = (room: RoomToMake | undefined): readonly string[] => {
  if (!room) return [];
  return [`${room.move ? `move ${room.move.slice(0, 5).map(({ name, to }) => `${JSON.stringify(name)} to ${to}`).join(' and ')}${room.move.length > 5 ? ` and ${room.move.length - 5} more` : ''}` : `release ${listNames(room.release)}`}, which makes ${room.block} free`];
};

const capitalise = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const listNames = (names: readonly string[]): string => {
  const shown = names.slice(0, 5).map((name) => JSON.stringify(name));
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(' and ');
};
