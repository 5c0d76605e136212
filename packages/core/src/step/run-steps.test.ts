import { describe, expect, it } from 'vitest';
import { StepError } from '../errors/step-error.ts';
import { runSteps, type StepEvent } from './run-steps.ts';
import type { Change, Check, Step, StepPlan } from './step.ts';

/** A step over a small world of named values, with a journal of what was called. */
const fakeStep = (world: Map<string, string>, journal: string[], name: string, overrides: Partial<Step> = {}): Step => {
  const change = (action: Change['action']): Change => ({ action, target: name, summary: `${action} ${name}` });
  return {
    name,
    title: `Do ${name}`,
    plan: async (): Promise<StepPlan<unknown>> => {
      journal.push(`plan ${name}`);
      return { desired: name, changes: world.has(name) ? [] : [change('create')] };
    },
    apply: async () => {
      journal.push(`apply ${name}`);
      world.set(name, 'there');
      return name;
    },
    verify: async (): Promise<Check[]> => {
      journal.push(`verify ${name}`);
      return [{ name: `${name}-there`, status: world.has(name) ? 'pass' : 'fail', message: 'looked' }];
    },
    undo: async () => {
      journal.push(`undo ${name}`);
      return world.delete(name) ? [change('delete')] : [];
    },
    ...overrides,
  };
};

const setUp = (...names: string[]) => {
  const world = new Map<string, string>();
  const journal: string[] = [];
  return { world, journal, steps: names.map((name) => fakeStep(world, journal, name)) };
};

const failureOf = async (promise: Promise<unknown>): Promise<StepError> => {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (!StepError.isInstance(error)) expect.fail(`no StepError but ${String(error)}`);
  return error;
};

describe('runSteps', () => {
  it('plans all before the first write, then applies and verifies in order, planning anew once the world has moved', async () => {
    const { journal, steps } = setUp('a', 'b');
    const report = await runSteps(steps);
    expect(journal).toEqual(['plan a', 'plan b', 'apply a', 'verify a', 'plan b', 'apply b', 'verify b']);
    expect(report.ok).toBe(true);
    expect(report.steps.map((step) => [step.name, step.status, step.changes.length, step.checks.length])).toEqual([['a', 'applied', 1, 1], ['b', 'applied', 1, 1]]);
  });

  it('says unchanged on a second run', async () => {
    const { steps } = setUp('a', 'b');
    await runSteps(steps);
    expect((await runSteps(steps)).steps.map((step) => step.status)).toEqual(['unchanged', 'unchanged']);
  });

  it('only plans in the dry run', async () => {
    const { journal, steps, world } = setUp('a', 'b');
    const report = await runSteps(steps, { mode: 'plan' });
    expect(journal).toEqual(['plan a', 'plan b']);
    expect(world.size).toBe(0);
    expect(report).toMatchObject({ ok: true, steps: [{ status: 'planned' }, { status: 'planned' }] });
  });

  it('takes back in reverse order, and says unchanged where nothing of ours is there', async () => {
    const { journal, steps, world } = setUp('a', 'b');
    world.set('b', 'there');
    const report = await runSteps(steps, { mode: 'undo' });
    expect(journal).toEqual(['undo b', 'undo a']);
    expect(report.steps.map((step) => step.status)).toEqual(['unchanged', 'undone']);
  });

  it('passes over a step that has nothing to take back', async () => {
    const { world, journal } = setUp();
    const { undo: _, ...readOnly } = fakeStep(world, journal, 'a');
    expect((await runSteps([readOnly], { mode: 'undo' })).ok).toBe(true);
  });

  it('writes nothing where a plan fails', async () => {
    const { world, journal, steps } = setUp('a');
    const bad = fakeStep(world, journal, 'b', { plan: async () => { throw new Error('no such zone'); } });
    const error = await failureOf(runSteps([...steps, bad]));
    expect(world.size).toBe(0);
    expect(error).toMatchObject({ step: 'b', phase: 'plan', message: 'b (plan): no such zone' });
    expect(error.report.steps.map((step) => step.status)).toEqual(['planned', 'failed']);
  });

  it('writes nothing where a check of a plan fails', async () => {
    const { world, journal, steps } = setUp('a');
    const checks: Check[] = [{ name: 'overlap', status: 'fail', message: '10.0.0.0/8 contains 10.100.0.0/16', remediation: 'Use 10.0.0.0/10.' }];
    const bad = fakeStep(world, journal, 'b', { plan: async () => ({ desired: 0, changes: [], checks }) });
    const error = await failureOf(runSteps([bad, ...steps]));
    expect(world.size).toBe(0);
    expect(error).toMatchObject({ code: 'Verification', remediation: 'Use 10.0.0.0/10.' });
    expect(error.report.steps[0]).toMatchObject({ status: 'failed', checks });
  });

  it('tells a check once that stands in the plan and in the verification, as it was seen last', async () => {
    const { world, journal } = setUp();
    const check = (name: string, message: string): Check => ({ name, status: 'pass', message });
    const step = fakeStep(world, journal, 'a', { plan: async () => ({ desired: 0, changes: [], checks: [check('both', 'before'), check('plan-only', 'before')] }), verify: async () => [check('both', 'after')] });
    expect((await runSteps([step])).steps[0]?.checks).toEqual([check('plan-only', 'before'), check('both', 'after')]);
  });

  it('stops at a verification that fails, and says what was done and what was not', async () => {
    const { world, journal, steps } = setUp('a', 'c');
    const bad = fakeStep(world, journal, 'b', { verify: async () => [{ name: 'holds', status: 'fail', message: 'it does not hold' }] });
    const error = await failureOf(runSteps([steps[0] as Step, bad, steps[1] as Step]));
    expect(error).toMatchObject({ step: 'b', phase: 'verify' });
    expect(error.report.steps.map((step) => step.status)).toEqual(['applied', 'failed', 'not-run']);
    expect(error.report.ok).toBe(false);
  });

  it('stops between steps when it is aborted, with the reason as the cause', async () => {
    const { world, journal, steps } = setUp('b');
    const controller = new AbortController();
    const first = fakeStep(world, journal, 'a', { apply: async () => { controller.abort(new Error('enough')); } });
    const error = await failureOf(runSteps([first, ...steps], { signal: controller.signal }));
    expect(error.cause).toMatchObject({ message: 'enough' });
    expect(journal).not.toContain('apply b');
  });

  it('hands its signal and the progress line to each phase', async () => {
    const { world, journal } = setUp();
    const controller = new AbortController();
    const events: StepEvent[] = [];
    const step = fakeStep(world, journal, 'a', {
      apply: async (_, options) => {
        expect(options?.signal).toBe(controller.signal);
        options?.onProgress?.('half way');
      },
      verify: async () => [],
    });
    await runSteps([step], { signal: controller.signal, onEvent: (event) => events.push(event) });
    expect(events.map((event) => (event.type === 'started' ? `started ${event.phase}` : event.type))).toEqual(['started plan', 'planned', 'started apply', 'progress', 'started verify', 'finished']);
  });

  it('tells of a failure as an event', async () => {
    const { world, journal } = setUp();
    const events: StepEvent[] = [];
    const bad = fakeStep(world, journal, 'a', { apply: async () => { throw new Error('no'); } });
    await failureOf(runSteps([bad], { onEvent: (event) => events.push(event) }));
    expect(events.at(-1)).toMatchObject({ type: 'failed', step: 'a', phase: 'apply' });
  });
});
