import { mostHeld } from '../harness/measure-memory.ts';
import { ratio } from '../harness/median.ts';
import { measured, type RowOutcome } from '../harness/outcome.ts';
import { ourBlocks, overEmpty } from '../harness/time-imports.ts';
import { validatingPeers } from '../peers/refusals.ts';
import { floor, isPeer, ours } from '../rows/participants.ts';
import { formatRatio, formatSize, formatTime } from './format.ts';
import { findRow, type Results } from './results.ts';

/** What a run measured against what it should reach. */
export interface Judgement {
  readonly target: string;
  /** With its unit, or why there is none. */
  readonly measured: string;
  readonly verdict: 'met' | 'missed' | 'not measured';
}

interface Target {
  readonly target: string;
  /** The figure, and what it was measured against; undefined where that cell was not run. */
  readonly read: (results: Results) => { readonly value: number; readonly against?: string } | undefined;
  readonly limit: number;
  readonly bound: 'most' | 'least';
  readonly show: (value: number) => string;
}

/** The least time of a peer in a row: measured, or scaled up from a smaller size where this one was not worth the wait. */
export const bestPeer = (outcome: RowOutcome | undefined, among?: readonly string[]): { readonly name: string; readonly milliseconds: number; readonly scaled: boolean } | undefined => {
  if (!outcome) return undefined;
  const candidates = Object.entries(outcome.cells).flatMap(([name, cell]) => {
    // A wrong answer is no time to be measured by.
    if (!(among ? among.includes(name) : isPeer(name)) || name in outcome.wrong || cell.kind === 'failed') return [];
    return [cell.kind === 'measured' ? { name, milliseconds: cell.figure.median, scaled: false } : { name, milliseconds: cell.expectedMs, scaled: true }];
  });
  return candidates.sort((a, b) => a.milliseconds - b.milliseconds)[0];
};

const overFloor = (row: string, size: number): Target => ({
  target: `${row} at ${formatSize(size)}: at most 1.5x the floor`,
  read: (results) => {
    const outcome = findRow(results, row, 4, size);
    const value = ratio(measured(outcome, ours), measured(outcome, floor));
    return value === undefined ? undefined : { value };
  },
  limit: 1.5,
  bound: 'most',
  show: formatRatio,
});

const timesFaster = (row: string, family: 4 | 6, size: number, least: number, validating = false): Target => ({
  target: `${row} at ${formatSize(size)}${family === 6 ? ', IPv6' : ''}: at least ${formatRatio(least)} as fast as the best ${validating ? 'validating ' : ''}peer`,
  read: (results) => {
    const outcome = findRow(results, row, family, size);
    const peer = bestPeer(outcome, validating ? validatingPeers(results.refusals) : undefined);
    const value = ratio(peer?.milliseconds, measured(outcome, ours));
    if (!peer || value === undefined) return undefined;
    return { value, against: peer.scaled ? `${peer.name}, scaled up from a smaller size` : peer.name };
  },
  limit: least,
  bound: 'least',
  show: formatRatio,
});

const notSlower = (row: string): Target => ({
  target: `${row} at 10: at most 1.2x the time of the best peer`,
  read: (results) => {
    const outcome = findRow(results, row, 4, 10);
    const peer = bestPeer(outcome);
    const value = ratio(measured(outcome, ours), peer?.milliseconds);
    return !peer || value === undefined ? undefined : { value, against: peer.name };
  },
  limit: 1.2,
  bound: 'most',
  show: formatRatio,
});

const within = (row: string, size: number, unit: 'ms' | 'ns', limit: number): Target => ({
  target: `${row} at ${formatSize(size)}: at most ${limit} ${unit}`,
  read: (results) => {
    const time = measured(findRow(results, row, 4, size), ours);
    return time === undefined ? undefined : { value: unit === 'ms' ? time : time * 1e6 };
  },
  limit,
  bound: 'most',
  show: (value) => `${formatTime(value, 'ms')} ${unit}`,
});

/** The sizes at which the families are compared: small ones are all set-up. */
const comparedSizes = [1e4, 1e5, 1e6];

const sixOverFour = (row: string): Target => ({
  target: `${row}: IPv6 at most 2.5x IPv4, at the worst size from 1e4`,
  read: (results) => {
    const ratios = comparedSizes.flatMap((size) => {
      const value = ratio(measured(findRow(results, row, 6, size), ours), measured(findRow(results, row, 4, size), ours));
      return value === undefined ? [] : [{ value, against: `at ${formatSize(size)}` }];
    });
    return ratios.sort((a, b) => b.value - a.value)[0];
  },
  limit: 2.5,
  bound: 'most',
  show: formatRatio,
});

const coldImport = (title: string, entry?: string): Target => ({
  target: `${title}: at most 10 ms over an empty process`,
  read: ({ imports }) => {
    const value = imports && overEmpty(imports, entry);
    return value === undefined ? undefined : { value };
  },
  limit: 10,
  bound: 'most',
  show: (value) => `${formatTime(value, 'ms')} ms`,
});

const memory = (family: 4 | 6): Target => ({
  target: `memory at 1e6, IPv${family}: at most the texts' own`,
  read: ({ memory: outcomes }) => {
    const outcome = outcomes.find((candidate) => candidate.family === family && candidate.size === 1e6);
    return outcome && { value: mostHeld(outcome) / outcome.texts };
  },
  limit: 1,
  bound: 'most',
  show: formatRatio,
});

const targets: readonly Target[] = [
  ...[1e5, 1e6].flatMap((size) => ['any-overlap', 'pair-count', 'first-fit'].map((row) => overFloor(row, size))),
  ...[1e5, 1e6].flatMap((size) => ([4, 6] as const).map((family) => timesFaster('parse', family, size, 2, true))),
  timesFaster('all-pairs', 4, 1e5, 1000),
  within('lookup', 1e6, 'ns', 150),
  within('allocate', 1e4, 'ms', 10),
  ...['merge', 'exclude'].flatMap((row) => [timesFaster(row, 4, 1e6, 5), timesFaster(row, 4, 1e5, 1.5), notSlower(row)]),
  ...['parse', 'any-overlap', 'pair-count', 'all-pairs', 'first-fit', 'lookup', 'allocate', 'merge', 'exclude'].map(sixOverFour),
  coldImport('cold import'),
  coldImport('cold import of /blocks', ourBlocks),
  memory(4),
  memory(6),
];

/** Holds the results against every target. */
export const judge = (results: Results): readonly Judgement[] =>
  targets.map(({ target, read, limit, bound, show }) => {
    const found = read(results);
    if (!found) return { target, measured: '', verdict: 'not measured' };
    const isMet = bound === 'most' ? found.value <= limit : found.value >= limit;
    return { target, measured: `${show(found.value)}${found.against === undefined ? '' : ` (${found.against})`}`, verdict: isMet ? 'met' : 'missed' };
  });
