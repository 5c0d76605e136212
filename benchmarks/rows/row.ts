import type { Input, InputKind, InputOrder } from '../inputs/input.ts';

/** One operation on an input, made ready; `answer` tells what the last run found, as texts that any participant can be compared by. */
export interface Attempt {
  run(): void;
  answer(): readonly string[];
}

/** What a participant does in a row. */
export interface Cell {
  /** Makes an operation ready, outside the clock. */
  prepare(): Attempt;
  /** How many operations a run makes: a figure is for one of them. */
  readonly operations: number;
  /** Whether an attempt can run once only, as it changes what it works on. */
  readonly once: boolean;
}

/** What to do with an input. */
export type MakeCell = (input: Input) => Cell;

/** A line of figures: the same question to everybody. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly unit: 'ms' | 'ns';
  readonly kind: InputKind;
  readonly orders: readonly InputOrder[];
  /** The sizes to ask; other sizes are left out. */
  readonly sizes: readonly number[];
  /** Whether the floor is shown: the characters scanned and as many numbers sorted. */
  readonly floor: boolean;
  /** The name of our cell first; a peer has the name of its package, with what was added to it by hand. */
  readonly participants: Readonly<Record<string, MakeCell>>;
  /** The right answer. */
  readonly expected: (input: Input) => readonly string[];
  /** How the time of a participant grows with the size, as a power; it tells whether the next size is worth a try. 1 where not said. */
  readonly growth?: Readonly<Record<string, number>>;
  /** The longest single run that is worth waiting for, in seconds; 4 where not said. */
  readonly patience?: number;
}

/** An operation that changes nothing, so that it can run again. */
export const repeatable = <Result>(run: () => Result, answer: (result: Result) => readonly string[], operations = 1): Cell => ({
  operations,
  once: false,
  prepare: () => attempt(run, answer),
});

/** An operation that needs a fresh state each time. */
export const consuming = <State, Result>(fresh: () => State, run: (state: State) => Result, answer: (result: Result) => readonly string[], operations = 1): Cell => ({
  operations,
  once: true,
  prepare: () => {
    const state = fresh();
    return attempt(() => run(state), answer);
  },
});

const attempt = <Result>(run: () => Result, answer: (result: Result) => readonly string[]): Attempt => {
  let result: { readonly value: Result } | undefined;
  return {
    run: () => {
      result = { value: run() };
    },
    answer: () => {
      if (!result) throw new Error('The attempt has no answer yet: run it first.');
      return answer(result.value);
    },
  };
};
