import { excludeCidr } from 'cidr-tools';
import { exclude } from 'fast-cidr-tools';
import type { Ends } from '../peers/peer.ts';
import { readSpan } from '../reference/read-span.ts';
import { freeSpans, takeFirst } from '../reference/set-algebra.ts';
import { addressOf, prefixOf, sizeOf, spanText } from './answers.ts';
import type { MakeCell, Row } from './row.ts';
import { consuming, repeatable } from './row.ts';

type Exclude = (base: string[], excluded: string[]) => string[];

const freeListWith = (excludeFrom: Exclude): MakeCell => ({ texts, pool, requests }) =>
  consuming(
    () => excludeFrom([pool], texts as string[]),
    (free) =>
      requests.map((prefix) => {
        const place = free.findIndex((text) => prefixOf(text) <= prefix);
        const room = free[place];
        if (room === undefined) return undefined;
        const taken = `${addressOf(room)}/${prefix}`;
        free.splice(place, 1, ...(prefixOf(room) === prefix ? [] : excludeFrom([room], [taken])));
        return taken;
      }),
    (allocated) => allocated.map((text) => (text === undefined ? '' : spanText(readSpan(text)))),
  );

/** What this row asks of a pool of ours. */
export interface Pool {
  allocate(request: { readonly prefix: number; readonly fit: 'first' }): Ends;
}

/** How a pool of ours is made. */
export type PoolClass = new (within: string, options: { readonly taken: readonly string[] }) => Pool;

const allocateAll = (pool: Pool, requests: readonly number[]): readonly Ends[] => requests.map((prefix) => pool.allocate({ prefix, fit: 'first' }));

/** As many allocations as blocks are taken already, with the lowest address first. */
export const createAllocateRow = (CidrPool: PoolClass): Row => ({
  id: 'allocate',
  title: 'N allocations of /24 to /30 in a fragmented pool that has N blocks taken; the pool stands (peers: a free-list of texts)',
  unit: 'ms',
  kind: 'disjoint',
  orders: ['shuffled'],
  sizes: [10, 1e3, 1e4],
  floor: false,
  participants: {
    ours: (input) =>
      consuming(
        () => new CidrPool(input.pool, { taken: input.texts }),
        (pool) => allocateAll(pool, input.requests),
        (allocated) => allocated.map(spanText),
      ),
    'ours, with the pool from texts': (input) =>
      repeatable(
        () => allocateAll(new CidrPool(input.pool, { taken: input.texts }), input.requests),
        (allocated) => allocated.map(spanText),
      ),
    'cidr-tools': freeListWith(excludeCidr),
    'fast-cidr-tools': freeListWith((base, excluded) => exclude(base, excluded, true)),
  },
  expected: (input) => {
    const free = [...freeSpans(readSpan(input.pool), input.texts.map(readSpan))];
    return input.requests.map((prefix) => {
      const taken = takeFirst(free, sizeOf(input.family, prefix));
      return taken ? spanText(taken) : '';
    });
  },
  growth: { 'cidr-tools': 2, 'fast-cidr-tools': 2 },
  patience: 30,
});
