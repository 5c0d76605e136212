import type { InputOrder } from '../inputs/input.ts';
import type { Figure } from './median.ts';

/** What became of one cell. */
export type CellOutcome =
  /** It ran; the figure is in milliseconds an operation, and a run of all its operations took `runMs`. */
  | { readonly kind: 'measured'; readonly figure: Figure; readonly runMs: number }
  /** Its smaller size says that it would take too long; about so many milliseconds a run. */
  | { readonly kind: 'skipped'; readonly expectedMs: number }
  | { readonly kind: 'failed'; readonly problem: string };

/** All figures of one row for one family, order and size. */
export interface RowOutcome {
  readonly row: string;
  readonly family: 4 | 6;
  readonly order: InputOrder;
  readonly size: number;
  readonly cells: Readonly<Record<string, CellOutcome>>;
  /** Participants whose answer is not the right one, with the first difference. */
  readonly wrong: Readonly<Record<string, string>>;
}

/** The figure of a participant in milliseconds an operation, where it was measured. */
export const measured = (outcome: RowOutcome | undefined, participant: string): number | undefined => {
  const cell = outcome?.cells[participant];
  return cell?.kind === 'measured' ? cell.figure.median : undefined;
};
