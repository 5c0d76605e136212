import { describe, expect, it } from 'vitest';
import { makeInput } from '../inputs/input.ts';
import { allRows } from './all-rows.ts';
import { isOurs } from './participants.ts';

const cases = allRows.flatMap((row) => row.orders.flatMap((order) => ([4, 6] as const).flatMap((family) => Object.keys(row.participants).map((participant) => ({ row, order, family, participant })))));

describe('the rows', () => {
  it('have names of their own, and ours first', () => {
    expect(new Set(allRows.map(({ id }) => id)).size).toBe(allRows.length);
    expect(allRows.every(({ participants }) => isOurs(Object.keys(participants)[0] ?? ''))).toBe(true);
  });

  it.each(cases.map((each) => [each.row.id, each.order, each.family, each.participant, each] as const))('%s, %s, IPv%i: %s gives the right answer for a plan of ten blocks', (_row, _order, _family, _participant, { row, order, family, participant }) => {
    const input = makeInput(row.kind, family, order, 10);
    const attempt = row.participants[participant]?.(input).prepare();
    attempt?.run();
    expect(attempt?.answer()).toEqual(row.expected(input));
  });
});
