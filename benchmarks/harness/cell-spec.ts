import type { InputOrder } from '../inputs/input.ts';

/** One cell of a table: who does what to which input. */
export interface CellSpec {
  readonly row: string;
  readonly participant: string;
  readonly family: 4 | 6;
  readonly order: InputOrder;
  /** How many blocks. */
  readonly size: number;
  readonly warmUp: WarmUp;
}

/**
 * How long a cell warms up. V8 compiles a function by how often it was called, so time alone ends it too early where an
 * operation takes ten milliseconds: so many runs are made as well, or as many as go into the longer time.
 */
export interface WarmUp {
  readonly leastMs: number;
  readonly leastRuns: number;
  readonly mostMs: number;
}

/** The warm-up of a full run, and the one of a quick run, which measures nothing. */
export const warmUps: Readonly<Record<'full' | 'quick', WarmUp>> = { full: { leastMs: 400, leastRuns: 60, mostMs: 3000 }, quick: { leastMs: 20, leastRuns: 1, mostMs: 20 } };

/** What a cell answered. Two cells of a row agree where the digests are equal. */
export interface Answer {
  readonly count: number;
  readonly digest: string;
  /** The answer itself, where it is short enough to show a difference in it. */
  readonly items?: readonly string[];
}

/** What the process of a cell tells; `milliseconds` are for one operation, `runMs` for all operations of a run. */
export type CellMessage =
  | { readonly kind: 'ready'; readonly milliseconds: number; readonly runMs: number; readonly answer: Answer }
  | { readonly kind: 'ran'; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly problem: string };
