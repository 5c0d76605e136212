import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAllowedBefore } from './allowed-before.ts';

describe('a refusal of what was allowed before', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => vi.useRealTimers());

  it('is believed at once where the operation never went through', () => {
    const allowed = createAllowedBefore();
    allowed.note('get nodes');
    expect([allowed.mayPass('list nodes'), allowed.mayPass('get nodes')]).toEqual([false, true]);
  });

  it('is believed after 15 seconds of refusals, which begin with the first of them', () => {
    const allowed = createAllowedBefore();
    allowed.note('get nodes');
    vi.advanceTimersByTime(60_000);
    expect(allowed.mayPass('get nodes')).toBe(true);
    vi.advanceTimersByTime(15_000);
    expect(allowed.mayPass('get nodes')).toBe(true);
    vi.advanceTimersByTime(1);
    // And from then on, until the operation goes through again.
    expect([allowed.mayPass('get nodes'), allowed.mayPass('get nodes')]).toEqual([false, false]);
    allowed.note('get nodes');
    expect(allowed.mayPass('get nodes')).toBe(true);
  });

  it('counts anew after the operation went through in between', () => {
    const allowed = createAllowedBefore();
    allowed.note('get nodes');
    allowed.mayPass('get nodes');
    vi.advanceTimersByTime(14_000);
    allowed.note('get nodes');
    allowed.mayPass('get nodes');
    vi.advanceTimersByTime(14_000);
    expect(allowed.mayPass('get nodes')).toBe(true);
  });
});
