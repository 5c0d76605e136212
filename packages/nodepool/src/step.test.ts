import { describe, expect, it } from 'vitest';
import { InvalidInputError, runSteps, Secret, WaitTimeoutError } from '@ack-hybrid/core';
import { NodePoolError } from './errors.ts';
import type { DesiredNodePool } from './plan/node-pool.ts';
import { buildNodePoolStep, type NodePoolStepInput } from './step.ts';
import { death, FakeNodePoolWorld, type FakeFault } from './testing/fake-node-pool-world.testing.ts';

const clusterId = 'c5a1d0b7e2f34c6898f0a1b2c3d4e5f60';
const pool: DesiredNodePool = { name: 'cloud', vSwitchIds: ['vsw-1'], instanceTypes: ['ecs.g7.xlarge'], size: 2, labels: { team: 'a' } };
const timing = { intervalMs: 1, retryDelayMs: 1, readyTimeoutMs: 300, goneTimeoutMs: 300, taskTimeoutMs: 300 };

const stepOf = (world: FakeNodePoolWorld, changes: Partial<NodePoolStepInput> = {}) => buildNodePoolStep(world, { clusterId, pool, timing, ...changes });

describe('the node pool step', () => {
  it('makes a pool with its size, gives its Ready nodes and proves them', async () => {
    const world = new FakeNodePoolWorld();
    const step = stepOf(world);
    const plan = await step.plan();
    expect(plan.changes.map((change) => change.summary)).toEqual(['create node pool "cloud" with 2 nodes of ecs.g7.xlarge in vsw-1']);
    expect(world.writes).toEqual([]);
    const result = await step.apply(plan);
    expect(world.writes).toEqual(['create cloud 2']);
    expect(result.nodes.map((node) => node.providerID)).toEqual(result.nodes.map((node) => `cn-hangzhou.${node.instanceId}`));
    expect((await step.verify(result)).map((check) => [check.name, check.status])).toEqual([
      ['cloud-nodes-ready', 'pass'],
      ['terway-on-cloud-nodes', 'pass'],
      ['calico-off-cloud-nodes', 'pass'],
      ['no-orphan-instances', 'pass'],
    ]);
  });

  it('writes nothing the second time', async () => {
    const world = new FakeNodePoolWorld();
    await runSteps([stepOf(world)]);
    const written = world.writes.length;
    const report = await runSteps([stepOf(world)]);
    expect(report.steps[0]?.status).toBe('unchanged');
    expect(world.writes).toHaveLength(written);
  });

  it('scales out by the absolute size and in by draining the newest nodes', async () => {
    const world = new FakeNodePoolWorld();
    await runSteps([stepOf(world)]);
    await runSteps([stepOf(world, { pool: { ...pool, size: 3 } })]);
    const newest = [...world.instances.keys()].at(-1) ?? '';
    await runSteps([stepOf(world)]);
    expect(world.writes).toEqual(['create cloud 2', 'modify {"desiredSize":3}', `remove ${newest} drained`]);
    expect(world.nodes.size).toBe(2);
  });

  it('lowers the size itself where the removal of nodes did not', async () => {
    const world = new FakeNodePoolWorld();
    world.removalLowersSize = false;
    await runSteps([stepOf(world)]);
    await runSteps([stepOf(world, { pool: { ...pool, size: 1 } })]);
    expect(world.writes.slice(-1)).toEqual(['modify {"desiredSize":1}']);
    expect(world.nodes.size).toBe(1);
  });

  it('changes labels in place and keeps the tags of others', async () => {
    const world = new FakeNodePoolWorld();
    world.addPool({ id: 'np-hand', name: 'cloud', desiredSize: 2, tags: { 'ack-hybrid': clusterId, 'ack-hybrid-pool': 'cloud', cost: '7' }, labels: {} });
    await runSteps([stepOf(world, { pool: { ...pool, tags: { env: 'prod' } } })]);
    expect(world.writes).toEqual([`modify {"labels":{"team":"a"},"tags":{"ack-hybrid":"${clusterId}","ack-hybrid-pool":"cloud","cost":"7","env":"prod"}}`]);
  });

  it('refuses a pool of the same name that somebody else made, and writes nothing', async () => {
    const world = new FakeNodePoolWorld();
    world.addPool({ id: 'np-hand', name: 'cloud', desiredSize: 1 });
    await expect(runSteps([stepOf(world)])).rejects.toThrow('was not made by ack-hybrid');
    await expect(stepOf(world).apply({ desired: pool, changes: [] })).rejects.toSatisfy((error) => NodePoolError.isInstance(error) && error.code === 'ForeignNodePool');
    expect(world.writes).toEqual([]);
  });

  it('scales an adopted pool out and gives it its size and tags back', async () => {
    const world = new FakeNodePoolWorld();
    world.addPool({ id: 'np-hand', name: 'cloud', desiredSize: 1, tags: { cost: '7' } });
    const before = world.snapshot();
    await runSteps([stepOf(world, { adopt: true })]);
    expect(world.nodes.size).toBe(2);
    await stepOf(world, { adopt: true }).undo?.();
    expect(world.snapshot()).toEqual(before);
    expect(await stepOf(world, { adopt: true }).undo?.()).toEqual([]);
  });

  it('names both pools where two have the name', async () => {
    const world = new FakeNodePoolWorld();
    world.addPool({ id: 'np-a', name: 'cloud' });
    world.addPool({ id: 'np-b', name: 'cloud' });
    await expect(stepOf(world).plan()).rejects.toThrow('np-a, np-b');
  });

  it('removes nodes and pool on undo, leaves other pools alone, and finds nothing the second time', async () => {
    const world = new FakeNodePoolWorld();
    world.addPool({ id: 'np-other', name: 'other', desiredSize: 1 });
    const before = world.snapshot();
    await runSteps([stepOf(world)]);
    const changes = (await stepOf(world).undo?.()) ?? [];
    expect(changes.map((change) => change.action)).toEqual(['delete', 'delete']);
    expect(world.snapshot()).toEqual(before);
    expect(await stepOf(world).undo?.()).toEqual([]);
  });

  it.each<FakeFault>([
    { write: 'create', kind: 'lost-answer' },
    { write: 'create', kind: 'conflict' },
    { write: 'create', kind: 'dies-after' },
    { write: 'modify', kind: 'lost-answer' },
    { write: 'modify', kind: 'dies-after' },
    { write: 'remove', kind: 'lost-answer' },
    { write: 'remove', kind: 'dies-after' },
    { write: 'delete', kind: 'lost-answer' },
    { write: 'delete', kind: 'dies-after' },
  ])('converges to one pool where $write meets $kind', async (fault) => {
    const world = new FakeNodePoolWorld();
    const untilDone = async (body: () => Promise<unknown>): Promise<void> => {
      await body().catch(async (error: { cause?: unknown }) => {
        if (error !== death && error.cause !== death) throw error;
        await body();
      });
    };
    world.faults.push(fault);
    await untilDone(() => runSteps([stepOf(world, { pool: { ...pool, size: 1 } })]));
    await untilDone(() => runSteps([stepOf(world, { pool: { ...pool, size: 3 } })]));
    expect(world.pools.size).toBe(1);
    expect(world.nodes.size).toBe(3);
    await untilDone(() => runSteps([stepOf(world)], { mode: 'undo' }));
    expect(world.faults).toEqual([]);
    expect(world.snapshot()).toEqual({ pools: [], instances: [], nodes: [] });
  });

  it('reports a failed task with the words of the service and where the log is', async () => {
    const world = new FakeNodePoolWorld();
    world.failBootsWith = 'script exited with 3';
    const error: unknown = await stepOf(world).apply({ desired: pool, changes: [] }).catch((thrown: unknown) => thrown);
    expect(NodePoolError.isInstance(error) && [error.code, error.message, error.remediation]).toEqual([
      'NodePoolTaskFailed',
      expect.stringContaining('script exited with 3'),
      expect.stringContaining('/var/log/acs/init.log'),
    ]);
  });

  it('reports failed nodes where the service names no task', async () => {
    const world = new FakeNodePoolWorld();
    world.failBootsWith = 'script exited with 3';
    world.namesTasks = false;
    await expect(stepOf(world).apply({ desired: pool, changes: [] })).rejects.toThrow(/2 nodes of np1 failed: i-3: script exited with 3/);
  });

  it('replaces failed nodes when it is run again after the script was mended', async () => {
    const world = new FakeNodePoolWorld();
    world.failBootsWith = 'script exited with 3';
    await stepOf(world).apply({ desired: pool, changes: [] }).catch(() => undefined);
    world.failBootsWith = undefined;
    const plan = await stepOf(world).plan();
    expect(plan.changes.map((change) => change.summary)).toEqual([
      'release 2 nodes of node pool "cloud" whose initialisation failed',
      'scale node pool "cloud" out from 0 to 2 nodes',
    ]);
    expect((await stepOf(world).apply(plan)).nodes).toHaveLength(2);
    expect(world.ecs.size).toBe(2);
  });

  it('says what each node lacks when the wait ends', async () => {
    const world = new FakeNodePoolWorld();
    await runSteps([stepOf(world)]);
    const [first, second] = [...world.nodes.values()];
    Object.assign(first ?? {}, { ready: false, notReadyReason: 'KubeletNotReady: cni plugin not initialized' });
    Object.assign(second ?? {}, { labels: {} });
    const error: unknown = await stepOf(world).apply({ desired: pool, changes: [] }).catch((thrown: unknown) => thrown);
    expect(WaitTimeoutError.isInstance(error) && error.statesSeen.join()).toMatch(/0 of 2 nodes Ready; i-\d+: node .* NotReady \(KubeletNotReady: cni plugin not initialized\); i-\d+: node .* has no label alibabacloud.com\/external=true/);
  });

  it('stops a wait promptly on abort', async () => {
    const world = new FakeNodePoolWorld();
    await runSteps([stepOf(world)]);
    world.nodes.clear();
    const abort = new AbortController();
    const running = stepOf(world, { timing: { ...timing, readyTimeoutMs: 60_000, intervalMs: 30_000 } }).apply({ desired: pool, changes: [] }, { signal: abort.signal });
    setTimeout(() => abort.abort(death), 5);
    await expect(running).rejects.toBe(death);
  });

  it('names every bad field of its input at once', () => {
    const bad = { clusterId: '../x', owner: 'a b', pool: { ...pool, size: 501, vSwitchIds: [], labels: { 'alibabacloud.com/external': 'false' } } };
    expect(() => buildNodePoolStep(new FakeNodePoolWorld(), bad)).toThrow(
      expect.toSatisfy(
        (error: unknown) =>
          InvalidInputError.isInstance(error) &&
          error.issues.map((issue) => issue.path).join() === 'clusterId,owner,pool.vSwitchIds,pool.size,pool.labels["alibabacloud.com/external"]',
      ),
    );
  });

  it('never shows the password of the pool', async () => {
    const world = new FakeNodePoolWorld();
    const canary = 'Canary-9127-x';
    const step = stepOf(world, { pool: { ...pool, login: { kind: 'password', password: new Secret(canary) } } });
    const events: unknown[] = [];
    const report = await runSteps([step], { onEvent: (event) => events.push(event) });
    expect(JSON.stringify([events, report, await step.plan()])).not.toContain(canary);
  });
});
