import { describe, expect, it } from 'vitest';
import { readNodePool, readPoolInstance, readTaskReport } from './read-node-pool.ts';

// The shapes are those of the SDK's models; the constructors aren't needed to read them.
const pool = (fields: object) => readNodePool(fields as Parameters<typeof readNodePool>[0]);
const task = (fields: object) => readTaskReport(fields as Parameters<typeof readTaskReport>[0]);

describe('reading answers of Container Service', () => {
  it('gives a pool without settings its empty ones', () => {
    expect(pool({ nodepoolInfo: { nodepoolId: 'np1', name: 'a' } })).toEqual({
      id: 'np1', name: 'a', state: '', totalNodes: 0, failedNodes: 0, autoScaling: false, vSwitchIds: [], instanceTypes: [], securityGroupIds: [], systemDisk: {}, labels: {}, taints: [], runtime: {}, tags: {},
    });
  });

  it('tells a size of nothing from no size', () => {
    expect(pool({ nodepoolInfo: { nodepoolId: 'np1', name: 'a' }, scalingGroup: { desiredSize: 0 } })?.desiredSize).toBe(0);
  });

  it.each([{}, { nodepoolInfo: { name: 'a' } }, { nodepoolInfo: { nodepoolId: 'np1' } }])('leaves out a pool that nothing could be done with: %j', (fields) => {
    expect(pool(fields)).toBeUndefined();
  });

  it('leaves out a node that is no cloud instance', () => {
    expect(readPoolInstance({ nodeName: 'dc-1', instanceId: '' } as Parameters<typeof readPoolInstance>[0])).toBeUndefined();
  });

  it.each([
    ['running', 'running'],
    ['pending', 'running'],
    ['success', 'success'],
    ['fail', 'failed'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
    ['paused', 'failed'],
  ])('takes a task that is %s for %s', (word, state) => expect(task({ state: word }).state).toBe(state));

  it('says each reason of a failure once', () => {
    expect(task({ state: 'fail', error: { message: 'no stock' }, taskResult: [{ data: 'no stock', status: 'fail' }], stages: [{ state: 'failed', message: 'init' }] }).messages).toEqual(['no stock', 'init']);
  });
});
