import { ApiError, ConflictError, NotFoundError, type HybridError } from '@ack-hybrid/core';

/** What a run that is killed looks like from inside: nothing catches it. */
export class Killed extends Error {}

/** Counts the writes of fakes, and makes the n-th one fail before or after it is done. */
export class Faults {
  readonly writes: string[] = [];
  #plan: { readonly at: number; readonly moment: 'before' | 'after'; readonly error: Error } | undefined;

  /** The process dies at the n-th write (from 1, counted from now on). */
  killAt(nth: number, moment: 'before' | 'after'): void {
    this.#plan = { at: this.writes.length + nth, moment, error: new Killed('killed') };
  }

  /** The answer to the n-th write gets lost, done or not. */
  loseAnswerAt(nth: number, moment: 'before' | 'after'): void {
    this.#plan = { at: this.writes.length + nth, moment, error: lostAnswer() };
  }

  conflictAt(nth: number): void {
    this.#plan = { at: this.writes.length + nth, moment: 'before', error: conflict() };
  }

  async write<Value>(operation: string, body: () => Value): Promise<Value> {
    await Promise.resolve();
    this.writes.push(operation);
    const plan = this.#plan?.at === this.writes.length ? this.#plan : undefined;
    if (plan?.moment === 'before') throw plan.error;
    const value = body();
    if (plan !== undefined) throw plan.error;
    return value;
  }
}

const fields = (errorCode: string, outcome: 'refused' | 'unknown', retryable: boolean) => ({ service: 'fake', operation: 'fake', errorCode, detail: errorCode, outcome, retryable });

export const lostAnswer = (): HybridError => new ApiError(fields('ECONNRESET', 'unknown', true));
export const conflict = (): HybridError => new ConflictError(fields('Conflict', 'refused', false));
export const absent = (what: string): HybridError => new NotFoundError(fields(`EntityNotExist.${what}`, 'refused', false));
export const refused = (code: string): HybridError => new ApiError(fields(code, 'refused', false));
