import { runSteps, StepError } from '@ack-hybrid/core';
import { startSandbox, type Sandbox, type SandboxOptions } from '@ack-hybrid/sandbox';
import { afterEach, describe, expect, it } from 'vitest';
import { createSteps, names } from './support/flow-steps.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.stop());

/** Runs the flow without some of its steps, and gives the error that it ends with. */
const failureOf = async (options: SandboxOptions, without: readonly string[] = []): Promise<StepError> => {
  sandbox = await startSandbox(options);
  const steps = createSteps(sandbox, { readyTimeoutMs: 6_000 }).steps.filter((step) => !without.includes(step.name));
  const error: unknown = await runSteps(steps).catch((reason: unknown) => reason);
  if (!StepError.isInstance(error)) expect.fail(`no StepError but ${String(error)}`);
  return error;
};

const clientWrites = () => sandbox.calls().filter((call) => call.actor === 'client' && call.kind === 'write');

describe('the flow notices', () => {
  it('a Calico that was not kept off the cloud nodes', async () => {
    const error = await failureOf({}, ['calico-affinity']);
    expect(error).toMatchObject({ step: 'node-pool', phase: 'verify' });
    expect(error.message).toMatch(/calico-off-cloud-nodes/);
  });

  it.each([
    ['no credentials', ['terway-credentials', 'connectivity'], /NotReady|Ready/],
    ['no configuration', ['terway-eni-config', 'connectivity'], /NotReady|Ready/],
  ])('a Terway that has %s: its nodes never become Ready', async (_, without, message) => {
    const error = await failureOf({}, without);
    expect(error).toMatchObject({ step: 'node-pool', phase: 'apply', code: 'WaitTimeout' });
    expect(error.message).toMatch(message);
  });

  it('a VPC without a route to the data centre, before the first write', async () => {
    const error = await failureOf({ world: { routes: [] } });
    expect(error).toMatchObject({ step: 'preflight', phase: 'plan' });
    expect(error.message).toMatch(/192\.168\.0\.0\/24/);
    expect(clientWrites()).toEqual([]);
  });

  it('a security group that lets the data centre out of the door, before the first write', async () => {
    const error = await failureOf({ world: { securityGroups: [{ id: 'sg-bp1sandboxnodes00001', name: 'closed', rules: [] }] } });
    expect(error).toMatchObject({ step: 'preflight', phase: 'plan' });
    expect(clientWrites()).toEqual([]);
  });

  it('a data centre that has a route to the nodes but none to the pods, with the paths that are broken', async () => {
    const error = await failureOf({ world: { dataCenter: { routesToCloud: ['10.10.24.0/24', '100.64.0.0/10'] } } });
    expect(error).toMatchObject({ step: 'connectivity', phase: 'verify' });
    expect(error.message).toMatch(/on-premises/);
    expect(error.remediation).toMatch(/route/);
  });

  it('a join token that has expired: the task fails with what the node printed', async () => {
    const error = await failureOf({ world: { dataCenter: { joinToken: 'zzzzzz.0123456789abcdef' } } });
    expect(error).toMatchObject({ step: 'node-pool', phase: 'apply' });
    expect(error.message).toMatch(/token/);
    expect(error.message).not.toContain('zzzzzz.0123456789abcdef');
  });

  it('an agent that lost its connection, before the first write', async () => {
    const error = await failureOf({ world: { cluster: { agentConnected: false } } });
    expect(error).toMatchObject({ step: 'preflight', phase: 'plan' });
    expect(clientWrites()).toEqual([]);
  });

  it('nothing, where nothing is wrong', async () => {
    sandbox = await startSandbox();
    expect((await runSteps(createSteps(sandbox).steps)).steps.map((step) => step.name)).toEqual(names);
  });
});
