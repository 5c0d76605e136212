import type { MemoryOutcome } from '../harness/measure-memory.ts';
import type { RowOutcome } from '../harness/outcome.ts';
import type { ImportOutcome } from '../harness/time-imports.ts';
import type { Refusals } from '../peers/refusals.ts';

/** All that a run found; `--json` writes it as it is. */
export interface Results {
  /** The machine and how it was used. */
  readonly machine: string;
  readonly rows: readonly RowOutcome[];
  /** Undefined where it was left out. */
  readonly imports?: ImportOutcome;
  readonly memory: readonly MemoryOutcome[];
  readonly refusals: Readonly<Record<string, Refusals>>;
  readonly wrongVerdicts: Readonly<Record<string, readonly string[]>>;
}

/** The outcome of a row at a size. */
export const findRow = ({ rows }: Results, row: string, family: 4 | 6, size: number): RowOutcome | undefined =>
  rows.find((outcome) => outcome.row === row && outcome.family === family && outcome.order === 'shuffled' && outcome.size === size);
