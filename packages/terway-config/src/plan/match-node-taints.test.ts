import { describe, expect, it } from 'vitest';
import { keepingTaint, type Taint, type Toleration } from './match-node-taints.ts';

const taint = (key: string, effect = 'NoSchedule', value?: string): Taint => ({ key, effect, ...(value === undefined ? {} : { value }) });

describe('keepingTaint', () => {
  it.each<[string, readonly Toleration[], Taint, boolean]>([
    ['nothing tolerated', [], taint('k'), true],
    ['everything tolerated', [{ operator: 'Exists' }], taint('k', 'NoExecute', 'v'), false],
    ['a preference', [], taint('k', 'PreferNoSchedule'), false],
    ['the key by Exists', [{ key: 'k', operator: 'Exists' }], taint('k', 'NoSchedule', 'v'), false],
    ['the key with its value', [{ key: 'k', value: 'v' }], taint('k', 'NoSchedule', 'v'), false],
    ['the key with another value', [{ key: 'k', operator: 'Equal', value: 'w' }], taint('k', 'NoSchedule', 'v'), true],
    ['another effect', [{ key: 'k', operator: 'Exists', effect: 'NoExecute' }], taint('k'), true],
    ['an unknown operator', [{ key: 'k', operator: 'Like' }], taint('k'), true],
    ['what the controller tolerates by itself', [], taint('node.kubernetes.io/not-ready', 'NoExecute'), false],
    ['a node that is cordoned', [], taint('node.kubernetes.io/unschedulable'), false],
    ['a node without a network', [], taint('node.kubernetes.io/network-unavailable'), true],
  ])('%s: kept off %#', (_what, tolerations, given, isKept) => {
    expect(keepingTaint({ tolerations, hostNetwork: false }, [given])).toEqual(isKept ? given : undefined);
  });

  it('lets a pod of the host network onto a node without a network', () => {
    expect(keepingTaint({ tolerations: [], hostNetwork: true }, [taint('node.kubernetes.io/network-unavailable')])).toBeUndefined();
  });
});
