import { inspect } from 'node:util';
import { runSteps, StepError, type StepEvent } from '@ack-hybrid/core';
import type { Sandbox } from '@ack-hybrid/sandbox';
import { afterEach, describe, expect, it } from 'vitest';
import { createSteps, prepare, readTerwaySecret } from './support/flow-steps.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.stop());

const print = (value: unknown): string => `${inspect(value, { depth: 30, showHidden: true })}\n${JSON.stringify(value)}`;

describe('a canary secret', () => {
  it('is in no event, plan, result or error of a run, however deeply they are printed', async () => {
    sandbox = await prepare('network');
    const { accessKeySecret, dataCenter } = sandbox.world;
    const seen: string[] = [];
    const onEvent = (event: StepEvent) => seen.push(print(event));
    const { steps } = createSteps(sandbox);
    for (const step of steps) seen.push(print(await step.plan()));
    seen.push(print(await runSteps(steps, { onEvent })));
    const created = await readTerwaySecret(sandbox);
    for (const operation of ['DescribeClusterDetail', 'ListAccessKeys', 'PutObject']) {
      const removeFault = sandbox.addFault({ operation, kind: 'error-5xx' });
      const error: unknown = await runSteps(createSteps(sandbox).steps, { onEvent }).catch((reason: unknown) => reason);
      if (StepError.isInstance(error)) seen.push(print(error), print(error.report));
      removeFault();
    }
    seen.push(print(await runSteps(createSteps(sandbox).steps, { mode: 'undo', onEvent })));
    const text = seen.join('\n');
    expect(text.length).toBeGreaterThan(10_000);
    for (const secret of [accessKeySecret, dataCenter.joinToken, created]) {
      expect(secret.length).toBeGreaterThan(10);
      expect(text).not.toContain(secret);
    }
  });
});
