import type { InputOrder } from '../inputs/input.ts';

/** One cell of a table: who does what to which input. */
export interface CellSpec {
  readonly row: string;
  readonly participant: string;
  readonly family: 4 | 6;
  readonly order: InputOrder;
  /** How many blocks. */
  readonly size: number;
  /** How long to warm up. */
  readonly warmUpMs: number;
}

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
