import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseNodesToRemove } from './choose-nodes.ts';
import type { PoolInstance } from './judge-nodes.ts';

const instance = (instanceId: string, createdAt: string, state = 'running'): PoolInstance => ({ instanceId, createdAt, state, nodeStatus: '', nodeName: '', errorMessage: '' });
const pool = [instance('i-1', '2026-01-01'), instance('i-2', '2026-01-03'), instance('i-3', '2026-01-02'), instance('i-4', '2025-01-01', 'failed'), instance('i-5', '2026-02-01', 'removing')];

describe('chooseNodesToRemove', () => {
  it.each([
    [4, []],
    [3, ['i-4']],
    [2, ['i-4', 'i-2']],
    [0, ['i-4', 'i-2', 'i-3', 'i-1']],
  ])('leaves %i: failed ones go first, then the newest, and what is leaving counts as gone', (size, expected) => {
    expect(chooseNodesToRemove(pool, { kind: 'size', size })).toEqual(expected);
  });

  it('takes named instances that are still there', () => {
    expect(chooseNodesToRemove(pool, { kind: 'instances', instanceIds: ['i-1', 'i-5', 'i-9'] })).toEqual(['i-1']);
  });

  it.each([-1, 0.5, 501, Number.NaN])('refuses the size %s', (size) => {
    expect(() => chooseNodesToRemove(pool, { kind: 'size', size })).toThrow('whole number');
  });

  it('refuses an empty list of instances', () => {
    expect(() => chooseNodesToRemove(pool, { kind: 'instances', instanceIds: [] })).toThrow('names no instance');
  });

  it('leaves exactly the size, whatever the order of the list', () => {
    const instances = fc.uniqueArray(fc.record({ id: fc.nat(99), day: fc.integer({ min: 10, max: 28 }), state: fc.constantFrom('running', 'failed', 'initial') }), { selector: (entry) => entry.id });
    fc.assert(
      fc.property(instances, fc.nat(50), (entries, size) => {
        const list = entries.map((entry) => instance(`i-${entry.id}`, `2026-01-${entry.day}`, entry.state));
        const chosen = chooseNodesToRemove(list, { kind: 'size', size });
        expect(list.length - chosen.length).toBe(Math.min(size, list.length));
        expect(chooseNodesToRemove([...list].reverse(), { kind: 'size', size })).toEqual(chosen);
      }),
    );
  });
});
