import type { InputOrder } from '../inputs/input.ts';
import type { Row } from '../rows/row.ts';
import { expected, floor, isOurs } from '../rows/participants.ts';
import { startCell, type StandingCell } from './cell-process.ts';
import { warmUps, type CellSpec } from './cell-spec.ts';
import { describeDifference } from './difference.ts';
import { summarise } from './median.ts';
import type { CellOutcome, RowOutcome } from './outcome.ts';
import type { Pin } from './pin.ts';

/** How rows are run. */
export interface RunOptions {
  readonly script: string;
  readonly pin: Pin;
  /** The runs of a cell; slow cells make fewer. */
  readonly runs: number;
  /** Sizes above this are left out. */
  readonly sizes: readonly number[];
  readonly families: readonly (4 | 6)[];
  readonly orders: readonly InputOrder[];
  /** Whether answers are all that matters: hardly any warm-up, no wait for the slow, and the cells of a row are started together. */
  readonly quick: boolean;
  /** Told before each size of a row. */
  readonly onStart?: (text: string) => void;
}

/** A cell that takes longer than its runs may together makes fewer of them. */
const cellBudgetMs = 12_000;

/** Sizes, families and orders of one row. */
export const runRow = async (row: Row, options: RunOptions): Promise<readonly RowOutcome[]> => {
  const outcomes: RowOutcome[] = [];
  for (const family of options.families) {
    for (const order of row.orders.filter((candidate) => options.orders.includes(candidate))) {
      let before: RowOutcome | undefined;
      for (const size of row.sizes.filter((candidate) => options.sizes.includes(candidate))) {
        options.onStart?.(`${row.id}, IPv${family}, ${order}, ${size}`);
        before = await runSize(row, { family, order, size }, before, options);
        outcomes.push(before);
      }
    }
  }
  return outcomes;
};

const runSize = async (row: Row, place: Pick<CellSpec, 'family' | 'order' | 'size'>, before: RowOutcome | undefined, options: RunOptions): Promise<RowOutcome> => {
  const patienceMs = options.quick ? 300 : (row.patience ?? 4) * 1000;
  const cells: Record<string, CellOutcome> = {};
  const standing: Record<string, StandingCell> = {};
  const wrong: Record<string, string> = {};
  const start = (participant: string): Promise<StandingCell> =>
    startCell({ row: row.id, participant, ...place, warmUp: options.quick ? warmUps.quick : warmUps.full }, { script: options.script, pin: options.pin, deadlineMs: 60_000 + 3 * patienceMs });

  const startInto = async (participant: string): Promise<void> => {
    const expectedMs = expectedTime(row, participant, place.size, before);
    if (expectedMs !== undefined && expectedMs > patienceMs) {
      cells[participant] = { kind: 'skipped', expectedMs };
      return;
    }
    try {
      standing[participant] = await start(participant);
    } catch (error) {
      cells[participant] = { kind: 'failed', problem: error instanceof Error ? error.message : String(error) };
    }
  };

  try {
    const participants = [...(row.floor ? [floor] : []), ...Object.keys(row.participants)];
    const starting = start(expected);
    if (options.quick) await Promise.all([starting, ...participants.map(startInto)]);
    const right = await starting;
    right.end();
    if (!options.quick) for (const participant of participants) await startInto(participant);
    for (const [participant, cell] of Object.entries(standing)) {
      const difference = participant === floor ? undefined : describeDifference(right.answer, cell.answer);
      if (difference !== undefined) wrong[participant] = difference;
    }
    for (const [participant, runs] of Object.entries(await runInTurn(standing, options.runs))) {
      cells[participant] = { kind: 'measured', figure: summarise(runs), runMs: standing[participant]?.runMs ?? 0 };
    }
  } finally {
    for (const cell of Object.values(standing)) cell.end();
  }
  return { row: row.id, ...place, cells, wrong };
};

// Everybody runs once before anybody runs again: what disturbs the machine for a while disturbs all of them alike.
const runInTurn = async (standing: Readonly<Record<string, StandingCell>>, runs: number): Promise<Record<string, number[]>> => {
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(standing).map((participant) => [participant, []]));
  for (let round = 0; round < runs; round++) {
    for (const [participant, cell] of Object.entries(standing)) {
      if (round > 0 && cell.runMs * (round + 1) > cellBudgetMs) continue;
      // What takes seconds is noisy by hundredths only: its first run counts where a second one would take too long.
      times[participant]?.push(cell.runMs > cellBudgetMs / 2 ? cell.warmUp : await cell.run());
    }
  }
  return times;
};

const expectedTime = (row: Row, participant: string, size: number, before: RowOutcome | undefined): number | undefined => {
  const earlier = before?.cells[participant];
  if (!before || !earlier || earlier.kind === 'failed' || participant === floor || isOurs(participant)) return undefined;
  const factor = (size / before.size) ** (row.growth?.[participant] ?? 1);
  return factor * (earlier.kind === 'skipped' ? earlier.expectedMs : earlier.runMs);
};
