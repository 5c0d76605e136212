import { describe, expect, it } from 'vitest';
import { createClock } from './clock.ts';
import { SandboxError } from './sandbox-error.ts';

describe('the system clock', () => {
  it('tells the time of the machine', () => {
    const before = Date.now();
    const now = createClock('system').now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it('wakes a sleeper without anyone moving it', async () => {
    await expect(createClock('system').sleep(1)).resolves.toBeUndefined();
  });

  it('refuses to be moved', async () => {
    await expect(createClock('system').advance(1)).rejects.toBeInstanceOf(SandboxError);
  });
});

describe('the manual clock', () => {
  it('stands still until it is moved, and by no more than it is moved', async () => {
    const clock = createClock('manual');
    const start = clock.now();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.now()).toBe(start);
    await clock.advance(250);
    expect(clock.now()).toBe(start + 250);
  });

  it('leaves a sleeper asleep that is not due yet', async () => {
    const clock = createClock('manual');
    let awake = false;
    void clock.sleep(100).then(() => (awake = true));
    await clock.advance(99);
    expect(awake).toBe(false);
    await clock.advance(1);
    expect(awake).toBe(true);
  });

  it('wakes sleepers in the order of their due times, each at its own time', async () => {
    const clock = createClock('manual');
    const start = clock.now();
    const woken: [string, number][] = [];
    void clock.sleep(30).then(() => woken.push(['late', clock.now() - start]));
    void clock.sleep(10).then(() => woken.push(['early', clock.now() - start]));
    void clock.sleep(10).then(() => woken.push(['early too', clock.now() - start]));
    await clock.advance(50);
    expect(woken).toEqual([['early', 10], ['early too', 10], ['late', 30]]);
  });

  it('wakes a sleeper again that sleeps again within the span', async () => {
    const clock = createClock('manual');
    let turns = 0;
    void (async () => {
      for (;;) {
        await clock.sleep(10);
        turns += 1;
      }
    })();
    await clock.advance(55);
    expect(turns).toBe(5);
  });
});

describe.each(['system', 'manual'] as const)('a sleep on the %s clock', (kind) => {
  it('rejects with the reason when it is aborted', async () => {
    const abort = new AbortController();
    const sleep = createClock(kind).sleep(60_000, abort.signal);
    abort.abort(new RangeError('enough'));
    await expect(sleep).rejects.toThrow('enough');
  });

  it('does not begin when the signal is aborted already', async () => {
    await expect(createClock(kind).sleep(0, AbortSignal.abort(new RangeError('before')))).rejects.toThrow('before');
  });
});
