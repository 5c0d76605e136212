import { describe, expect, it } from 'vitest';
import { formatBytes, formatRatio, formatSize, formatSpread, formatTime } from './format.ts';
import { renderTable } from './table.ts';

describe('a table', () => {
  it('stands in line, names left and figures right', () => {
    expect(renderTable(['merge', '10', '1e3'], [['ours', '0.001', '12'], ['cidr-tools', '0.0123', '345']])).toMatchInlineSnapshot(`
      "| merge      |     10 | 1e3 |
      | ---------- | -----: | --: |
      | ours       |  0.001 |  12 |
      | cidr-tools | 0.0123 | 345 |"
    `);
  });

  it('leaves a cell empty where a line is short, and cuts what has no head', () => {
    expect(renderTable(['a', 'b'], [['x'], ['y', 'z', 'beyond']])).toBe('| a   |   b |\n| --- | --: |\n| x   |     |\n| y   |   z |');
  });

  it('keeps a bar in a text from becoming a column', () => {
    expect(renderTable(['a'], [['x|y']]).split('\n')[2]).toBe('| x\\|y |');
  });
});

describe('a figure', () => {
  it.each([
    [0.000283, 'ms', '0.000283'],
    [0.0414, 'ms', '0.0414'],
    [5.678, 'ms', '5.68'],
    [38.12, 'ms', '38.1'],
    [999.6, 'ms', '1,000'],
    [1_424_000.4, 'ms', '1,424,000'],
    [0.000111, 'ns', '111'],
    [0, 'ms', '0'],
  ] as const)('of %d ms in %s reads %s', (milliseconds, unit, text) => {
    expect(formatTime(milliseconds, unit)).toBe(text);
  });

  it.each([
    [formatRatio(1.468), '1.5x'],
    [formatRatio(0.0654), '0.065x'],
    [formatRatio(2150.3), '2,150x'],
    [formatSpread(0.2), '±10%'],
    [formatSize(10), '10'],
    [formatSize(100_000), '1e5'],
    [formatBytes(41_230_000), '41.2 MB'],
  ])('reads %s as %s', (text, expected) => {
    expect(text).toBe(expected);
  });
});
