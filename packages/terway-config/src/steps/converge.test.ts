import { describe, expect, it } from 'vitest';
import { absent, conflict, lostAnswer, refused } from '../testing/faults.ts';
import { converge } from './converge.ts';

const retry = { attempts: 3, minDelayMs: 1, maxDelayMs: 2 };

/** Throws the errors in turn, then succeeds; counts the looks. */
const failing = (...errors: readonly Error[]) => {
  let looks = 0;
  const attempt = (): Promise<number> => {
    const error = errors[looks++];
    return error === undefined ? Promise.resolve(looks) : Promise.reject(error);
  };
  return { attempt, looks: () => looks };
};

describe('converge', () => {
  it.each([
    ['a conflict', conflict, false],
    ['a lost answer', lostAnswer, false],
    ['an absence that may pass', () => absent('User'), true],
  ])('looks again after %s', async (_what, makeError, absenceMayPass) => {
    const { attempt } = failing(makeError(), makeError());
    expect(await converge(attempt, { retry, absenceMayPass })).toBe(3);
  });

  it.each([
    ['an absence that stays', () => absent('User')],
    ['a refusal', () => refused('LimitExceeded')],
  ])('gives up at once after %s', async (_what, makeError) => {
    const { attempt, looks } = failing(makeError());
    await expect(converge(attempt, { retry })).rejects.toThrow();
    expect(looks()).toBe(1);
  });

  it('gives up after so many looks', async () => {
    const { attempt, looks } = failing(conflict(), conflict(), conflict(), conflict());
    await expect(converge(attempt, { retry })).rejects.toMatchObject({ name: 'ConflictError' });
    expect(looks()).toBe(3);
  });

  it('does not begin once it was aborted', async () => {
    const { attempt, looks } = failing();
    await expect(converge(attempt, { retry, signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    expect(looks()).toBe(0);
  });
});
