import { createKubernetes, runSteps, Secret, type ApiCall } from '@ack-hybrid/core';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { afterEach, describe, expect, it } from 'vitest';
import { createAffinityStep } from './affinity-step.ts';

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.stop());

describe.each(['manifest', 'operator'] as const)('the step on a real API, Calico by %s', (calico) => {
  it('plans without a write, applies, changes nothing the second time, and leaves the cluster as it was', async () => {
    sandbox = await startSandbox({ world: { dataCenter: { calico } } });
    const calls: ApiCall[] = [];
    const kubernetes = createKubernetes({ kind: 'text', text: new Secret(sandbox.kubeconfig) }, { onCall: (call) => calls.push(call) });
    const step = createAffinityStep({ kubernetes }, { timing: { intervalMs: 20, rolloutTimeoutMs: 15_000 } });
    const writes = () => calls.filter((call) => call.kind === 'write').map((call) => call.operation);

    const before = await sandbox.snapshot();
    const planned = await runSteps([step], { mode: 'plan' });
    expect(planned.steps[0]?.changes).toHaveLength(1);
    expect(await sandbox.snapshot()).toEqual(before);

    const applied = await runSteps([step]);
    expect(applied.steps[0]).toMatchObject({ status: 'applied' });
    expect(applied.steps[0]?.checks.filter((check) => check.status === 'fail')).toEqual([]);
    const owner = calico === 'manifest' ? 'patch daemonsets kube-system/calico-node' : 'patch installations default';
    expect(writes()).toEqual([owner]);

    expect((await runSteps([step])).steps[0]).toMatchObject({ status: 'unchanged' });
    expect(writes()).toEqual([owner]);

    expect((await runSteps([step], { mode: 'undo' })).steps[0]).toMatchObject({ status: 'undone' });
    expect((await runSteps([step], { mode: 'undo' })).steps[0]).toMatchObject({ status: 'unchanged', changes: [] });
    expect(writes()).toEqual([owner, owner]);
    expect(await sandbox.snapshot()).toEqual(before);
  });
});
