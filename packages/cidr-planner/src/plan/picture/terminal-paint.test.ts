import { expect, test } from 'vitest';
import { cellsOf } from './cells.ts';
import { paintLine } from './terminal-paint.ts';

const pieces = [{ text: 'VPC ', tone: 'strong' as const }, { text: '10.0.0.0/8', tone: 'error' as const }, { text: '   ', tone: 'plain' as const }];

test('a line has no blanks at its end, and codes where colours are asked for', () => {
  expect(paintLine(pieces, 40, false)).toBe('VPC 10.0.0.0/8');
  expect(paintLine(pieces, 40, true)).toBe('\u001b[1mVPC \u001b[0m\u001b[1;31m10.0.0.0/8\u001b[0m');
});

test.each([0, 1, 4, 5, 9, 13, 14, 40])('a line is never wider than %i cells', (width) => {
  expect(cellsOf(paintLine(pieces, width, false))).toBeLessThanOrEqual(width);
});
