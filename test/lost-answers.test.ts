import { runSteps, StepError } from '@ack-hybrid/core';
import type { Sandbox } from '@ack-hybrid/sandbox';
import { afterEach, describe, expect, it } from 'vitest';
import { names, pick, prepare, readOnly, settle } from './support/flow-steps.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.stop());

const countObjects = (cloud: Readonly<Record<string, unknown>>): Record<string, number> =>
  Object.fromEntries(Object.entries(cloud).map(([kind, objects]) => [kind, typeof objects === 'object' && objects !== null ? Object.keys(objects).length : 1]));

const clientWrites = (sandbox: Sandbox): number => sandbox.calls().filter((call) => call.actor === 'client' && call.kind === 'write').length;

/** Runs a step until it is through: a run may give up with a clear error, the next one must converge. */
const converge = async (name: string, mode: 'apply' | 'undo'): Promise<void> => {
  const run = await runSteps([pick(sandbox, name).step], { mode }).catch((error: unknown) => error);
  if (StepError.isInstance(run)) await runSteps([pick(sandbox, name).step], { mode });
};

/** How many writes one undisturbed run makes. */
const countWrites = async (name: string, mode: 'apply' | 'undo'): Promise<number> => {
  const earlier = clientWrites(sandbox);
  await runSteps([pick(sandbox, name).step], { mode });
  return clientWrites(sandbox) - earlier;
};

describe.each(names.filter((name) => !readOnly.has(name)))('the step %s, where the answer to a write is lost', { timeout: 400_000 }, (name) => {
  it.each(['reset-after', 'truncated', 'error-5xx'] as const)('reaches the same end after %s on each write in turn, with no second object, and takes it back', async (kind) => {
    sandbox = await prepare(name);
    const before = await sandbox.snapshot();
    const applyWrites = await countWrites(name, 'apply');
    const expected = countObjects((await sandbox.snapshot()).cloud);
    const undoWrites = await countWrites(name, 'undo');
    // Every undo is held against the world before, so one sandbox serves all turns.
    for (let nth = 1; nth <= Math.max(applyWrites, undoWrites); nth++) {
      const turn = `write ${nth} of ${applyWrites} and ${undoWrites}`;
      const removeApplyFault = sandbox.addFault({ kind, callKind: 'write', actor: 'client', nth });
      await converge(name, 'apply');
      removeApplyFault();
      expect(countObjects((await sandbox.snapshot()).cloud), turn).toEqual(expected);
      expect((await runSteps([pick(sandbox, name).step])).steps[0], turn).toMatchObject({ status: 'unchanged' });
      const removeUndoFault = sandbox.addFault({ kind, callKind: 'write', actor: 'client', nth });
      await converge(name, 'undo');
      removeUndoFault();
      await settle(sandbox);
      const after = await sandbox.snapshot();
      expect(after.cloud, turn).toEqual(before.cloud);
      expect(after.cluster, turn).toEqual(before.cluster);
    }
  });
});
