import { startSandbox, type Sandbox, type SandboxOptions } from '@ack-hybrid/sandbox';
import { afterEach, describe, expect, it } from 'vitest';
import { runMainJob, type MainJobReport } from './support/main-job.ts';

const sandboxes: Sandbox[] = [];
const start = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const sandbox = await startSandbox(options);
  sandboxes.push(sandbox);
  return sandbox;
};

afterEach(async () => {
  for (const sandbox of sandboxes.splice(0)) await sandbox.stop();
});

const isCloudNode = (node: MainJobReport['nodes'][number]) => node.labels['alibabacloud.com/external'] === 'true';
const clientCalls = (sandbox: Sandbox) => sandbox.calls().filter((call) => call.actor === 'client');
const clientWrites = (sandbox: Sandbox) => clientCalls(sandbox).filter((call) => call.kind === 'write');

const expectHybridCluster = (report: MainJobReport | undefined) => {
  if (report === undefined) expect.fail('the run left no report');
  const cloudNodes = report.nodes.filter(isCloudNode);
  const onPremisesNodes = report.nodes.filter((node) => !isCloudNode(node));
  expect(report.ok).toBe(true);
  expect(cloudNodes).toHaveLength(2);
  expect(onPremisesNodes).toHaveLength(3);
  for (const node of onPremisesNodes) expect(node.pods).toEqual(['calico-node', 'kube-proxy']);
  for (const node of cloudNodes) {
    expect(node.pods).toEqual(['kube-proxy', 'terway-eniip']);
    expect(node.providerID).toMatch(/^cn-hangzhou\.i-/);
  }
  expect(report.secondRun.writes).toBe(0);
  expect(report.secondRun.reads).toBeGreaterThan(0);
};

describe('the main job on a sandbox', () => {
  it('reaches a hybrid cluster, proves it, and changes nothing when it runs again', async () => {
    const sandbox = await start();
    const first = await runMainJob(['--sandbox', sandbox.control, '--apply']);
    expect(first.output).not.toMatch(/error:/);
    expect(first.code).toBe(0);
    expectHybridCluster(first.report);
    expect(first.report?.steps.map((step) => step.status)).not.toContain('failed');

    const writes = clientWrites(sandbox).length;
    const second = await runMainJob(['--sandbox', sandbox.control, '--apply']);
    expect(second.code).toBe(0);
    expect(second.report?.steps.every((step) => step.status === 'unchanged' && step.changes === 0)).toBe(true);
    expect(clientWrites(sandbox)).toHaveLength(writes);
  });

  it('reaches the same where an operator owns Calico, and takes it back', async () => {
    const sandbox = await start({ world: { dataCenter: { calico: 'operator' } } });
    const before = await sandbox.snapshot();
    const applied = await runMainJob(['--sandbox', sandbox.control, '--apply']);
    expect(applied.code, applied.output).toBe(0);
    expectHybridCluster(applied.report);
    expect(applied.output).toMatch(/Installation default/);
    const undone = await runMainJob(['--sandbox', sandbox.control, '--undo']);
    expect(undone.code, undone.output).toBe(0);
    const after = await sandbox.snapshot();
    expect(after.cluster).toEqual(before.cluster);
    expect(after.cloud).toEqual(before.cloud);
  });

  it('counts as many calls as the sandbox served', async () => {
    const sandbox = await start();
    const { report } = await runMainJob(['--sandbox', sandbox.control, '--apply']);
    expect(report?.apiCalls).toBe(clientCalls(sandbox).length);
  });

  it('writes nothing without --apply', async () => {
    const sandbox = await start();
    const before = await sandbox.snapshot();
    const { code, report, output } = await runMainJob(['--sandbox', sandbox.control]);
    expect(code).toBe(0);
    expect(clientWrites(sandbox)).toEqual([]);
    expect(await sandbox.snapshot()).toEqual(before);
    expect(report?.steps.every((step) => step.status === 'planned')).toBe(true);
    expect(output).toMatch(/DaemonSet kube-system\/calico-node/);
  });

  it('takes everything back with --undo, object by object, and finds nothing to take back after that', async () => {
    const sandbox = await start();
    const before = await sandbox.snapshot();
    expect((await runMainJob(['--sandbox', sandbox.control, '--apply'])).code).toBe(0);
    expect(await sandbox.snapshot()).not.toEqual(before);
    const undone = await runMainJob(['--sandbox', sandbox.control, '--undo']);
    expect(undone.output).not.toMatch(/error:/);
    expect(undone.code).toBe(0);
    const after = await sandbox.snapshot();
    expect(after.cluster).toEqual(before.cluster);
    expect(after.cloud).toEqual(before.cloud);

    const writes = clientWrites(sandbox).length;
    expect((await runMainJob(['--sandbox', sandbox.control, '--undo'])).report?.steps.every((step) => step.status === 'unchanged')).toBe(true);
    expect(clientWrites(sandbox)).toHaveLength(writes);
  });

  it('ends with exit code 1, the conflict and the fix on the network of the guide, before any call', async () => {
    const sandbox = await start();
    const { code, output, report } = await runMainJob(['--sandbox', sandbox.control, '--apply', '--spec', 'examples/specs/guide.yaml']);
    expect(code).toBe(1);
    expect(output).toMatch(/10\.100\.0\.0\/16/);
    expect(output).toMatch(/10\.0\.0\.0\/10/);
    expect(clientCalls(sandbox)).toEqual([]);
    expect(report?.ok).not.toBe(true);
  });
});
