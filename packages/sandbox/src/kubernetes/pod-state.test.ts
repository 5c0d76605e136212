import { describe, expect, it } from 'vitest';
import type { Pod } from './kube-types.ts';
import { isActive, isReady, scaled } from './pod-state.ts';

const pod = (phase: string, deletionTimestamp?: string): Pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }) }, spec: {}, status: { phase } });

describe('the state of pods', () => {
  it.each([['Running', true], ['Pending', true], ['Succeeded', false], ['Failed', false]])('%s is active: %s', (phase, expected) => {
    expect(isActive(pod(phase))).toBe(expected);
    expect(isActive(pod(phase, 'now'))).toBe(false);
  });

  it('is Ready by its condition alone', () => {
    expect([isReady({}), isReady({ status: { conditions: [{ type: 'Ready', status: 'False' }] } }), isReady({ status: { conditions: [{ type: 'Ready', status: 'True' }] } })]).toEqual([false, false, true]);
  });

  it.each([[2, 'up', 2], ['25%', 'up', 1], ['25%', 'down', 0], ['50%', 'up', 2], [undefined, 'up', 7]] as const)('scales %s, rounding %s, of three to %s', (value, round, expected) => {
    expect(scaled(value, 3, round, 7)).toBe(expected);
  });
});
