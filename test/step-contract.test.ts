import { runSteps } from '@ack-hybrid/core';
import type { Sandbox } from '@ack-hybrid/sandbox';
import { afterEach, describe, expect, it } from 'vitest';
import { names, pick, prepare, readOnly } from './support/flow-steps.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.stop());

describe.each(names)('the step %s', (name) => {
  it('plans without a write, applies, verifies, and changes nothing when it runs again', async () => {
    sandbox = await prepare(name);
    const before = await sandbox.snapshot();
    const first = pick(sandbox, name);
    const plan = await first.step.plan();
    expect(first.writes()).toEqual([]);
    expect(await sandbox.snapshot()).toEqual(before);
    expect(plan.changes.length > 0).toBe(!readOnly.has(name));

    expect((await runSteps([first.step])).steps[0]).toMatchObject({ status: readOnly.has(name) ? 'unchanged' : 'applied' });
    expect(first.writes().length > 0).toBe(!readOnly.has(name));

    const second = pick(sandbox, name);
    const report = await runSteps([second.step]);
    expect(report.steps[0]).toMatchObject({ status: 'unchanged', changes: [] });
    expect(report.steps[0]?.checks.filter((check) => check.status === 'fail')).toEqual([]);
    expect(second.writes()).toEqual([]);
  });

  it('stops promptly on abort, in each phase, before it calls anyone', async () => {
    sandbox = await prepare(name);
    const { step } = pick(sandbox, name);
    const plan = await step.plan();
    const calls = sandbox.calls().length;
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(step.plan({ signal })).rejects.toThrow('enough');
    if (plan.changes.length > 0) await expect(step.apply(plan, { signal })).rejects.toThrow('enough');
    if (step.undo !== undefined) await expect(step.undo({ signal })).rejects.toThrow('enough');
    expect(sandbox.calls().slice(calls).filter((call) => call.actor === 'client' && call.kind === 'write')).toEqual([]);
  });
});

describe.each(names.filter((name) => !readOnly.has(name)))('the undo of %s', (name) => {
  it('takes back what it made and nothing else, and finds nothing to take back after that', async () => {
    sandbox = await prepare(name);
    const before = await sandbox.snapshot();
    await runSteps([pick(sandbox, name).step]);
    expect((await runSteps([pick(sandbox, name).step], { mode: 'undo' })).steps[0]).toMatchObject({ status: 'undone' });
    const after = await sandbox.snapshot();
    expect(after.cluster).toEqual(before.cluster);
    expect(after.cloud).toEqual(before.cloud);

    const again = pick(sandbox, name);
    expect((await runSteps([again.step], { mode: 'undo' })).steps[0]).toMatchObject({ status: 'unchanged' });
    expect(again.writes()).toEqual([]);
  });

  it('has nothing to take back where it never ran', async () => {
    sandbox = await prepare(name);
    const { step, writes } = pick(sandbox, name);
    expect((await runSteps([step], { mode: 'undo' })).steps[0]).toMatchObject({ status: 'unchanged' });
    expect(writes()).toEqual([]);
  });
});
