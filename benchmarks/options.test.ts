import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('the arguments', () => {
  it('measure everything where nothing else is said', () => {
    const options = readOptions(['cidr']);
    expect(options).toMatchObject({ quick: false, sizes: [10, 1e3, 1e4, 1e5, 1e6], families: [4, 6], orders: ['shuffled', 'sorted'], runs: 7, imports: 25, memorySize: 1e6 });
    expect(options.rows).toContain('merge');
    expect(options.rows).not.toContain('imports');
  });

  it('keep to small sizes in a quick run', () => {
    expect(readOptions(['cidr', '--quick'])).toMatchObject({ quick: true, sizes: [10, 1e3], memorySize: 1e4 });
  });

  it('choose rows, sizes and families', () => {
    expect(readOptions(['cidr', '--rows', 'merge,memory', '--sizes', '1e5', '--families', '6', '--runs', '3'])).toMatchObject({ rows: ['merge'], sizes: [1e5], families: [6], runs: 3, imports: 0, memorySize: 1e6 });
  });

  it.each([
    { given: [], problem: 'Say what to measure' },
    { given: ['ipam'], problem: 'Say what to measure' },
    { given: ['cidr', '--rows', 'mergers'], problem: '--rows has no "mergers"' },
    { given: ['cidr', '--sizes', '11'], problem: '--sizes 11 are not among' },
    { given: ['cidr', '--runs', '0'], problem: '--runs 0 is no number of runs' },
    { given: ['cidr', '--fast'], problem: "Unknown option '--fast'" },
  ])('$given are refused, with how to call it', ({ given, problem }) => {
    expect(() => readOptions(given)).toThrow(problem);
    expect(() => readOptions(given)).toThrow('npm run bench -- cidr [options]');
  });
});
