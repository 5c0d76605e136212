import { describe, expect, it } from 'vitest';
import type { CellOutcome, RowOutcome } from '../harness/outcome.ts';
import type { Results } from './results.ts';
import { bestPeer, judge } from './targets.ts';
import { ownFaults } from './wrong-answers.ts';

const took = (median: number): CellOutcome => ({ kind: 'measured', figure: { median, spread: 0, runs: 5 }, runMs: median });
const rowOf = (row: string, size: number, cells: Readonly<Record<string, CellOutcome>>, more: Partial<RowOutcome> = {}): RowOutcome => ({ row, family: 4, order: 'shuffled', size, cells, wrong: {}, ...more });
const resultsOf = (...rows: readonly RowOutcome[]): Results => ({ machine: 'a machine', rows, memory: [], refusals: {}, wrongVerdicts: {} });
const verdictOn = (results: Results, start: string) => judge(results).find(({ target }) => target.startsWith(start));

describe('the targets', () => {
  it('are not measured where their cells were not run', () => {
    expect(new Set(judge(resultsOf()).map(({ verdict }) => verdict))).toEqual(new Set(['not measured']));
  });

  it.each([
    { ours: 15, verdict: 'met', measured: '1.5x' },
    { ours: 16, verdict: 'missed', measured: '1.6x' },
  ])('hold $ours ms against a floor of 10 ms: $verdict', ({ ours, verdict, measured }) => {
    expect(verdictOn(resultsOf(rowOf('any-overlap', 1e5, { floor: took(10), ours: took(ours) })), 'any-overlap at 1e5')).toMatchObject({ verdict, measured });
  });

  it('compare with the fastest peer that is right, and neither with the floor nor with what was written by hand', () => {
    const row = rowOf('merge', 1e5, { floor: took(1), ours: took(10), 'cidr-tools': took(30), 'fast-cidr-tools': took(12), 'cidr-tools with a sort, by hand': took(5) }, { wrong: { 'fast-cidr-tools': '1 answer where 2 are right' } });
    expect(bestPeer(row)).toEqual({ name: 'cidr-tools', milliseconds: 30, scaled: false });
    expect(verdictOn(resultsOf(row), 'merge at 1e5')).toEqual({ target: 'merge at 1e5: at least 1.5x as fast as the best peer', measured: '3.0x (cidr-tools)', verdict: 'met' });
  });

  it('compare the parse with those alone that validate', () => {
    const refusals = {
      'cidr-tools': { takesMalformed: ['10.0.0.0/33'], takesAmbiguous: [] },
      'ip-address': { takesMalformed: [], takesAmbiguous: ['10.0.0.1/8'] },
    };
    const row = rowOf('parse', 1e5, { ours: took(10), 'cidr-tools': took(11), 'ip-address': took(19) });
    expect(verdictOn({ ...resultsOf(row), refusals }, 'parse at 1e5')).toMatchObject({ measured: '1.9x (ip-address)', verdict: 'missed' });
  });

  it('say so where a peer was scaled up from a smaller size', () => {
    const row = rowOf('all-pairs', 1e5, { ours: took(10), 'cidr-tools': { kind: 'skipped', expectedMs: 60_000 } });
    expect(verdictOn(resultsOf(row), 'all-pairs at 1e5')).toMatchObject({ measured: '6,000x (cidr-tools, scaled up from a smaller size)', verdict: 'met' });
  });

  it('take the worst size of IPv6 beside IPv4', () => {
    const rows = [1e5, 1e6].flatMap((size) => [rowOf('merge', size, { ours: took(10) }), rowOf('merge', size, { ours: took(size === 1e6 ? 26 : 20) }, { family: 6 })]);
    expect(verdictOn(resultsOf(...rows), 'merge: IPv6')).toMatchObject({ measured: '2.6x (at 1e6)', verdict: 'missed' });
  });

  it('count what memory the set held at its most', () => {
    const memory = [{ family: 4 as const, size: 1e6, texts: 40, set: 10, sorted: 20, indexed: 30, alone: 44 }];
    expect(verdictOn({ ...resultsOf(), memory }, 'memory at 1e6, IPv4')).toMatchObject({ measured: '1.1x', verdict: 'missed' });
  });
});

describe('a run fails', () => {
  it('never on a peer, nor on time', () => {
    const row = rowOf('merge', 10, { ours: took(1e9), netmask: { kind: 'failed', problem: 'out of memory' } }, { wrong: { netmask: '1 answer where 2 are right' } });
    expect(ownFaults(resultsOf(row))).toEqual([]);
  });

  it('where we are wrong, or gave no answer, or took a bad text', () => {
    const row = rowOf('merge', 10, { 'ours, another way': { kind: 'failed', problem: 'no answer in 60 s' } }, { wrong: { ours: '1 answers where 2 are right' } });
    const results = { ...resultsOf(row), refusals: { ours: { takesMalformed: ['ten'], takesAmbiguous: [] } }, wrongVerdicts: { ours: ['10.0.0.0/8 and 10.0.0.0/9 overlap'] } };
    expect(ownFaults(results)).toMatchInlineSnapshot(`
      [
        "merge, IPv4, shuffled, 10: ours: 1 answers where 2 are right",
        "merge, IPv4, shuffled, 10: ours, another way: no answer in 60 s",
        ""ten" is taken for a block",
        "we deny that 10.0.0.0/8 and 10.0.0.0/9 overlap",
      ]
    `);
  });
});
