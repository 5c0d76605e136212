import { describe, expect, it } from 'vitest';
import type { AddonInstance } from '../api/port.ts';
import { FakeAddons } from '../testing/fake-addons.ts';
import { Faults, lostAnswer, refused } from '../testing/faults.ts';
import { driveAddon } from './drive-addon.ts';

/** Shows the states in turn, the last one for good, and counts the calls. */
const setUp = (states: readonly (string | undefined)[], act: () => Promise<string | undefined> = () => Promise.resolve(undefined)) => {
  let looks = 0;
  const acts: number[] = [];
  const find = (): Promise<AddonInstance | undefined> => {
    const state = states[Math.min(looks++, states.length - 1)];
    return Promise.resolve(state === undefined ? undefined : { state, version: 'v1' });
  };
  const run = (signal?: AbortSignal) =>
    driveAddon(
      new FakeAddons(new Faults()),
      find,
      {
        subject: 'the installation',
        reached: (found) => found?.state === 'active',
        mayAct: (found) => found === undefined,
        act: () => {
          acts.push(looks);
          return act();
        },
      },
      { intervalMs: 1, timeoutMs: 200 },
      { signal },
    );
  return { run, acts };
};

describe('driveAddon', () => {
  it('calls nothing where the goal is reached', async () => {
    const { run, acts } = setUp(['active']);
    expect(await run()).toEqual({ state: 'active', version: 'v1' });
    expect(acts).toEqual([]);
  });

  it('calls once, however late the service lists the add-on', async () => {
    const { run, acts } = setUp([undefined, undefined, undefined, undefined, undefined, undefined, 'initial', 'active']);
    await run();
    expect(acts).toHaveLength(1);
  });

  it('waits until an add-on that is being removed is gone, then calls', async () => {
    const { run, acts } = setUp(['deleting', 'deleting', undefined, 'initial', 'active']);
    await run();
    expect(acts).toEqual([3]);
  });

  it('looks three times after a lost answer before it calls again', async () => {
    const { run, acts } = setUp([undefined, undefined, undefined, undefined, undefined, 'active'], () => Promise.reject(lostAnswer()));
    await run();
    expect(acts).toEqual([1, 5]);
  });

  it('throws a refusal at once', async () => {
    const { run, acts } = setUp([undefined], () => Promise.reject(refused('ErrorParam')));
    await expect(run()).rejects.toMatchObject({ code: 'ErrorParam' });
    expect(acts).toHaveLength(1);
  });

  it('tells each thing that the service says of the task once', async () => {
    const addons = new FakeAddons(new Faults());
    addons.stuck = true;
    const said = ['', 'pull images', 'pull images', 'start pods'];
    let looks = 0;
    addons.task = () => Promise.resolve({ state: 'running', message: '', progress: said[Math.min(looks++, 3)] ?? '' });
    const messages: string[] = [];
    const goal = { subject: 'the installation', reached: () => looks > 5, mayAct: () => true, act: () => Promise.resolve('T-9') };
    await driveAddon(addons, () => addons.instance(), goal, { intervalMs: 1, timeoutMs: 2_000 }, { onProgress: (message) => messages.push(message) });
    expect(messages.filter((message) => message.includes('T-9'))).toEqual(['the installation: pull images (task T-9)', 'the installation: start pods (task T-9)']);
  });

  it('stops promptly on abort', async () => {
    const { run } = setUp(['initial']);
    const abort = new AbortController();
    const running = run(abort.signal);
    abort.abort(new Error('stopped by the user'));
    await expect(running).rejects.toThrow('stopped by the user');
  });
});
