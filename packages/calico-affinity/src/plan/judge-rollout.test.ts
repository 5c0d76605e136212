import { describe, expect, it } from 'vitest';
import { countKept, isOnDelete, judgeRollout } from './judge-rollout.ts';
import type { JsonObject } from './json.ts';

const daemonSet = (status: JsonObject, type = 'RollingUpdate'): JsonObject => ({ metadata: { generation: 3 }, spec: { updateStrategy: { type } }, status });
const rolledOut = { observedGeneration: 3, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberReady: 3, numberAvailable: 3 };

describe('judgeRollout', () => {
  it.each<[string, JsonObject, number, boolean]>([
    ['all is updated and available', rolledOut, 0, true],
    ['the controller is behind', { ...rolledOut, observedGeneration: 2 }, 0, false],
    ['a pod is old', { ...rolledOut, updatedNumberScheduled: 2 }, 0, false],
    ['a pod is not ready', { ...rolledOut, numberReady: 2 }, 0, false],
    ['a pod is ready but not available yet', { ...rolledOut, numberAvailable: 2 }, 0, false],
    ['the counts are absent while pods are wanted', { observedGeneration: 3, desiredNumberScheduled: 3 }, 0, false],
    ['no pod is wanted', { observedGeneration: 3 }, 0, true],
    ['the missing pod is on a node that is not Ready', { ...rolledOut, updatedNumberScheduled: 2, numberReady: 2, numberAvailable: 2 }, 1, true],
  ])('when %s', (_, status, unreachable, done) => {
    expect(judgeRollout(daemonSet(status), unreachable).done).toBe(done);
  });

  it('awaits only that the change was seen with OnDelete', () => {
    expect(judgeRollout(daemonSet({ observedGeneration: 3, desiredNumberScheduled: 3 }, 'OnDelete'), 0)).toEqual({ done: true });
    expect(judgeRollout(daemonSet({ observedGeneration: 2 }, 'OnDelete'), 0).done).toBe(false);
    expect(isOnDelete(daemonSet({}, 'OnDelete'))).toBe(true);
    expect(isOnDelete(daemonSet({}))).toBe(false);
  });

  it('says how far it is', () => {
    expect(judgeRollout(daemonSet({ ...rolledOut, updatedNumberScheduled: 1, numberReady: 2, numberAvailable: 2 }), 0)).toEqual({ done: false, seen: true, state: '1 of 3 updated, 2 ready, 2 available, 2 left' });
  });

  it.each<[string, JsonObject]>([
    ['is of the generation before', { ...rolledOut, observedGeneration: 2 }],
    ['names no generation', { ...rolledOut, observedGeneration: undefined }],
    ['is not there', {}],
  ])('believes no count of a status that %s', (_, status) => {
    expect(judgeRollout(daemonSet(status), 0)).toEqual({ done: false, seen: false, state: 'the controller has not seen the change yet' });
  });

  it.each<[JsonObject, number]>([
    [{ ...rolledOut, updatedNumberScheduled: 1 }, 2],
    [rolledOut, 0],
    [{ ...rolledOut, updatedNumberScheduled: 5 }, 0],
    [{}, 0],
  ])('counts the nodes that keep an older pod in %j', (status, kept) => {
    expect(countKept(daemonSet(status))).toBe(kept);
  });
});
