import { describe, expect, it } from 'vitest';
import { ApiError } from './errors/api-error.ts';
import { WaitTimeoutError } from './errors/wait-timeout-error.ts';
import { waitFor, type Observation } from './wait-for.ts';

/** Observations one after the other; the last one stays. */
const script = (...states: string[]) => {
  let index = 0;
  return async (): Promise<Observation<string>> => {
    const state = states[Math.min(index++, states.length - 1)] ?? '';
    return state === 'active' ? { done: true, value: 'pool' } : { done: false, state };
  };
};

describe('waitFor', () => {
  it('gives the value once it is there, and tells each new state once', async () => {
    const seen: string[] = [];
    const value = await waitFor(script('initial', 'initial', 'scaling', 'active'), { subject: 'pool', timeoutMs: 5_000, intervalMs: 1, onState: (state) => seen.push(state) });
    expect([value, seen]).toEqual(['pool', ['initial', 'scaling']]);
  });

  it('gives up at the deadline with the states it saw', async () => {
    const error: unknown = await waitFor(script('initial', 'scaling', 'initial'), { subject: 'pool np1', timeoutMs: 30, intervalMs: 1, remediation: 'Look at the log.' }).catch((reason: unknown) => reason);
    expect(WaitTimeoutError.isInstance(error) && [error.statesSeen, error.remediation]).toEqual([['initial', 'scaling'], 'Look at the log.']);
  });

  it('looks at least once, even with no time', async () => {
    expect(await waitFor(script('active'), { subject: 'pool', timeoutMs: 0 })).toBe('pool');
  });

  it('counts a look that failed for now as a state', async () => {
    let calls = 0;
    const seen: string[] = [];
    const look = async (): Promise<Observation<number>> => {
      if (++calls === 1) throw new ApiError({ service: 'cs', operation: 'X', errorCode: 'ECONNRESET', detail: 'reset', outcome: 'unknown', retryable: true });
      return { done: true, value: calls };
    };
    expect(await waitFor(look, { subject: 'x', timeoutMs: 5_000, intervalMs: 1, onState: (state) => seen.push(state) })).toBe(2);
    expect(seen).toEqual(['ECONNRESET']);
  });

  it('throws at once what can not get better', async () => {
    const bug = new TypeError('bug');
    await expect(waitFor(async () => { throw bug; }, { subject: 'x', timeoutMs: 5_000 })).rejects.toBe(bug);
  });

  it('stops promptly when it is aborted', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 5);
    await expect(waitFor(script('initial'), { subject: 'x', timeoutMs: 60_000, intervalMs: 60_000, signal: controller.signal })).rejects.toThrow('enough');
  });
});
