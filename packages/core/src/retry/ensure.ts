import { ApiError } from '../errors/api-error.ts';
import { ConflictError } from '../errors/conflict-error.ts';
import { withRetry, type RetryOptions } from './with-retry.ts';

/** What `ensure` found or made. */
export interface Ensured<Value> {
  readonly value: Value;
  /** Whether it was made now. */
  readonly created: boolean;
}

/**
 * Makes a thing exist once, though the API that makes it takes no client token: looks, creates where nothing is there,
 * and where the answer to the creation was lost, or someone else was faster, looks again before it creates again.
 * Once a creation was answered with success it isn't repeated: a thing that isn't listed yet is looked for again.
 *
 * @param look finds the thing by what identifies it; `undefined` where it isn't there
 * @param create makes it; what it returns is not used, the thing is looked up again
 * @throws what `look` or `create` threw, where another try can't help
 */
export const ensure = async <Value>(
  look: () => Promise<Value | undefined>,
  create: () => Promise<unknown>,
  options: RetryOptions = {},
): Promise<Ensured<Value>> => {
  let sent = false;
  let acknowledged = false;
  return withRetry(
    async () => {
      const found = await look();
      if (found !== undefined) return { value: found, created: sent };
      if (!acknowledged) {
        sent = true;
        await create();
        acknowledged = true;
        const made = await look();
        if (made !== undefined) return { value: made, created: true };
      }
      throw notVisibleYet();
    },
    { ...options, retryIf: (error) => ConflictError.isInstance(error) || (ApiError.isInstance(error) && error.retryable) },
  );
};

const notVisibleYet = (): ApiError =>
  new ApiError({
    service: 'ensure',
    operation: 'look',
    errorCode: 'NotVisibleYet',
    detail: 'what was created is not listed yet',
    outcome: 'unknown',
    retryable: true,
    remediation: 'The service lists new things late; run again in a minute.',
  });
