import { describe, expect, it } from 'vitest';
import { makeInput } from '../inputs/input.ts';
import { readSpan, type Span } from '../reference/read-span.ts';
import { freeSpans, takeFirst } from '../reference/set-algebra.ts';
import { allRows } from './all-rows.ts';
import { createAllocateRow } from './allocate-row.ts';
import { sizeOf } from './answers.ts';
import { isOurs } from './participants.ts';

class PlainPool {
  private readonly free: Span[];
  constructor(within: string, { taken }: { readonly taken: readonly string[] }) {
    this.free = [...freeSpans(readSpan(within), taken.map(readSpan))];
  }
  allocate({ prefix }: { readonly prefix: number }): Span {
    // The texts of the tests below are IPv4 where the prefix is 32 at most, and nothing longer than a /30 is asked for.
    const taken = takeFirst(this.free, sizeOf(prefix <= 30 ? 4 : 6, prefix));
    if (!taken) throw new Error('The pool is full: draw fewer requests.');
    return taken;
  }
}

const rows = [...allRows, createAllocateRow(PlainPool)];
const cases = rows.flatMap((row) => row.orders.flatMap((order) => ([4, 6] as const).flatMap((family) => Object.keys(row.participants).map((participant) => ({ row, order, family, participant })))));

describe('the rows', () => {
  it('have names of their own, and ours first', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.every(({ participants }) => isOurs(Object.keys(participants)[0] ?? ''))).toBe(true);
  });

  it.each(cases.map((each) => [each.row.id, each.order, each.family, each.participant, each] as const))('%s, %s, IPv%i: %s gives the right answer for a plan of ten blocks', (_row, _order, _family, _participant, { row, order, family, participant }) => {
    const input = makeInput(row.kind, family, order, 10);
    const attempt = row.participants[participant]?.(input).prepare();
    attempt?.run();
    expect(attempt?.answer()).toEqual(row.expected(input));
  });
});
