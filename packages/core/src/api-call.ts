import type { HybridError } from './errors/hybrid-error.ts';
import { ApiError } from './errors/api-error.ts';
import { withRetry, type RetryOptions } from './retry/with-retry.ts';

/** One attempt of a call, as it is counted. */
export interface ApiCall {
  /** `cs`, `ecs`, `vpc`, `ram`, `oss` or `kubernetes`. */
  readonly service: string;
  /** The API action, or verb and resource for Kubernetes. */
  readonly operation: string;
  /** A dry run counts as a read: it stores nothing. */
  readonly kind: 'read' | 'write';
}

/** What every client of core accepts. */
export interface CallOptions {
  /** Called once for each attempt, before it is sent. */
  readonly onCall?: ((call: ApiCall) => void) | undefined;
  /** The patience of the retry policy; tests shorten it. */
  readonly retry?: Pick<RetryOptions, 'attempts' | 'minDelayMs' | 'maxDelayMs'> | undefined;
}

/**
 * Sends one call under the retry policy: a read again whenever that may help, a write only where the service refused
 * it, so that nothing is done twice.
 */
export const sendCall = <Value>(
  call: ApiCall,
  invoke: () => Promise<Value>,
  toError: (error: unknown, call: ApiCall) => HybridError,
  options: CallOptions & { readonly signal?: AbortSignal | undefined },
): Promise<Value> =>
  withRetry(
    async () => {
      options.onCall?.(call);
      try {
        return await invoke();
      } catch (error) {
        throw toError(error, call);
      }
    },
    {
      ...options.retry,
      signal: options.signal,
      retryIf: (error) => error.retryable && (call.kind === 'read' || (ApiError.isInstance(error) && error.outcome === 'refused')),
    },
  );
