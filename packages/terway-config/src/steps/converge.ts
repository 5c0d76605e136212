import { ApiError, ConflictError, NotFoundError, withRetry } from '@ack-hybrid/core';

/** How patiently a step looks again after a conflict or a lost answer. */
export interface RetryPatience {
  /** Looks in all. Default 5. */
  readonly attempts?: number;
  /** Milliseconds before the second look, doubled from then on. Default 250. */
  readonly minDelayMs?: number;
  /** Default 10,000. */
  readonly maxDelayMs?: number;
}

/**
 * Repeats "observe, then write what is still missing" after a conflict or a lost answer: nothing is written on memory,
 * so a write whose answer was lost isn't done twice.
 *
 * @param absenceMayPass also after a NotFoundError: RAM lists what was just made with a delay
 */
export const converge = <Value>(
  attempt: () => Promise<Value>,
  options: { readonly signal?: AbortSignal | undefined; readonly retry?: RetryPatience | undefined; readonly absenceMayPass?: boolean },
): Promise<Value> =>
  withRetry(attempt, {
    attempts: 5,
    ...options.retry,
    signal: options.signal,
    retryIf: (error) => ConflictError.isInstance(error) || (options.absenceMayPass === true && NotFoundError.isInstance(error)) || (ApiError.isInstance(error) && error.retryable),
  });
