import { describe, expect, it } from 'vitest';
import { ApiError } from '../errors/api-error.ts';
import { HybridError } from '../errors/hybrid-error.ts';
import { sleep, withRetry } from './with-retry.ts';

const quick = { minDelayMs: 1, maxDelayMs: 2 };
const failure = (retryable: boolean, retryAfterMs?: number) =>
  new ApiError({ service: 'ecs', operation: 'X', errorCode: 'Throttling', detail: 'slow down', outcome: 'refused', retryable, retryAfterMs });

describe('withRetry', () => {
  it('tries again while the error is retryable, and tells each time', async () => {
    let calls = 0;
    const seen: string[] = [];
    const value = await withRetry(
      async () => {
        if (++calls < 3) throw failure(true);
        return 'there';
      },
      { ...quick, onRetry: (error) => seen.push(error.code) },
    );
    expect([value, calls, seen]).toEqual(['there', 3, ['Throttling', 'Throttling']]);
  });

  it('throws the last error itself once the attempts are used up', async () => {
    let calls = 0;
    const error = failure(true);
    await expect(withRetry(async () => { calls += 1; throw error; }, { ...quick, attempts: 3 })).rejects.toBe(error);
    expect(calls).toBe(3);
  });

  it.each([
    ['a final error', failure(false)],
    ['an error that is not ours', new Error('bug')],
    ['a TypeError', new TypeError('bug')],
  ])('does not repeat after %s', async (_, error) => {
    let calls = 0;
    await expect(withRetry(async () => { calls += 1; throw error; }, quick)).rejects.toBe(error);
    expect(calls).toBe(1);
  });

  it('follows a rule of the caller', async () => {
    let calls = 0;
    const attempt = async () => { calls += 1; throw new HybridError({ code: 'Mine', message: 'x' }); };
    await expect(withRetry(attempt, { ...quick, attempts: 2, retryIf: (error) => error.code === 'Mine' })).rejects.toThrow('x');
    expect(calls).toBe(2);
  });

  it('waits at least as long as the service asks', async () => {
    let calls = 0;
    const startedAt = performance.now();
    await withRetry(async () => { if (++calls === 1) throw failure(true, 60); }, quick);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59);
  });

  it('stops at once when it is aborted, also in the pause that a service asked for', async () => {
    const controller = new AbortController();
    const promise = withRetry(async () => { throw failure(true, 60_000); }, { ...quick, signal: controller.signal, onRetry: () => setTimeout(() => controller.abort(new Error('enough')), 5) });
    await expect(promise).rejects.toThrow('enough');
  });

  it('does not start when it is aborted already', async () => {
    let calls = 0;
    await expect(withRetry(async () => { calls += 1; }, { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
    expect(calls).toBe(0);
  });
});

describe('sleep', () => {
  it('rejects with the reason of the signal', async () => {
    await expect(sleep(60_000, AbortSignal.abort(new Error('no')))).rejects.toThrow('no');
  });
});
