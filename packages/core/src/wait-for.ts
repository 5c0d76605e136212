import { HybridError } from './errors/hybrid-error.ts';
import { WaitTimeoutError } from './errors/wait-timeout-error.ts';
import { sleep } from './retry/with-retry.ts';

/** What one look at the awaited thing gave. */
export type Observation<Value> = { readonly done: true; readonly value: Value } | { readonly done: false; readonly state: string };

/** The bounds of a wait. There is no wait without a deadline. */
export interface WaitOptions {
  /** What is awaited, as the subject of a sentence: `the rollout of kube-system/calico-node`. */
  readonly subject: string;
  /** Milliseconds until the wait gives up. */
  readonly timeoutMs: number;
  /** Milliseconds between two looks. Default 1,000. */
  readonly intervalMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with each new state. */
  readonly onState?: ((state: string) => void) | undefined;
  /** What to do when it doesn't come. */
  readonly remediation?: string;
}

/**
 * Looks again and again until the awaited thing is there. A look that fails with a retryable error counts as a state.
 *
 * @throws {WaitTimeoutError} at the deadline, with the distinct states seen
 * @throws the signal's reason on abort, and whatever else `look` throws
 * @example
 * const pool = await waitFor(async () => {
 *   const found = await describe();
 *   return found.state === 'active' ? { done: true, value: found } : { done: false, state: found.state };
 * }, { subject: 'node pool np1', timeoutMs: 600_000 });
 */
export const waitFor = async <Value>(look: () => Promise<Observation<Value>>, options: WaitOptions): Promise<Value> => {
  const { signal, intervalMs = 1_000 } = options;
  const deadline = performance.now() + options.timeoutMs;
  const statesSeen: string[] = [];
  let lastError: unknown;
  for (;;) {
    signal?.throwIfAborted();
    const observation = await observe(look, (error) => (lastError = error));
    if (observation.done) return observation.value;
    if (statesSeen.at(-1) !== observation.state) {
      statesSeen.push(observation.state);
      options.onState?.(observation.state);
    }
    const left = deadline - performance.now();
    if (left <= 0) {
      throw new WaitTimeoutError({
        subject: options.subject,
        timeoutMs: options.timeoutMs,
        statesSeen: [...new Set(statesSeen)],
        remediation: options.remediation,
        cause: lastError,
      });
    }
    await sleep(Math.min(intervalMs, left), signal);
  }
};

const observe = async <Value>(look: () => Promise<Observation<Value>>, onError: (error: unknown) => void): Promise<Observation<Value>> => {
  try {
    return await look();
  } catch (error) {
    if (!HybridError.isInstance(error) || !error.retryable) throw error;
    onError(error);
    return { done: false, state: error.code };
  }
};
