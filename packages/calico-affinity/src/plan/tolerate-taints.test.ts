import { describe, expect, it } from 'vitest';
import type { Taint } from './match-node.ts';
import { daemonTolerations, untoleratedTaint, type Toleration } from './tolerate-taints.ts';

const taint: Taint = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };

describe('untoleratedTaint', () => {
  it.each<[string, Toleration, boolean]>([
    ['everything', { operator: 'Exists' }, true],
    ['every value of the key', { key: 'dedicated', operator: 'Exists' }, true],
    ['the key and value', { key: 'dedicated', value: 'gpu' }, true],
    ['the key and another value', { key: 'dedicated', operator: 'Equal', value: 'db' }, false],
    ['another key', { key: 'other', operator: 'Exists' }, false],
    ['another effect', { key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }, false],
    ['the effect', { operator: 'Exists', effect: 'NoSchedule' }, true],
    ['by an operator that is not known', { key: 'dedicated', operator: 'Near', value: 'gpu' }, false],
  ])('heeds a toleration of %s', (_, toleration, tolerated) => {
    expect(untoleratedTaint([taint], [toleration], ['NoSchedule'])).toEqual(tolerated ? undefined : taint);
  });

  it('looks at the given effects only', () => {
    expect(untoleratedTaint([taint], [], ['NoExecute'])).toBeUndefined();
  });
});

describe('daemonTolerations', () => {
  const networkUnavailable: Taint = { key: 'node.kubernetes.io/network-unavailable', effect: 'NoSchedule' };

  it('adds what the DaemonSet controller adds', () => {
    const cordoned: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
    expect(untoleratedTaint([cordoned], daemonTolerations({}), ['NoSchedule'])).toBeUndefined();
    expect(untoleratedTaint([networkUnavailable], daemonTolerations({}), ['NoSchedule'])).toEqual(networkUnavailable);
    expect(untoleratedTaint([networkUnavailable], daemonTolerations({ hostNetwork: true }), ['NoSchedule'])).toBeUndefined();
  });
});
