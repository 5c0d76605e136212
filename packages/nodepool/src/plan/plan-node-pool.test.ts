import { describe, expect, it } from 'vitest';
import type { DesiredNodePool, ObservedNodePool } from './node-pool.ts';
import { planNodePool } from './plan-node-pool.ts';

const desired: DesiredNodePool = { name: 'cloud', vSwitchIds: ['vsw-1', 'vsw-2'], instanceTypes: ['ecs.g7.xlarge'], size: 2 };
const ours = { 'ack-hybrid': 'cloud', 'ack-hybrid-pool': 'cloud' };

const pool = (changes: Partial<ObservedNodePool> = {}): ObservedNodePool => ({
  id: 'np1',
  name: 'cloud',
  state: 'active',
  desiredSize: 2,
  totalNodes: 2,
  failedNodes: 0,
  autoScaling: false,
  vSwitchIds: ['vsw-2', 'vsw-1'],
  instanceTypes: ['ecs.g7.xlarge'],
  securityGroupIds: ['sg-1'],
  labels: {},
  taints: [],
  tags: ours,
  ...changes,
});

describe('planNodePool', () => {
  it('creates a pool with its size and our tags where there is none', () => {
    expect(planNodePool(undefined, desired)).toEqual({ actions: [{ kind: 'create', size: 2, tags: ours }], findings: [] });
  });

  it('does nothing where all is there, in whatever order it is listed', () => {
    expect(planNodePool(pool(), desired)).toEqual({ actions: [], findings: [] });
  });

  it('ignores labels and tags that the platform sets', () => {
    const observed = pool({ labels: { 'alibabacloud.com/nodepool-id': 'np1' }, tags: { ...ours, 'ack.aliyun.com': 'c1' } });
    expect(planNodePool(observed, desired).actions).toEqual([]);
  });

  it.each([
    [{ desiredSize: 0, totalNodes: 0 }, [{ kind: 'scale-out', from: 0, to: 2 }]],
    [{ desiredSize: 5, totalNodes: 5 }, [{ kind: 'scale-in', from: 5, to: 2 }]],
    [{ desiredSize: 2, failedNodes: 2 }, [{ kind: 'remove-failed', count: 2 }, { kind: 'scale-out', from: 0, to: 2 }]],
    [{ desiredSize: 3, totalNodes: 3, failedNodes: 1 }, [{ kind: 'remove-failed', count: 1 }]],
    [{ desiredSize: 2, totalNodes: 0, state: 'scaling' }, []],
  ])('plans %j', (changes, actions) => {
    expect(planNodePool(pool(changes), desired).actions).toEqual(actions);
  });

  it('counts the nodes of a pool that has no expected size', () => {
    const { desiredSize: _, ...observed } = pool({ totalNodes: 1 });
    expect(planNodePool(observed, desired).actions).toEqual([{ kind: 'scale-out', from: 1, to: 2 }]);
  });

  it.each<[string, Partial<DesiredNodePool>, string]>([
    ['vSwitches', { vSwitchIds: ['vsw-1'] }, 'vSwitchIds'],
    ['instance types', { instanceTypes: ['ecs.c7.large'] }, 'instanceTypes'],
    ['labels', { labels: { a: 'b' } }, 'labels'],
    ['taints', { taints: [{ key: 'a', effect: 'NoSchedule' }] }, 'taints'],
    ['tags', { tags: { env: 'x' } }, 'tags'],
    ['image', { imageType: 'AliyunLinux3' }, 'imageType'],
    ['disk', { systemDisk: { category: 'cloud_essd', size: 40 } }, 'systemDisk'],
    ['key pair', { login: { kind: 'key-pair', name: 'k' } }, 'keyPair'],
  ])('updates %s in place', (_, change, name) => {
    expect(planNodePool(pool(), { ...desired, ...change }).actions).toEqual([expect.objectContaining({ kind: 'update', summary: name })]);
  });

  it.each<[string, Partial<DesiredNodePool>]>([
    ['securityGroupIds', { securityGroupIds: ['sg-2'] }],
    ['imageId', { imageId: 'img' }],
    ['runtime', { runtime: { name: 'docker' } }],
  ])('warns that %s stays as it is', (name, change) => {
    const plan = planNodePool(pool(), { ...desired, ...change });
    expect(plan.actions).toEqual([]);
    expect(plan.findings).toEqual([expect.objectContaining({ severity: 'warning', code: 'setting-differs', message: expect.stringContaining(name) as string })]);
  });

  it('warns that subscription instances are never released', () => {
    expect(planNodePool(pool({ chargeType: 'PrePaid' }), desired).findings.map((finding) => finding.code)).toEqual(['prepaid']);
  });

  it.each<[string, Partial<ObservedNodePool>, string]>([
    ['made by hand', { tags: {} }, 'foreign-pool'],
    ['of another owner', { tags: { 'ack-hybrid': 'other' } }, 'foreign-pool'],
    ['scaled automatically', { autoScaling: true }, 'auto-scaling'],
    ['being deleted', { state: 'deleting' }, 'being-deleted'],
  ])('refuses a pool that is %s', (_, changes, code) => {
    const plan = planNodePool(pool({ desiredSize: 0, ...changes }), desired);
    expect(plan.actions).toEqual([]);
    expect(plan.findings).toEqual([expect.objectContaining({ severity: 'error', code })]);
  });

  it('never takes a pool from another owner, adopt or not', () => {
    expect(planNodePool(pool({ tags: { 'ack-hybrid': 'other' } }), desired, { adopt: true }).findings.map((finding) => finding.code)).toEqual(['foreign-pool']);
  });

  it('scales an adopted pool out, keeps its settings and remembers its size', () => {
    const plan = planNodePool(pool({ tags: { cost: '7' }, desiredSize: 1, instanceTypes: ['ecs.c7.large'] }), desired, { adopt: true });
    expect(plan.actions).toEqual([
      { kind: 'update', settings: { tags: { cost: '7', 'ack-hybrid-adopted-size': '1' } }, summary: 'tags' },
      { kind: 'scale-out', from: 1, to: 2 },
    ]);
    expect(plan.findings.map((finding) => finding.code)).toEqual(['setting-differs']);
  });

  it('does not remove nodes from an adopted pool', () => {
    const plan = planNodePool(pool({ tags: {}, desiredSize: 4 }), desired, { adopt: true });
    expect([plan.actions, plan.findings.map((finding) => finding.code)]).toEqual([[], ['adopted-scale-in']]);
  });

  it('refuses a wanted pool that cannot be', () => {
    expect(() => planNodePool(undefined, { ...desired, size: 501 })).toThrow('size');
  });
});
