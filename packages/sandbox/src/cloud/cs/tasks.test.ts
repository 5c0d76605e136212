import { describe, expect, it } from 'vitest';
import { createClock } from '../../clock.ts';
import { defaultTiming, defaultWorld } from '../../world.ts';
import { createCloudState } from '../state.ts';
import { createTaskRunner, TaskFailure } from './tasks.ts';

function harness() {
  const clock = createClock('manual');
  const context = { world: defaultWorld, timing: { ...defaultTiming, taskMs: 100 }, clock, record: () => undefined, faultFor: () => undefined };
  const state = createCloudState(context);
  return { clock, state, tasks: createTaskRunner(context, state) };
}

const target = { type: 'nodepool', id: 'np1' };

describe('a task', () => {
  it('runs until its work is done, which starts after its delay', async () => {
    const { clock, state, tasks } = harness();
    let started = false;
    const task = tasks.start('t', target, async () => {
      started = true;
      await tasks.sleep(50);
    });
    expect(state.cs.tasks.get(task.id)).toBe(task);
    await clock.advance(99);
    expect([started, task.state]).toEqual([false, 'running']);
    await clock.advance(1);
    expect([started, task.state]).toEqual([true, 'running']);
    await clock.advance(50);
    expect([task.state, task.updated - task.created]).toEqual(['success', 150]);
  });

  it('fails with the code and the message of its work', async () => {
    const { clock, tasks } = harness();
    const named = tasks.start('t', target, () => Promise.reject(new TaskFailure('NoStock', 'sold out')));
    const other = tasks.start('t', target, () => Promise.reject(new RangeError('odd')));
    await clock.advance(100);
    expect([named.state, named.error, other.error]).toEqual(['fail', { code: 'NoStock', message: 'sold out' }, { code: 'InternalError', message: 'odd' }]);
  });

  it('ends when the sandbox stops, and its work never starts', async () => {
    const { tasks } = harness();
    let started = false;
    tasks.start('t', target, () => {
      started = true;
      return Promise.resolve();
    });
    await tasks.stop();
    expect(started).toBe(false);
  });
});
