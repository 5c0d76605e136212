import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSteps } from '@ack-hybrid/core';
import { scaleInNodePool } from './node-pool-functions.ts';
import type { DesiredNodePool } from './plan/node-pool.ts';
import { createNodePoolStep } from './step.ts';
import { startHybridSandbox, type HybridSandbox } from './testing/hybrid-sandbox.testing.ts';

const timing = { intervalMs: 20, retryDelayMs: 5, readyTimeoutMs: 15_000, taskTimeoutMs: 15_000, goneTimeoutMs: 15_000 };

describe('the node pool step in the sandbox', () => {
  let hybrid: HybridSandbox;
  beforeEach(async () => {
    hybrid = await startHybridSandbox();
  }, 30_000);
  afterEach(() => hybrid.stop());

  const stepOf = (changes: Partial<DesiredNodePool> = {}) => {
    const { world } = hybrid.sandbox;
    const pool = { name: 'cloud', vSwitchIds: [world.vswitches[0]?.id ?? ''], instanceTypes: ['ecs.g7.xlarge'], size: 2, ...changes };
    return createNodePoolStep(hybrid, { clusterId: world.cluster.id, pool, timing });
  };
  const writes = () => hybrid.sandbox.calls().filter((call) => call.actor === 'client' && call.kind === 'write').map((call) => call.operation);

  it('plans, makes Ready nodes, proves them, changes nothing the second time and leaves the world as it was', async () => {
    const before = await hybrid.sandbox.snapshot();
    const step = stepOf();
    const written = writes().length;
    await step.plan();
    expect(writes()).toHaveLength(written);
    const first = await runSteps([step]);
    expect(first.steps[0]?.checks.map((check) => `${check.status} ${check.name}`)).toEqual(['pass cloud-nodes-ready', 'pass terway-on-cloud-nodes', 'pass calico-off-cloud-nodes', 'pass no-orphan-instances']);
    expect(writes().slice(written)).toEqual(['CreateClusterNodePool']);
    const second = await runSteps([stepOf()]);
    expect(second.steps[0]?.status).toBe('unchanged');
    expect(writes()).toHaveLength(written + 1);
    await runSteps([stepOf()], { mode: 'undo' });
    expect(await hybrid.sandbox.snapshot()).toEqual(before);
    expect(await stepOf().undo?.()).toEqual([]);
  }, 60_000);

  it('scales out and in, and drains what it removes', async () => {
    await runSteps([stepOf({ size: 1 })]);
    await runSteps([stepOf({ size: 3, labels: { team: 'a' } })]);
    const gone = await scaleInNodePool(hybrid, { clusterId: hybrid.sandbox.world.cluster.id, name: 'cloud', target: { kind: 'size', size: 2 } }, { timing });
    expect(gone).toHaveLength(1);
    const report = await runSteps([stepOf({ size: 2, labels: { team: 'a' } })]);
    expect(report.steps[0]?.status).toBe('unchanged');
  }, 60_000);

  it('tells why nodes failed, and replaces them once the script is mended', async () => {
    const good = await fetchScript();
    hybrid.serveScript('#!/bin/bash\necho "no package source" >&2\nexit 3\n');
    const error: unknown = await runSteps([stepOf({ size: 1 })]).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/exit code 3[\s\S]*no package source/);
    hybrid.serveScript(good);
    const report = await runSteps([stepOf({ size: 1 })]);
    expect(report.ok).toBe(true);
  }, 60_000);

  it('ends with one pool, and then with none, where the answer to every kind of write is lost once', async () => {
    const before = await hybrid.sandbox.snapshot();
    const operations = ['CreateClusterNodePool', 'ModifyClusterNodePool', 'RemoveNodePoolNodes', 'DeleteClusterNodepool'];
    for (const operation of operations) hybrid.sandbox.addFault({ service: 'cs', operation, kind: 'reset-after', times: 1 });
    await runSteps([stepOf({ size: 1 })]);
    await runSteps([stepOf({ size: 2 })]);
    await runSteps([stepOf()], { mode: 'undo' });
    expect(await hybrid.sandbox.snapshot()).toEqual(before);
    const served = hybrid.sandbox.calls().filter((call) => operations.includes(call.operation)).map((call) => `${call.operation} ${call.status}`);
    expect(served).toEqual(operations.map((operation) => `${operation} 0`));
  }, 60_000);

  const fetchScript = async (): Promise<string> => {
    const core = await hybrid.kubernetes.api((sdk) => sdk.CoreV1Api);
    const url = (await core.readNamespacedConfigMap({ name: 'ack-agent-config', namespace: 'kube-system' })).data?.['addNodeScriptPath'] ?? '';
    return (await fetch(url)).text();
  };
});
