import { describe, expect, it } from 'vitest';
import { runSteps, VerificationError } from '@ack-hybrid/core';
import { clusterOf, portsOf, wishes } from '../testing/preflight-facts-builder.testing.ts';
import { buildPreflightStep } from './preflight-step.ts';

const input = { ...wishes, clusterId: clusterOf().id };

describe('the preflight step', () => {
  it('says what it looked at and changes nothing', async () => {
    const report = await runSteps([buildPreflightStep(portsOf(), input)]);
    expect(report.steps.map((step) => [step.name, step.status, step.checks.length])).toEqual([['preflight', 'unchanged', 10]]);
    expect(await runSteps([buildPreflightStep(portsOf(), input)], { mode: 'undo' })).toMatchObject({ ok: true });
  });

  it('stops a run before the first step is applied', async () => {
    let applied = 0;
    const later = { name: 'later', title: 'Later', plan: async () => ({ desired: 0, changes: [] }), apply: async () => (applied += 1), verify: async () => [] };
    const error: unknown = await runSteps([buildPreflightStep(portsOf({ readVpc: async () => undefined }), input), later]).catch((thrown: { cause?: unknown }) => thrown.cause);
    expect(VerificationError.isInstance(error) && error.message).toContain('VPC vpc-1 is not in this region');
    expect(applied).toBe(0);
  });
});
