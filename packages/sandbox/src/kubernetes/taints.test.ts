import { describe, expect, it } from 'vitest';
import type { KubeNode } from './kube-types.ts';
import { tolerates, untolerated } from './taints.ts';

const taint = { key: 'a', value: 'b', effect: 'NoSchedule' };

describe('tolerations', () => {
  it.each([
    [{ operator: 'Exists' }, true],
    [{ key: 'a', operator: 'Exists' }, true],
    [{ key: 'a', operator: 'Exists', effect: 'NoExecute' }, false],
    [{ key: 'a', value: 'b' }, true],
    [{ key: 'a', operator: 'Equal', value: 'c' }, false],
    [{ key: 'c', operator: 'Exists' }, false],
    [{ value: 'b' }, false],
  ])('%j tolerates the taint: %s', (toleration, expected) => {
    expect(tolerates(toleration, taint)).toBe(expected);
  });

  it('leave the taints of the asked effects that none tolerates', () => {
    const node: KubeNode = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, spec: { taints: [taint, { key: 'x', effect: 'PreferNoSchedule' }] } };
    expect(untolerated(undefined, node, ['NoSchedule'])).toEqual([taint]);
    expect(untolerated([{ operator: 'Exists' }], node, ['NoSchedule', 'PreferNoSchedule'])).toEqual([]);
  });
});
