import { ApiError } from '../errors/api-error.ts';
import { HybridError } from '../errors/hybrid-error.ts';

/** How often and how patiently a call is sent again. */
export interface RetryOptions {
  readonly signal?: AbortSignal | undefined;
  /** Calls in all, the first one counted. Default 8, which waits about 40 s in all: throttling windows last a minute at most. */
  readonly attempts?: number;
  /** Milliseconds before the second call, doubled from then on, with jitter. Default 250. */
  readonly minDelayMs?: number;
  /** Default 10,000. A longer wait that the service itself asks for is kept, up to a minute. */
  readonly maxDelayMs?: number;
  /** Which errors deserve another call. By default those whose `retryable` is true. */
  readonly retryIf?: (error: HybridError) => boolean;
  /** Called before each further call, with what the last one threw. */
  readonly onRetry?: (error: HybridError) => void;
}

const longestAskedMs = 60_000;

/**
 * Runs a function again while it fails with an error that the policy calls retryable. The last error is thrown as it is.
 * A write whose repetition would do harm must look first on each attempt; see `ensure`.
 *
 * @throws whatever the last attempt threw, or the signal's reason
 * @example
 * const zones = await withRetry(() => describeZones(), { signal });
 */
export const withRetry = async <Value>(attempt: () => Promise<Value>, options: RetryOptions = {}): Promise<Value> => {
  const { default: pRetry } = await import('p-retry');
  const { signal, attempts = 8, minDelayMs = 250, maxDelayMs = 10_000 } = options;
  const retryIf = options.retryIf ?? ((error: HybridError) => error.retryable);
  signal?.throwIfAborted();
  return pRetry(attempt, {
    retries: attempts - 1,
    minTimeout: minDelayMs,
    maxTimeout: maxDelayMs,
    randomize: true,
    ...(signal === undefined ? {} : { signal }),
    shouldRetry: async ({ error, retriesLeft }) => {
      if (retriesLeft === 0 || !HybridError.isInstance(error) || !retryIf(error)) return false;
      options.onRetry?.(error);
      // What the service asks for comes on top of the policy's own delay: it is a lower bound.
      const asked = ApiError.isInstance(error) ? Math.min(error.retryAfterMs ?? 0, longestAskedMs) : 0;
      if (asked > 0) await sleep(asked, signal);
      return true;
    },
  });
};

/**
 * Waits.
 *
 * @throws the signal's reason, promptly, on abort
 */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
