// One cell in a process of its own: it makes its input, runs once, and then once more whenever it is asked.
import { createHash } from 'node:crypto';
import type { Answer, CellMessage, CellSpec } from './harness/cell-spec.ts';
import { makeInput } from './inputs/input.ts';
import { allRows } from './rows/all-rows.ts';
import { floorCell } from './rows/floor-cell.ts';
import { expected, floor } from './rows/participants.ts';
import { repeatable, type Attempt, type Cell } from './rows/row.ts';

/** A run of small operations repeats them until it takes about so long, as a clock can't tell microseconds. */
const leastRunMs = 15;

/** A run that takes so long has compiled what is hot by itself: it needs no warm-up. */
const longRunMs = 5000;

/** Answers of up to so many items travel whole, so that a difference can be shown. */
const shownItems = 2000;

const tell = (message: CellMessage): void => {
  process.send?.(message);
};

const digestOf = (items: readonly string[]): Answer => {
  const hash = createHash('sha256');
  for (let at = 0; at < items.length; at += 10_000) hash.update(`${items.slice(at, at + 10_000).join('\n')}\n`);
  return { count: items.length, digest: hash.digest('hex'), ...(items.length <= shownItems ? { items } : {}) };
};

const cellOf = (spec: CellSpec): Cell => {
  const row = allRows.find(({ id }) => id === spec.row);
  if (!row) throw new Error(`There is no row ${spec.row}: name one of ${allRows.map(({ id }) => id).join(', ')}.`);
  const input = makeInput(row.kind, spec.family, spec.order, spec.size);
  if (spec.participant === expected) return repeatable(() => row.expected(input), (items) => items);
  const make = spec.participant === floor ? floorCell(row.id === 'exclude') : row.participants[spec.participant];
  if (!make) throw new Error(`The row ${spec.row} has no participant ${spec.participant}.`);
  return make(input);
};

/** Runs the operation so many times, and says how long one took. */
const time = (cell: Cell, times: number): { readonly milliseconds: number; readonly attempt: Attempt } => {
  const attempts = Array.from({ length: cell.once ? times : 1 }, () => cell.prepare());
  const only = attempts[0] as Attempt;
  globalThis.gc?.();
  const start = performance.now();
  if (cell.once) for (const attempt of attempts) attempt.run();
  else for (let at = 0; at < times; at++) only.run();
  return { milliseconds: (performance.now() - start) / times / cell.operations, attempt: only };
};

const begin = (spec: CellSpec): void => {
  const cell = cellOf(spec);
  const first = time(cell, 1);
  const answer = digestOf(first.attempt.answer());
  let { milliseconds } = first;
  let times = 1;
  // Before the first run that counts, the engine compiles what is hot.
  const { leastMs, leastRuns, mostMs } = spec.warmUp;
  const start = performance.now();
  const isCold = (runs: number): boolean => {
    const elapsed = performance.now() - start;
    return elapsed < leastMs || (runs < leastRuns && elapsed < mostMs);
  };
  for (let runs = 0; isCold(runs) && milliseconds * cell.operations < longRunMs; runs++) {
    ({ milliseconds } = time(cell, times));
    times = Math.max(1, Math.min(10_000, Math.ceil(leastRunMs / (milliseconds * cell.operations))));
  }
  process.on('message', () => tell({ kind: 'ran', milliseconds: time(cell, times).milliseconds }));
  tell({ kind: 'ready', milliseconds, runMs: milliseconds * cell.operations, answer });
};

try {
  begin(JSON.parse(process.argv[2] ?? '{}') as CellSpec);
} catch (error) {
  tell({ kind: 'failed', problem: error instanceof Error ? error.message : String(error) });
  process.disconnect();
}
